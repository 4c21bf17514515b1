# SPDX-License-Identifier: AGPL-3.0-or-later
"""The map of the register: drawn by us, and a list that says all that it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partners import outline, queries
from partners.forms import RegisterForm
from partners.models import RegisterSettings
from partners.queries import MapPlace
from partners.views.register import kept_filters
from portal.core.http import PortalRequest
from portal.ui.lists import chips_of

MOST_PLACES = 300
CELL = 22.0


@dataclass(kw_only=True)
class Mark:
    """A mark of the map: a number, where it stands, and the places so near that they share it."""

    number: int
    x: str
    y: str
    places: list[MapPlace] = field(default_factory=list)

    @property
    def radius(self) -> int:
        """How big it is drawn: a little bigger where places are many."""
        return 11 if len(self.places) == 1 else 14


@require_safe
def places(request: PortalRequest) -> HttpResponse:
    """Show where partners are: marks on the outline of the territory, and the list of the same places."""
    form = RegisterForm(request.GET)
    filters = form.filters
    total, found = queries.places_on_map(request.audience, filters, limit=MOST_PLACES)
    shapes = outline.shapes_of(RegisterSettings.for_request(request).territory)
    corners = [point for shape in shapes for ring in shape.rings for point in ring]
    projection = outline.Projection([*corners, *((place.longitude, place.latitude) for place in found)])
    marks = marks_of(found, projection)
    form.know(queries.facets_of(request.audience, filters))
    chips = chips_of(request, form)
    form.count()
    context = {
        "heading": _("Dove sono i partner"),
        "lead": _("Le sedi e i luoghi in cui le organizzazioni incontrano le persone."),
        "breadcrumbs": [
            (_("Distretto"), reverse("partners:distretto")), (_("Partner"), reverse("partners:list")), (_("Mappa"), ""),
        ],
        "form": form,
        "chips": chips,
        "total": total,
        "shown": len(found),
        "towns": [(town, list(rows)) for town, rows in groupby(numbered(marks), key=lambda row: row[1].municipality)],
        "marks": marks,
        "shapes": outline.drawn(shapes, projection),
        "width": f"{outline.WIDTH:.0f}",
        "height": f"{projection.height:.0f}",
        "list_url": f"{reverse('partners:list')}{kept_filters(request)}",
    }  # fmt: skip
    return render(request, "partners/map.html", context)


def marks_of(found: list[MapPlace], projection: outline.Projection) -> list[Mark]:
    """Return the marks in the order of the list; places nearer than a finger's width share one."""
    marks: dict[tuple[int, int], Mark] = {}
    for place in found:
        x, y = projection((place.longitude, place.latitude))
        cell = (int(x // CELL), int(y // CELL))
        if cell not in marks:
            marks[cell] = Mark(number=len(marks) + 1, x=f"{x:.1f}", y=f"{y:.1f}")
        marks[cell].places.append(place)
    return list(marks.values())


def numbered(marks: list[Mark]) -> list[tuple[int, MapPlace]]:
    """Return every place with the number of its mark, town by town."""
    rows = [(mark.number, place) for mark in marks for place in mark.places]
    return sorted(rows, key=lambda row: (row[1].municipality, row[0], row[1].partner_name))
