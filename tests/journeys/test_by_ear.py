# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ten main pages as a screen reader tells them: names, roles and order, kept and compared.

What changes from day to day (dates, days left) is replaced by signs. When a page changes on purpose, delete its file
in `snapshots/`, run the journey (which writes it and fails), and read the new one through as if by ear.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.journeys.places import CLOSED, OPEN, PIANO, SECTION, Place, address

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

KEPT = Path(__file__).parent / "snapshots"
MAIN = [
    Place(name="home", path="/"),
    Place(name="consultazione", path=OPEN),
    Place(name="sezione", path=SECTION),
    Place(name="che-fine-ha-fatto", path="/osservazioni/{first}/"),
    Place(name="rapporto", path=f"{CLOSED}rapporto/"),
    Place(name="confronto", path=f"{PIANO}confronto/1-2/"),
    Place(name="ricerca", path="/cerca/?q=trasporto"),
    Place(name="partner", path="/partner/aps-il-filo-di-lana/"),
    Place(name="tavolo", path="/tavoli/tavolo-disabilita/"),
    Place(name="ingresso", path="/account/login/"),
]
WEEKDAY = "(?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica)"
MONTH = "(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)"
CHANGING = [
    (
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "‹identità›",
    ),  # first: a part of it may look like a year
    (rf"(?:{WEEKDAY} )?\d{{1,2}}°? {MONTH}(?: \d{{4}})?(?:, ore \d{{1,2}}:\d{{2}})?", "‹giorno›"),
    (r"(?i)manca(?:no)? \d+ giorn[oi]", "‹giorni che mancano›"),
    (r"\b20\d\d-(\d{4})\b", r"‹anno›-\1"),
    (r"(?:( *)- listitem:\n +- link \"20\d\d \(\d+\)\":\n.+anno=20\d\d.*\n)+", r"\1- listitem: ‹anni›\n"),
]


@pytest.mark.parametrize("place", MAIN, ids=lambda place: place.name)
def test_a_page_is_told_as_it_was(readers, quiet_site, place: Place):
    kept = KEPT / f"{place.name}.yml"
    page = readers.person()

    page.goto(address(quiet_site, place))
    told = steady(page.locator("body").aria_snapshot())

    if not kept.exists():
        kept.write_text(told, encoding="utf-8")
        pytest.fail(f"{kept.name} non c'era: è scritto, ora va letto come a voce alta.")
    assert told == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", MAIN, ids=lambda place: place.name)
def test_headings_go_down_one_step_at_a_time_from_a_single_title(readers, quiet_site, place: Place):
    page = readers.person()
    page.goto(address(quiet_site, place))

    levels = page.evaluate(
        "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((one) => Number(one.tagName[1]))"
    )

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [(before, after) for before, after in pairwise(levels) if after > before + 1] == []


def steady(told: str) -> str:
    """Return what is told without what changes with the day of loading."""
    for pattern, sign in CHANGING:
        told = re.sub(pattern, sign, told)
    return told + "\n"
