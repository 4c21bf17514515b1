# SPDX-License-Identifier: AGPL-3.0-or-later
"""The borders that an office pastes, and how they become a drawing."""

import json

import pytest

from partners import outline

SQUARE = [[15.0, 40.0], [15.2, 40.0], [15.2, 40.1], [15.0, 40.1], [15.0, 40.0]]


def feature(name="Roccalvana", geometry=None):
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": geometry or {"type": "Polygon", "coordinates": [SQUARE]},
    }


def test_each_town_is_a_shape_with_its_name():
    text = json.dumps({"type": "FeatureCollection", "features": [feature("Una"), feature("Due")]})

    assert [shape.name for shape in outline.shapes_of(text)] == ["Una", "Due"]


def test_north_is_up_and_everything_is_inside_the_drawing():
    projection = outline.Projection([(15.0, 40.0), (15.2, 40.1)])

    low, high = projection((15.0, 40.0)), projection((15.2, 40.1))
    assert high[1] < low[1]
    assert low[0] == outline.MARGIN
    assert high[0] <= outline.WIDTH - outline.MARGIN + 0.1
    assert low[1] == pytest.approx(projection.height - outline.MARGIN)


@pytest.mark.parametrize(
    "text",
    [
        "ciao",
        "[]",
        "{}",
        json.dumps(feature(geometry={"type": "Point", "coordinates": [1, 2]})),
        json.dumps(feature(geometry={"type": "Polygon", "coordinates": [[[999, 1], [2, 2], [3, 3]]]})),
        json.dumps(feature(geometry={"type": "Polygon", "coordinates": [[[1, "NaN"], [2, 2], [3, 3]]]})),
        "[" * 100_000,
    ],
)
def test_what_cannot_be_drawn_is_refused(text):
    with pytest.raises(outline.NotAnOutline):
        outline.shapes_of(text)


def test_no_borders_are_no_shapes():
    assert outline.shapes_of("  ") == []
