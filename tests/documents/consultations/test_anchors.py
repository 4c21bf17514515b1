# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words pointed at are found again after a redraft, or it is said that they are gone; never other words."""

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.consultations.anchors import Found, Gone, Piece, Redraft, Why, trace

OLD = (
    "Il servizio di trasporto del comune parte alle otto. La famiglia del minore chiede l’aiuto dell’ufficio di "
    "piano, che risponde entro dieci giorni."
)
WORDS = st.sampled_from(
    [
        "di",
        "del",
        "il",
        "servizio",
        "la",
        "famiglia",
        "casa",
        "entro",
        "dieci",
        "giorni",
        "e",
        "per",
        "una",
        "persona",
        "anziana",
    ]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


def _found(old, new, quote, at=0):
    """Return the words found, by text and paragraph, or why they are gone. `new` is one text or those it became."""
    texts = [new] if isinstance(new, str) else new
    pieces = [Piece("p" if place == 0 else f"child-{place}", text) for place, text in enumerate(texts)]
    start = [found.start() for found in re.finditer(re.escape(quote), old)][at]
    result = Redraft([Piece("p", old)], pieces).find("p", start, start + len(quote))
    if isinstance(result, Gone):
        return result.why
    plain = {piece.identity: piece.plain for piece in pieces}[result.identity]
    return (
        result.identity,
        plain[result.start : result.end],
        plain[: result.start].count(plain[result.start : result.end]),
    )


@pytest.mark.parametrize(
    ("new", "quote", "expected"),
    [
        (OLD, "di", ("p", "di", 0)),
        (OLD.replace("otto", "nove"), "servizio di trasporto", ("p", "servizio di trasporto", 0)),
        (OLD.replace("’", "'"), "l’aiuto dell’ufficio", ("p", "l'aiuto dell'ufficio", 0)),
        (OLD.replace("alle otto.", "alle otto;").upper(), "alle otto. La famiglia", ("p", "ALLE OTTO; LA FAMIGLIA", 0)),
        (OLD.replace("chiede", "che è qui chiede"), "minore chiede", ("p", "minore che è qui chiede", 0)),
        (OLD.replace("dieci", "trenta"), "entro dieci giorni", ("p", "entro trenta giorni", 0)),
        (OLD.replace("dieci", "trenta"), "dieci", Why.WORDS_REPLACED),
        (OLD.replace("del comune ", ""), "del comune", Why.WORDS_REPLACED),
        (OLD.replace("del comune ", ""), "del", Why.WORDS_REPLACED),
        ("Tutt'altro, che parla di piscine del quartiere.", "servizio di trasporto", Why.WORDS_REPLACED),
    ],
)  # fmt: skip
def test_words_are_found_through_an_edit_or_said_to_be_gone(new, quote, expected):
    assert _found(OLD, new, quote) == expected


def test_the_second_of_two_equal_words_stays_the_second():
    assert _found(OLD, f"Da lunedì, {OLD}", "del", at=1) == ("p", "del", 1)


def test_of_two_equal_words_of_which_one_was_taken_out_none_is_guessed():
    old = "Chi chiede aiuto di giorno di notte trova qualcuno"

    assert _found(old, "Chi chiede aiuto di notte trova qualcuno", "di") == Why.WORDS_REPLACED
    assert _found(old, "Chi chiede aiuto di notte trova qualcuno", "notte trova") == ("p", "notte trova", 0)


def test_a_sentence_that_changed_places_is_followed():
    first, second = OLD.split(". ", 1)

    assert _found(OLD, f"{second} {first}.", "trasporto del comune") == ("p", "trasporto del comune", 0)


def test_after_a_split_words_are_found_in_the_half_that_holds_them():
    first, second = OLD.split(". ", 1)

    assert _found(OLD, [f"{first}.", second], "del", at=1) == ("child-1", "del", 0)
    assert _found(OLD, [f"{first}.", second], "servizio") == ("p", "servizio", 0)


def test_after_a_merge_words_are_found_among_those_of_the_other_paragraph():
    other = "La famiglia del minore riceve una risposta."
    redraft = Redraft([Piece("p", other), Piece("q", OLD)], [Piece("p", f"{other} {OLD}")])
    start = OLD.index("del minore")

    found = redraft.find("q", start, start + len("del minore"))

    assert found == Found("p", len(other) + 1 + start, len(other) + 1 + start + len("del minore"), is_same=True)


def test_a_removed_paragraph_says_so():
    assert Redraft([Piece("p", OLD)], []).find("p", 0, 2) == Gone(Why.PARAGRAPH_REMOVED)


def test_words_worn_away_by_one_redraft_after_another_are_gone_in_the_end():
    texts = [
        "Il pulmino passa alle otto da casa",
        "Il pulmino arriva alle otto da casa",
        "Il pulmino arriva presto da casa",
    ]
    steps = [
        Redraft([Piece("p", one)], [Piece("p", other)]) for one, other in itertools.pairwise(texts)
    ]  # fmt: skip

    assert isinstance(trace(steps[:1], "p", 11, 26), Found)
    assert trace(steps, "p", 11, 26) == Gone(Why.WORDS_REPLACED)


@pytest.mark.parametrize("place", [(-1, 3), (3, 3), (5, 2), (0, 10_000), (2, 3)])
def test_a_stretch_that_is_not_there_or_has_no_word_is_refused(place):
    with pytest.raises(ValueError, match=r".*"):
        Redraft([Piece("p", "Il ,, servizio")], [Piece("p", "Un servizio")]).find("p", *place)


@given(st.data(), TEXTS)
def test_the_same_text_gives_the_same_place(data, text):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        return

    assert Redraft([Piece("p", text)], [Piece("p", text)]).find("p", start, end) == Found("p", start, end, is_same=True)


@given(st.data(), TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_a_found_place_lies_in_its_paragraph_and_holds_most_of_the_words(data, old, texts):
    spans = [(word.start(), word.end()) for word in re.finditer(r"\w+", old)]
    first = data.draw(st.integers(0, len(spans) - 1))
    last = data.draw(st.integers(first, len(spans) - 1))
    start, end = spans[first][0], spans[last][1]
    new = {("p" if place == 0 else f"child-{place}"): text for place, text in enumerate(texts)}

    found = Redraft([Piece("p", old)], [Piece(name, text) for name, text in new.items()]).find("p", start, end)

    if isinstance(found, Found):
        plain = new[found.identity]
        assert 0 <= found.start < found.end <= len(plain)
        here, left, kept = plain[found.start : found.end].split(), old[start:end].split(), 0
        for word in here:
            if word in left:
                kept += len(word)
                left.remove(word)
        assert 2 * kept >= len(old[start:end].replace(" ", ""))
        assert found.is_same == (plain[found.start : found.end] == old[start:end])
