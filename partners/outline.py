# SPDX-License-Identifier: AGPL-3.0-or-later
"""The territory as lines to draw: GeoJSON in, points of a picture out. No map of others is asked for anything."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

LONGEST: Final = 2_000_000
WIDTH: Final = 640.0
MARGIN: Final = 16.0
MOST_HEIGHT: Final = 900.0
CORNERS_OF_A_RING: Final = 3
Point = tuple[float, float]


class NotAnOutline(ValueError):  # noqa: N818 -- a fact about what was typed
    """The text is not GeoJSON with polygons; the message says why, for who typed it."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """A part of the territory: its name, and its rings of (longitude, latitude)."""

    name: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A shape in the picture: the `d` of an SVG path, and where its name stands."""

    name: str
    path: str
    label_x: str
    label_y: str


def shapes_of(text: str) -> list[Shape]:
    """Return the parts of the territory; none for an empty text.

    :raises NotAnOutline: it is too long, or not GeoJSON, or has no polygons.
    """
    if not text.strip():
        return []
    if len(text) > LONGEST:
        raise NotAnOutline(_("Il testo è troppo lungo: semplifica i confini."))
    try:
        found = list(_shapes(json.loads(text), name=""))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise NotAnOutline(_("Non è un testo GeoJSON che si possa leggere.")) from error
    if not found:
        raise NotAnOutline(_("Non c'è nessun poligono."))
    return found


def _shapes(thing: dict[str, Any], *, name: str) -> Iterable[Shape]:
    kind = thing["type"]
    if kind == "FeatureCollection":
        for feature in thing["features"]:
            yield from _shapes(feature, name=name)
    elif kind == "Feature":
        yield from _shapes(thing["geometry"], name=str((thing.get("properties") or {}).get("name", ""))[:80])
    elif kind in {"Polygon", "MultiPolygon"}:
        polygons = [thing["coordinates"]] if kind == "Polygon" else thing["coordinates"]
        yield Shape(name=name, rings=tuple(_ring(ring) for polygon in polygons for ring in polygon))


def _ring(ring: Any) -> tuple[Point, ...]:
    points = tuple((float(point[0]), float(point[1])) for point in ring)
    if len(points) < CORNERS_OF_A_RING or not all(_is_on_earth(point) for point in points):
        raise ValueError
    return points


def _is_on_earth(point: Point) -> bool:
    return math.isfinite(sum(point)) and abs(point[0]) <= 180 and abs(point[1]) <= 90  # noqa: PLR2004 -- degrees


class Projection:
    """From longitude and latitude to the picture: a plain one, true enough for a territory of some kilometres."""

    def __init__(self, points: Iterable[Point]) -> None:
        known = list(points) or [(0.0, 0.0)]
        west, east = min(x for x, _y in known), max(x for x, _y in known)
        self.south, self.north = min(y for _x, y in known), max(y for _x, y in known)
        self.west = west
        self.squeeze = math.cos(math.radians((self.south + self.north) / 2))
        across = max((east - west) * self.squeeze, 1e-6)
        up = max(self.north - self.south, 1e-6)
        self.scale = min((WIDTH - 2 * MARGIN) / across, (MOST_HEIGHT - 2 * MARGIN) / up)
        self.height = up * self.scale + 2 * MARGIN

    def __call__(self, point: Point) -> Point:
        """Return where a point stands in the picture."""
        x = (point[0] - self.west) * self.squeeze * self.scale + MARGIN
        return x, (self.north - point[1]) * self.scale + MARGIN


def drawn(shapes: Iterable[Shape], projection: Projection) -> list[Drawn]:
    """Return the parts of the territory as paths of a picture."""
    found = []
    for shape in shapes:
        rings = [[projection(point) for point in ring] for ring in shape.rings]
        path = " ".join("M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + " Z" for ring in rings)
        longest = max(rings, key=len)
        x = sum(point[0] for point in longest) / len(longest)
        y = sum(point[1] for point in longest) / len(longest)
        found.append(Drawn(name=shape.name, path=path, label_x=f"{x:.1f}", label_y=f"{y:.1f}"))
    return found
