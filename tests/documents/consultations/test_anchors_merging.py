# SPDX-License-Identifier: AGPL-3.0-or-later
"""A proposal of words on a paragraph that others changed: carried, or a collision; never misapplied."""

from hypothesis import given
from hypothesis import strategies as st

from documents.consultations.anchors import AlreadyThere, Carried, Collision, Piece, carry

OLD = "Il pulmino parte alle otto dalla piazza del comune. La famiglia chiede aiuto all'ufficio di piano."
PROPOSED = OLD.replace("alle otto", "alle sette e mezza")
UNIQUE = st.lists(st.sampled_from([f"parola{number}" for number in range(40)]), min_size=6, max_size=25, unique=True)


def _carried(*new, proposed=PROPOSED):
    pieces = [Piece("p" if place == 0 else f"child-{place}", text) for place, text in enumerate(new)]
    return carry(identity="p", proposed=proposed, old=[Piece("p", OLD)], new=pieces)


def test_on_the_same_words_a_proposal_is_as_it_was_written():
    assert _carried(OLD) == Carried("p", PROPOSED, is_as_written=True)


def test_a_proposal_keeps_what_others_changed_elsewhere():
    now = OLD.replace("chiede aiuto all'ufficio", "chiede un appuntamento all’ufficio")

    assert _carried(now) == Carried("p", now.replace("alle otto", "alle sette e mezza"), is_as_written=False)


def test_the_same_words_changed_by_both_are_a_collision():
    assert _carried(OLD.replace("alle otto", "alle nove")) == Collision("p")


def test_words_put_in_at_the_same_place_by_both_are_a_collision():
    both = _carried(OLD.replace("parte", "parte ogni giorno"), proposed=OLD.replace("parte", "parte sempre"))

    assert both == Collision("p")


def test_a_removed_paragraph_is_a_collision_that_points_nowhere():
    assert _carried() == Collision("")


def test_what_the_text_says_already_needs_no_proposal():
    assert _carried(PROPOSED) == AlreadyThere("p")
    assert _carried(PROPOSED.replace("chiede", "domanda")) == AlreadyThere("p")


def test_after_a_split_the_half_that_holds_the_words_takes_the_proposal():
    first, second = OLD.split(". ", 1)
    later = OLD.replace("di piano", "sociale")

    assert _carried(f"{first}.", second) == Carried(
        "p", f"{first}.".replace("alle otto", "alle sette e mezza"), is_as_written=False
    )
    assert _carried(f"{first}.", second, proposed=later) == Carried(
        "child-1", second.replace("di piano", "sociale"), is_as_written=False
    )


def test_a_proposal_for_both_halves_of_a_split_is_a_collision():
    first, second = OLD.split(". ", 1)

    assert _carried(f"{first}.", second, proposed=PROPOSED.replace("di piano", "sociale")) == Collision("p")


def test_a_sentence_that_changed_its_place_takes_the_proposal_along():
    first, second = OLD.split(". ", 1)

    assert _carried(f"{second} {first}.") == Carried(
        "p", f"{second} {first}.".replace("alle otto", "alle sette e mezza"), is_as_written=False
    )


def test_a_proposal_between_two_sentences_that_were_parted_is_a_collision():
    first, second = OLD.split(". ", 1)
    between = f"{first}. Si paga a bordo. {second}"

    assert _carried(f"{second} {first}.", proposed=between) == Collision("p")


def test_a_proposal_at_the_beginning_of_what_is_no_longer_the_beginning_is_a_collision():
    first, second = OLD.split(". ", 1)

    assert _carried(f"{second} {first}.", proposed=f"Ogni giorno {OLD}") == Collision("p")


def test_a_sentence_that_changed_both_its_place_and_its_words_is_a_collision():
    first, second = OLD.split(". ", 1)

    assert _carried(f"{second} {first}.".replace("alle otto", "alle nove")) == Collision("p")


def test_another_sentence_that_says_a_few_of_the_same_words_takes_no_proposal():
    first = "Ogni tre anni l'ambito scrive il suo piano e lo porta in consiglio comunale."
    old = f"{first} La scuola misura il pronto intervento sociale, senza oneri per chi chiede aiuto."
    now = f"Il comune misura il pronto intervento sociale nelle ore del pomeriggio di ogni giorno. {first}"
    proposed = old.replace("misura il pronto intervento sociale", "misura sociale")

    assert carry(identity="p", proposed=proposed, old=[Piece("p", old)], new=[Piece("p", now)]) == Collision("p")


def test_a_proposal_for_a_merged_paragraph_is_carried_among_the_other_words():
    other = "Prima di tutto si legge."

    merged = carry(
        identity="q", proposed=PROPOSED, old=[Piece("p", other), Piece("q", OLD)], new=[Piece("p", f"{other} {OLD}")]
    )

    assert merged == Carried("p", f"{other} {PROPOSED}", is_as_written=False)


def test_two_equal_words_of_which_one_was_taken_out_collide_instead_of_being_guessed():
    old = "Chi chiede aiuto di giorno di notte trova qualcuno"

    result = carry(
        identity="p",
        proposed=old.replace("di giorno", "ogni giorno"),
        old=[Piece("p", old)],
        new=[Piece("p", "Chi chiede aiuto di notte trova qualcuno")],
    )

    assert result == Collision("p")


def _edited(data, words, mark):
    """Return the words with some replaced, taken out or put in, each new word bearing a mark of whose it is."""
    made = list(words)
    for number in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(made) - 1))
        act = data.draw(st.sampled_from(["put in", "replace", "take out"]))
        made[at : at if act == "put in" else at + 1] = [] if act == "take out" else [f"{mark}{number}"]
        if not made:
            return [f"{mark}rest"]
    return made


@given(st.data(), UNIQUE)
def test_a_merge_loses_nothing_that_either_side_put_in_and_keeps_nothing_that_either_took_out(data, words):
    ours, theirs = _edited(data, words, "ufficio"), _edited(data, words, "proposta")

    result = carry(
        identity="p", proposed=" ".join(theirs), old=[Piece("p", " ".join(words))], new=[Piece("p", " ".join(ours))]
    )

    if isinstance(result, Carried):
        merged = result.plain.split()
        put_in = [word for word in [*ours, *theirs] if word not in words]
        stayed = [word for word in words if word in ours and word in theirs]
        assert sorted(merged) == sorted([*put_in, *stayed])
        for side in (ours, theirs):
            kept = [word for word in merged if word in side]
            assert kept == [word for word in side if word in merged]
    elif isinstance(result, AlreadyThere):
        assert all(word in ours for word in theirs if word not in words)
