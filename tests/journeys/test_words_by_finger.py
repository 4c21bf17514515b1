# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words chosen with a finger on a telephone, or with the keyboard alone: the button is at hand, and takes them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.people import PHONE, Crowd
from tests.journeys.places import REGOLAMENTO

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]

SEAT = f"{REGOLAMENTO}art-5-sede-dell-ufficio-di-piano/"
LONG = f"{REGOLAMENTO}art-6-funzioni-dell-ufficio-di-piano/"
THUMB = 44
# What a telephone does when a finger stays on a word, and then drags the end of what is chosen to another: the browser
# of the tests has the touch and the events, and no selection by long press.
PRESS = """([which, from, to]) => {
    const holder = document.querySelectorAll(".paragraph-text")[which];
    const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) {
        texts.push(walker.currentNode);
    }
    const first = texts.find((text) => text.data.includes(from));
    const last = texts.find((text) => text.data.includes(to));
    const touch = new Touch({ identifier: 1, target: first.parentElement });
    const fire = (name, touches) => first.parentElement.dispatchEvent(
        new TouchEvent(name, { bubbles: true, cancelable: true, touches, changedTouches: [touch] }),
    );
    fire("touchstart", [touch]);
    document.getSelection().setBaseAndExtent(
        first, first.data.indexOf(from), first, first.data.indexOf(from) + from.length,
    );
    fire("touchmove", [touch]);
    document.getSelection().extend(last, last.data.indexOf(to) + to.length);
    fire("touchend", []);
}"""
CHOSEN = "() => document.getSelection().toString()"
# The boxes of the words of a paragraph, line by line.
LINES = """(which) => {
    const range = document.createRange();
    range.selectNodeContents(document.querySelectorAll(".paragraph-text")[which]);
    return [...range.getClientRects()].filter((box) => box.height < 40)
        .map((box) => [box.left, box.top, box.right, box.bottom]);
}"""
# A paragraph taller than the screen of a small telephone, or the one with most words.
LONGEST = """() => {
    const heights = [...document.querySelectorAll(".paragraph-text")].map((one) => one.offsetHeight);
    const which = heights.indexOf(Math.max(...heights));
    document.querySelectorAll(".paragraph")[which].scrollIntoView({ block: "start", behavior: "instant" });
    return which;
}"""


def box_of(link: Locator) -> tuple[float, float, float, float]:
    found = link.bounding_box()
    assert found is not None
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


def covered(box: tuple[float, float, float, float], lines: list[list[float]]) -> list[list[float]]:
    """Return the lines that something stands over."""
    return [one for one in lines if box[0] < one[2] and one[0] < box[2] and box[1] < one[3] and one[1] < box[3]]


def write_and_review(page: Page) -> None:
    page.get_by_label("Il tuo testo").fill("Queste parole vanno spiegate a chi non le usa.")
    page.get_by_label("Il tuo nome").fill("Ada Rossi")
    page.get_by_role("button", name="Rivedi").click()
    expect(page.locator(".obs-preview")).to_be_visible()


def marked(page: Page) -> str:
    """Return the words that the preview marks, without what is said around them to who listens."""
    said = page.locator(".obs-preview mark").inner_text()
    return said.removeprefix("parole scelte:").removesuffix("(fine)").strip()


def test_words_chosen_with_a_finger_are_those_one_writes_about(people: Crowd):
    page = people.person(width=PHONE, has_touch=True)
    page.goto(SEAT)
    page.evaluate("() => document.querySelector('.paragraph').scrollIntoView({ block: 'center', behavior: 'instant' })")
    before = page.evaluate(LINES, 0)

    page.evaluate(PRESS, [0, "Ufficio", "Piano"])
    link = page.get_by_role("link", name="Osserva queste parole")
    expect(link).to_be_in_viewport(ratio=1)

    left, top, right, bottom = box_of(link)
    assert page.evaluate(CHOSEN) == "Ufficio di Piano"
    assert (right - left >= THUMB, bottom - top >= THUMB) == (True, True)
    assert page.evaluate(LINES, 0) == before
    assert covered((left, top, right, bottom), before) == []
    expect(page.locator(".words-beside")).to_have_count(0)
    link.tap()
    page.wait_for_url("**/osserva/paragrafo/**")
    write_and_review(page)
    assert marked(page) == "Ufficio di Piano"


def test_in_a_paragraph_taller_than_the_screen_the_sign_stands_beside_the_words_and_covers_none(people: Crowd):
    page = people.person(width=PHONE, has_touch=True)
    page.set_viewport_size({"width": PHONE, "height": 480})
    page.goto(LONG)
    which = page.evaluate(LONGEST)
    before = page.evaluate(LINES, which)

    page.evaluate(PRESS, [which, "sulla base", "format"])
    expect(page.get_by_role("link", name="Osserva queste parole")).not_to_be_in_viewport()
    sign = page.locator(".words-beside")
    expect(sign).to_be_in_viewport(ratio=1)

    left, top, right, bottom = box_of(sign)
    assert page.evaluate(LINES, which) == before
    assert covered((left, top, right, bottom), before) == []
    assert (right - left >= THUMB, bottom - top >= THUMB) == (True, True)
    sign.tap()
    page.wait_for_url("**/osserva/paragrafo/**")
    write_and_review(page)
    assert marked(page) == "sulla base dei format"


def test_when_nothing_is_chosen_any_more_the_link_and_the_sign_go_away(people: Crowd):
    page = people.person(width=PHONE, has_touch=True)
    page.set_viewport_size({"width": PHONE, "height": 480})
    page.goto(LONG)
    which = page.evaluate(LONGEST)
    page.evaluate(PRESS, [which, "sulla base", "format"])
    expect(page.locator(".words-beside")).to_have_count(1)

    page.evaluate("() => document.getSelection().collapseToEnd()")

    expect(page.locator(".words-beside")).to_have_count(0)
    expect(page.locator(".words-link")).to_have_count(0)


def test_with_the_keyboard_alone_the_words_are_chosen_in_the_two_lists(people: Crowd):
    page = people.person()
    page.goto(SEAT)

    tab_to(page, "main .paragraph-links a[data-write]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/osserva/paragrafo/**")
    tab_to(page, "select[name=words_first]")
    page.keyboard.type("2")
    first = page.locator("select[name=words_first] option:checked").inner_text()
    tab_to(page, "select[name=words_last]")
    page.keyboard.type("4")
    last = page.locator("select[name=words_last] option:checked").inner_text()
    write_and_review(page)

    chosen = marked(page)
    assert (first.split(". ")[-1], last.split(". ")[-1]) == (chosen.split()[0], chosen.split()[-1])
    assert len(chosen.split()) == 3


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus.

    :raises AssertionError: it never has.
    """
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("(one) => document.activeElement.matches(one)", selector):
            return
    raise AssertionError(selector)
