# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comparison of words and of texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.consultations.redline import (
    Change,
    Mark,
    Piece,
    SectionPiece,
    Segment,
    compare,
    new_words,
    old_words,
    rebuild_new,
    rebuild_old,
    words,
)

TEXTS = st.text(alphabet=st.sampled_from("ab è’.\n  ,"), max_size=60)


def section(identity, *paragraphs, title="Titolo"):
    pieces = tuple(Piece(identity=key, plain=plain) for key, plain in paragraphs)
    return SectionPiece(identity=identity, slug=identity, title=title, pieces=pieces)


def changes(redline):
    return [
        (entry.identity, str(entry.change), entry.is_moved)
        for part in redline.sections
        for entry in part.entries
        if not entry.is_mark
    ]


def test_a_word_that_changed_is_told_as_removed_and_added():
    told = words("Il pulmino parte alle 8.", "Il pulmino parte alle 7.")

    assert told == [
        Segment(Mark.SAME, "Il pulmino parte alle "),
        Segment(Mark.REMOVED, "8."),
        Segment(Mark.ADDED, "7."),
    ]


def test_words_changed_side_by_side_read_as_one_change():
    told = words("entro due mesi pieni", "entro trenta giorni pieni")

    assert [(segment.mark, segment.text) for segment in told] == [
        (Mark.SAME, "entro "),
        (Mark.REMOVED, "due mesi"),
        (Mark.ADDED, "trenta giorni"),
        (Mark.SAME, " pieni"),
    ]


@pytest.mark.parametrize(("old", "new"), [("", "nuovo"), ("vecchio", ""), ("", ""), ("uguale", "uguale")])
def test_empty_and_equal_texts_are_rebuilt(old, new):
    told = words(old, new)

    assert (old_words(told), new_words(told)) == (old, new)


@given(old=TEXTS, new=TEXTS)
@settings(max_examples=400)
def test_both_texts_are_rebuilt_exactly_from_their_comparison(old, new):
    told = words(old, new)

    assert (old_words(told), new_words(told)) == (old, new)


def test_a_paragraph_added_one_removed_one_edited_and_one_untouched():
    old = [section("s", ("a", "uno"), ("b", "due"), ("c", "tre"))]
    new = [section("s", ("a", "uno"), ("c", "tre volte"), ("d", "quattro"))]

    redline = compare(old, new)

    assert changes(redline) == [
        ("a", "same", False),
        ("b", "removed", False),
        ("c", "edited", False),
        ("d", "added", False),
    ]
    assert dict(redline.counts) == {"removed": 1, "edited": 1, "added": 1}


def test_a_moved_paragraph_is_recognised_even_when_edited():
    old = [section("s", ("a", "uno"), ("b", "due"), ("c", "tre"))]
    new = [section("s", ("b", "due"), ("c", "tre"), ("a", "uno e mezzo"))]

    redline = compare(old, new)

    assert changes(redline) == [("b", "same", False), ("c", "same", False), ("a", "edited", True)]
    assert dict(redline.counts) == {"moved_edited": 1}


def test_where_something_stood_that_moved_a_mark_says_where_it_is_now():
    old = [section("s", ("a", "uno"), ("b", "due"), title="Prima"), section("t", ("c", "tre"), title="Dopo")]
    new = [section("s", ("b", "due"), title="Prima"), section("t", ("c", "tre"), ("a", "uno"), title="Dopo")]

    mark, stayed = compare(old, new).sections[0].entries

    assert (mark.is_mark, mark.identity, mark.gone_to, mark.segments) == (True, "a", "Dopo", ())
    assert (stayed.identity, stayed.is_mark) == ("b", False)


def test_a_paragraph_that_went_to_another_section_says_where_it_was():
    old = [section("s", ("a", "uno"), ("b", "due"), title="Prima"), section("t", ("c", "tre"))]
    new = [section("s", ("a", "uno"), title="Prima"), section("t", ("c", "tre"), ("b", "due"))]

    moved = compare(old, new).sections[1].entries[1]

    assert (moved.is_moved, moved.was.section_title, moved.change) == (True, "Prima", Change.SAME)


def test_a_section_that_moves_whole_does_not_move_its_paragraphs():
    first, second, third = section("s", ("a", "uno")), section("t", ("b", "due")), section("u", ("c", "tre"))

    redline = compare([first, second, third], [second, third, first])

    assert [part.is_moved for part in redline.sections] == [False, False, True]
    assert dict(redline.counts) == {"section_moved": 1}


def test_a_removed_section_stays_where_it_stood_with_what_it_held():
    old = [section("s", ("a", "uno")), section("t", ("b", "due"), title="Via"), section("u", ("c", "tre"))]
    new = [section("s", ("a", "uno")), section("u", ("c", "tre"))]

    redline = compare(old, new)

    assert [(part.identity, str(part.change)) for part in redline.sections] == [
        ("s", "same"),
        ("t", "removed"),
        ("u", "same"),
    ]
    assert redline.sections[1].name == "Via"


VERSIONS = st.lists(
    st.tuples(st.sampled_from("stuv"), st.dictionaries(st.sampled_from("abcdefgh"), TEXTS, max_size=5)),
    max_size=4,
    unique_by=lambda part: part[0],
)


def made(version):
    seen = set()
    sections = []
    for identity, held in version:
        fresh = [(key, plain) for key, plain in held.items() if key not in seen]
        seen.update(key for key, _ in fresh)
        sections.append(section(identity, *fresh, title=f"Titolo {identity}"))
    return sections


@given(old=VERSIONS, new=VERSIONS)
@settings(max_examples=400)
def test_both_versions_are_rebuilt_exactly_from_the_redline(old, new):
    before, after = made(old), made(new)

    redline = compare(before, after)

    assert rebuild_old(redline) == [(part.title, [piece.plain for piece in part.pieces]) for part in before]
    assert rebuild_new(redline) == [(part.title, [piece.plain for piece in part.pieces]) for part in after]
