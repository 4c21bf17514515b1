# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one may not read is not felt: nothing of what one gets changes with it, on both engines."""

import datetime as dt
import random

import pytest

from search import sync
from search.queries import Order, SearchQuery, search, suggest
from tests.search.shelf import MEMBER, PUBLIC, TAVOLO

WORDS = [
    "servizio", "anziani", "minori", "famiglia", "disabilità", "trasporto", "domicilio", "assistenza",
    "progetto", "tavolo", "ufficio", "piano", "inclusione", "lavoro", "casa", "salute",
    "scuola", "rete", "quartiere", "volontariato", "ascolto", "accesso", "sportello", "contributo",
]  # fmt: skip


def seen(words, tokens=PUBLIC, **more):
    found = search(SearchQuery(words=words, **more), tokens)
    return [result.plain_title for result in found.results], found.total, found.facets, found.did_you_mean


def fill(shelf, seed, *, with_restricted):
    rng = random.Random(seed)
    for number in range(60):
        text = " ".join(rng.choices(WORDS, k=rng.randint(3, 25)))
        tokens = rng.choice((PUBLIC, PUBLIC, TAVOLO, frozenset({"partner:7"})))
        areas, year = (rng.choice(WORDS[:4]),), rng.randint(2020, 2026)
        if tokens == PUBLIC or with_restricted:
            shelf.put(number, f"Cosa {number}", tokens=tokens, text=text, areas=areas, year=year)
        if rng.random() < 0.2:
            sync.drain()
    sync.drain()
    return rng


# THREATS: 2, 14
@pytest.mark.parametrize("seed", range(3))
def test_an_index_without_the_restricted_things_answers_the_same(engine, shelf, seed):
    rng = fill(shelf, seed, with_restricted=True)
    questions = [" ".join(rng.sample(WORDS, rng.randint(1, 4))) for _ in range(15)] + ["servizoi", "cos", "ansiani"]
    asked = [{"words": words} for words in questions] + [
        {"words": "servizio", "order": Order.DATE},
        {"words": "servizio", "years": ("2024",)},
        {"words": "", "areas": ("anziani",)},
        {"words": "servizio", "page": 2},
    ]
    with_them = [seen(**question) for question in asked]
    suggested = [found.plain_title for found in suggest("cosa", PUBLIC)]

    shelf.things = {pk: thing for pk, thing in shelf.things.items() if thing.tokens == PUBLIC}
    sync.rebuild()

    assert [seen(**question) for question in asked] == with_them
    assert [found.plain_title for found in suggest("cosa", PUBLIC)] == suggested


# THREATS: 2
def test_a_word_that_stands_only_in_a_restricted_thing_is_found_by_its_readers_alone(engine, shelf):
    shelf.put(1, "Verbale", tokens=TAVOLO, text="una parola segretissima", areas=("anziani",), year=2026)
    shelf.put(2, "Avviso", text="una parola nota", areas=("anziani",), year=2026)
    sync.drain()

    assert seen("segretissima", MEMBER)[:2] == (["Verbale"], 1)
    assert seen("segretissima", frozenset({"staff"}))[:2] == (["Verbale"], 1)
    nothing = ([], 0, {"kind": [], "area": [], "year": []}, "")
    assert seen("segretissima") == nothing
    assert seen("segretisima") == nothing
    assert seen("segretissima", frozenset({"public", "tavolo:4", "partner:3"})) == nothing
    assert suggest("verb", PUBLIC) == ()
    assert [found.plain_title for found in suggest("verb", MEMBER)] == ["Verbale"]
    assert seen("parola", MEMBER)[1:3] == (
        2, {"kind": [("libro", 2)], "area": [("anziani", 2)], "year": [("2026", 2)]},
    )  # fmt: skip


# THREATS: 3
def test_what_becomes_restricted_is_gone_before_the_index_is_told(engine, shelf):
    shelf.put(1, "Riunione", text="riservatissimo", areas=("anziani",), year=2026)
    sync.drain()
    assert seen("riservatissimo")[1] == 1

    shelf.put(1, "Riunione", tokens=TAVOLO, text="riservatissimo", areas=("anziani",), year=2026)

    nothing = ([], 0, {"kind": [], "area": [], "year": []}, "")
    assert seen("riservatissimo") == nothing
    assert seen("riservatisimo") == nothing
    assert suggest("riun", PUBLIC) == ()
    assert seen("riservatissimo", MEMBER)[1] == 1
    sync.drain()
    assert seen("riservatissimo") == nothing
    assert seen("riservatissimo", MEMBER)[1] == 1


# THREATS: 3
def test_what_is_taken_away_is_gone_before_the_index_is_told(engine, shelf):
    shelf.put(1, "Riunione", text="parola")
    sync.drain()

    shelf.take(1)

    assert seen("parola", MEMBER | TAVOLO)[1] == 0
    sync.drain()
    assert engine.count() == 0


def test_a_thing_restricted_and_opened_again_stays_hidden_until_the_index_is_told(engine, shelf):
    shelf.put(1, "Riunione", text="parola")
    sync.drain()

    shelf.put(1, "Riunione", tokens=TAVOLO, text="parola")
    shelf.put(1, "Riunione", text="parola")

    assert seen("parola")[1] == 0
    sync.drain()
    assert seen("parola")[1] == 1


def test_things_move_between_audiences_without_leaving_copies(engine, shelf):
    for tokens in (PUBLIC, TAVOLO, frozenset({"partner:7"}), PUBLIC, TAVOLO):
        shelf.put(1, "Riunione", tokens=tokens, text="parola")
        sync.drain()

    assert engine.count() == 1
    assert seen("parola")[1] == 0
    assert seen("parola", MEMBER)[1] == 1


def test_a_thing_for_nobody_is_not_kept(engine, shelf):
    shelf.put(1, "Bozza", tokens=frozenset(), text="parola")
    shelf.put(2, "Avviso", text="parola")
    sync.drain()

    assert engine.count() == 1


def test_restricted_and_public_hits_take_turns_by_rank(engine, shelf):
    for number in range(6):
        shelf.put(number, f"Pubblico {number}", text="parola " + "altro " * number)
    shelf.put(10, "Riservato", tokens=TAVOLO, text="parola", date=dt.date(2026, 1, 1))
    sync.drain()

    for_all, for_members = seen("parola")[0], seen("parola", MEMBER)[0]

    assert [title for title in for_members if title != "Riservato"] == for_all
    assert for_members.index("Riservato") < 2
