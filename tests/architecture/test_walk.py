# SPDX-License-Identifier: AGPL-3.0-or-later
"""The walk of an observation through the code names files and functions that are there."""

import re

import pytest

from tests.architecture.sources import ROOT

WALK = (ROOT / "docs" / "percorso-di-un-osservazione.md").read_text()
FLOORS = ("portal", "tavoli", "partners", "documents", "search")
NAMED = sorted(set(re.findall(r"`([\w/]+(?:\.py|/))`", WALK)))
CALLED = sorted(set(re.findall(r"\(`(\w+)`\)", WALK)))


def sources():
    return [path for floor in FLOORS for path in (ROOT / floor).rglob("*.py")]


@pytest.mark.parametrize("name", NAMED)
def test_every_file_it_names_is_there(name):
    places = {f"{path.as_posix()}/" if name.endswith("/") else path.as_posix() for path in _candidates(name)}

    assert any(place.endswith(f"/{name}") for place in places), name


@pytest.mark.parametrize("name", CALLED)
def test_every_function_it_names_is_there(name):
    assert any(re.search(rf"^def {name}\b", path.read_text(), re.MULTILINE) for path in sources()), name


def _candidates(name):
    return {path.parent for path in sources()} if name.endswith("/") else sources()
