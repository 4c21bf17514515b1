# SPDX-License-Identifier: AGPL-3.0-or-later
"""Matching a redraft that has no ids with the text before: only what is certain is matched."""

import pytest

from documents.consultations.matching import Fate, Item, match
from portal.demo.bench.redraft import generated_text, real_text, redraft

HOMES = "L'assistenza domiciliare è garantita a tutte le persone con più di 75 anni che vivono sole."
BUSES = "Il trasporto verso i centri diurni parte alle otto da ogni comune della valle."
SCHOOL = "Le scuole ospitano laboratori pomeridiani di musica, teatro e lingua italiana."
MONEY = "La spesa prevista è di 12.400 euro l'anno, a carico del fondo regionale."
LONG = f"{HOMES} {BUSES}"


def items(*words, prefix):
    return [Item(key=f"{prefix}{at}", plain=plain) for at, plain in enumerate(words)]


def matched(old, new, known=None):
    return match(items(*old, prefix="o"), items(*new, prefix="n"), known)


def test_the_same_words_in_another_place_are_the_same_paragraph():
    found = matched([HOMES, BUSES, SCHOOL], [SCHOOL, HOMES, BUSES])

    assert (found.same, found.doubts) == ({"n0": "o2", "n1": "o0", "n2": "o1"}, ())


def test_a_reworded_paragraph_stays_itself():
    found = matched([HOMES, BUSES, SCHOOL], [HOMES, BUSES.replace("alle otto", "alle nove"), SCHOOL])

    assert found.same == {"n0": "o0", "n1": "o1", "n2": "o2"}


def test_a_paragraph_moved_and_edited_is_recognised():
    found = matched([HOMES, BUSES, SCHOOL, MONEY], [SCHOOL, MONEY, HOMES.replace("75 anni", "70 anni"), BUSES])

    assert found.same == {"n0": "o2", "n1": "o3", "n2": "o0", "n3": "o1"}


def test_a_split_is_recognised_and_the_first_half_keeps_the_identity():
    found = matched([MONEY, LONG, SCHOOL], [MONEY, HOMES, BUSES, SCHOOL])

    assert found.same == {"n0": "o0", "n1": "o1", "n3": "o2"}
    assert found.splits == {"n2": "o1"}


def test_a_merge_is_recognised_and_the_first_keeps_the_identity():
    found = matched([MONEY, HOMES, BUSES, SCHOOL], [MONEY, LONG, SCHOOL])

    assert found.same == {"n0": "o0", "n1": "o1", "n2": "o3"}
    assert (found.merges, found.removed) == ({"n1": ("o2",)}, frozenset())


def test_a_split_made_in_the_editor_is_recognised_beside_what_is_known():
    found = matched([LONG, SCHOOL], [HOMES, BUSES, SCHOOL], {"n0": "o0", "n2": "o1"})

    assert found.splits == {"n1": "o0"}


def test_a_merge_made_in_the_editor_is_recognised_beside_what_is_known():
    found = matched([HOMES, BUSES, SCHOOL], [LONG, SCHOOL], {"n0": "o0", "n1": "o2"})

    assert found.merges == {"n0": ("o1",)}


def test_a_copy_of_a_paragraph_that_stays_is_new():
    found = matched([HOMES, SCHOOL], [HOMES, SCHOOL, HOMES], {"n0": "o0", "n1": "o1"})

    assert (found.added, found.splits, found.doubts) == (frozenset({"n2"}), {}, ())


def test_what_is_like_nothing_is_new_and_what_nothing_is_like_is_gone():
    found = matched([HOMES, BUSES, SCHOOL], [HOMES, SCHOOL, MONEY])

    assert (found.added, found.removed) == (frozenset({"n2"}), frozenset({"o1"}))


def test_what_resembles_two_old_paragraphs_equally_is_put_before_a_person():
    here = "La domanda si presenta allo sportello di Sarvello entro trenta giorni dalla pubblicazione."
    there = here.replace("Sarvello", "Valdora")
    found = matched([here, SCHOOL, there], [SCHOOL, here.replace("Sarvello", "ogni comune"), MONEY])

    assert [doubt.new for doubt in found.doubts] == ["n1"]
    assert {(one.fate, one.old) for one in found.doubts[0].proposals} >= {(Fate.SAME, ("o0",)), (Fate.SAME, ("o2",))}
    assert "n1" not in found.same


def service(name, town, days):
    return (
        f"Il servizio di {name} nel comune di {town} è gestito dall'Ufficio di Piano. La domanda si presenta allo "
        f"sportello, con l'attestazione ISEE in corso di validità. L'ufficio risponde entro {days} giorni per iscritto."
    )


FAMILY = [service("nido comunale", "Sarvello", 30), service("mensa sociale", "Roccalvana", 60)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (service("trasporto protetto", "Valdora", 45), service("mensa sociale", "Valdora", 45)),
        (service("trasporto protetto", "Valdora", 45), service("musica dal vivo", "Valdora", 45)),
        (service("centro diurno", "Valdora", 45), service("centro diurno", "Valdora", 15)),
        (service("centro diurno", "Valdora", 45), service("centro diurno", "Sarvello", 45)),
        (service("centro diurno", "Valdora", 45), service("", "", 45).partition(". ")[2]),
    ],
)
def test_of_a_family_one_is_never_taken_for_another_wherever_it_stands(before, after):
    found = matched([*FAMILY, HOMES, before, SCHOOL], [*FAMILY, HOMES, after, SCHOOL])

    assert (found.same.keys() & {"n3"}, [doubt.new for doubt in found.doubts]) == (set(), ["n3"])


def test_one_of_a_family_is_itself_when_what_tells_it_apart_is_there_still():
    before = service("trasporto protetto", "Valdora", 45)
    after = before.replace("in corso di validità", "valida, anche in copia").replace("per iscritto", "con una lettera")

    found = matched([*FAMILY, HOMES, before, SCHOOL], [*FAMILY, HOMES, after, SCHOOL])

    assert (found.same["n3"], found.doubts) == ("o3", ())


def test_one_known_name_in_the_place_of_another_is_put_before_a_person_and_a_new_one_is_an_edit():
    visits = "L'assistente sociale prepara visite nelle strutture residenziali, secondo le linee guida regionali."
    others = ["L'assistente sociale prepara i colloqui.", "L'Ufficio di Piano prepara il rendiconto."]
    by_the_office = visits.replace("L'assistente sociale", "L'Ufficio di Piano")
    by_somebody_new = visits.replace("L'assistente sociale", "Ciascun educatore di comunità")

    in_doubt = matched([*others, HOMES, visits, SCHOOL], [*others, HOMES, by_the_office, SCHOOL])
    edited = matched([*others, HOMES, visits, SCHOOL], [*others, HOMES, by_somebody_new, SCHOOL])

    assert ("n3" in in_doubt.same, [doubt.new for doubt in in_doubt.doubts]) == (False, ["n3"])
    assert edited.same["n3"] == "o3"


def test_a_short_line_is_not_taken_for_its_twin_because_something_that_moved_stands_beside_it():
    line, meals = "Casa prima di tutto.", "La mensa è aperta a pranzo e a cena in ogni comune della valle."
    fair, walk = "La fiera dei mestieri riempie le piazze d'ottobre.", "I gruppi di cammino partono dal ponte vecchio."
    old = [HOMES, BUSES, line, SCHOOL, MONEY, fair, walk, LONG, line, meals]
    new = [HOMES, f"{BUSES} Anche la domenica.", line, meals, f"{SCHOOL} Anche la sera.", MONEY, fair, walk, LONG]

    assert matched(old, new).same.get("n2") in {None, "o2"}


def test_equal_lines_are_told_apart_by_what_stands_around_them():
    found = matched([HOMES, "Omissis.", BUSES, "Omissis.", SCHOOL], [BUSES, "Omissis.", SCHOOL, HOMES, "Omissis."])

    assert (found.same["n1"], found.same["n4"]) == ("o3", "o1")


def test_a_sub_heading_is_never_a_paragraph():
    old = [Item(key="o0", plain="Il trasporto sociale nei comuni", is_heading=True)]
    found = match(old, [Item(key="n0", plain="Il trasporto sociale nei comuni")])

    assert (found.same, found.removed) == ({}, frozenset({"o0"}))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("old", [real_text("regolamento"), real_text("piano"), generated_text(150, seed=4)])
def test_no_match_is_wrong_and_few_are_asked_on_generated_redrafts(old, seed):
    made = redraft(old, seed=seed)
    origins = {one.key: one.origins for one in made.new}

    found = match(
        [Item(key=one.key, plain=one.plain) for one in made.old],
        [Item(key=one.key, plain=one.plain) for one in made.new],
    )

    told = {**found.same, **found.splits}
    assert {new: old for new, old in told.items() if old not in origins[new]} == {}
    assert {new: olds for new, olds in found.merges.items() if not set(olds) <= set(origins[new])} == {}
    assert len(found.doubts) + len(found.unsure) <= 0.08 * len(made.new)


def test_every_key_of_both_sides_stands_in_one_place():
    made = redraft(generated_text(200, seed=8), seed=8)

    found = match(
        [Item(key=one.key, plain=one.plain) for one in made.old],
        [Item(key=one.key, plain=one.plain) for one in made.new],
    )

    new_side = [*found.same, *found.splits, *found.added, *(doubt.new for doubt in found.doubts)]
    old_side = [*found.same.values(), *(old for olds in found.merges.values() for old in olds), *found.removed]
    in_doubt = {old for doubt in found.doubts for one in doubt.proposals for old in one.old}
    assert sorted(new_side) == sorted(one.key for one in made.new)
    assert len(old_side) == len(set(old_side))
    assert {*old_side, *found.unsure, *in_doubt} >= {one.key for one in made.old}
