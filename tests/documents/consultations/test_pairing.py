# SPDX-License-Identifier: AGPL-3.0-or-later
"""Splits and merges are recorded when a version comes out; what is uncertain is decided by a person before."""

import pytest
from django.urls import reverse

from documents.consultations.models import BlockOrigin, Paragraph, ParagraphParent, Version
from documents.consultations.queries import drafts
from documents.consultations.services import pairing, versions
from portal.core.models import AuditEvent
from tests.factories.consultations_drafts import (
    MOMENT,
    blocks_of,
    coordinator,
    drafter,
    edit,
    imported,
    pages_of,
    published,
)
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db
HOMES = "L'assistenza domiciliare è garantita a tutte le persone con più di 75 anni che vivono sole."
BUSES = "Il trasporto verso i centri diurni parte alle otto da ogni comune della valle."
SCHOOL = "Le scuole ospitano laboratori pomeridiani di musica, teatro e lingua italiana."
MONEY = "La spesa prevista è di 12.400 euro l'anno, a carico del fondo regionale."
SARVELLO = "La domanda si presenta allo sportello di Sarvello entro trenta giorni dalla pubblicazione."


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def text_of(*paragraphs):
    return imported("# Piano\n\n## Uno\n\n" + "\n\n".join(paragraphs) + "\n\n## Due\n\nAltre parole ancora.\n")


def rewrite(text, *blocks):
    """Write the first section anew; a block is (words, id) with the id of an old block, or words alone."""
    made = [("paragraph", f"<p>{one if isinstance(one, str) else one[0]}</p>", None if isinstance(one, str) else one[1])
            for one in blocks]  # fmt: skip
    return edit(pages_of(text)[0], *made)


def ids(text):
    return [block[2] for block in blocks_of(pages_of(text)[0])]


def identities(version):
    return [twin.paragraph_id for twin in version.paragraphs.order_by("position")]


def parentage():
    return set(ParagraphParent.objects.values_list("child_id", "parent_id", "kind"))


def in_doubt():
    """A text of which one paragraph might be either of two."""
    there = SARVELLO.replace("Sarvello", "Valdora")
    text = text_of(SARVELLO, SCHOOL, there)
    first = published(text)
    kept = ids(text)[1]
    rewrite(text, (SCHOOL, kept), SARVELLO.replace("Sarvello", "ogni comune"), MONEY)
    return text, first


def key_in_doubt(text):
    return drafts.next_version(text).pairing.found.doubts[0].new


def test_a_split_is_recorded_when_the_version_comes_out():
    text = text_of(f"{HOMES} {BUSES}", SCHOOL)
    whole, school, _ = identities(published(text))
    first, second = ids(text)

    rewrite(text, (HOMES, first), BUSES, (SCHOOL, second))
    kept, child, same, _ = identities(published(text))

    assert (kept, same, child in {whole, school}) == (whole, school, False)
    assert parentage() == {(child, whole, "SPLIT")}


def test_a_merge_is_recorded_and_what_flowed_into_another_is_retired():
    text = text_of(HOMES, BUSES, SCHOOL)
    homes, buses, _, _ = identities(published(text))
    first, _, third = ids(text)

    rewrite(text, (f"{HOMES} {BUSES}", first), (SCHOOL, third))
    version = published(text)

    assert parentage() == {(homes, buses, "MERGE")}
    assert Paragraph.objects.get(pk=buses).retired_at == version.published_at


def test_a_paragraph_cut_pasted_elsewhere_and_edited_stays_itself():
    text = text_of(HOMES, BUSES, SCHOOL, MONEY)
    homes = identities(published(text))[0]
    _, *others = ids(text)

    rewrite(text, *zip([BUSES, SCHOOL, MONEY], others, strict=True), HOMES.replace("75 anni", "70 anni"))
    version = published(text)

    assert version.paragraphs.get(number=4).paragraph_id == homes


def test_a_copy_is_a_paragraph_of_its_own():
    text = text_of(HOMES, BUSES)
    homes, buses, _ = identities(published(text))
    first, second = ids(text)

    rewrite(text, (HOMES, first), (BUSES, second), HOMES)
    after = identities(published(text))

    assert (after[:2], after[2] in {homes, buses}, parentage()) == ([homes, buses], False, set())


def test_what_was_retired_and_stands_there_again_word_for_word_lives_again():
    text = text_of(HOMES, BUSES, SCHOOL)
    buses = identities(published(text))[1]
    first, _, third = ids(text)
    rewrite(text, (HOMES, first), (SCHOOL, third))
    published(text)

    rewrite(text, (HOMES, first), (SCHOOL, third), BUSES)
    version = published(text)

    assert version.paragraphs.get(number=3).paragraph_id == buses
    assert Paragraph.objects.get(pk=buses).retired_at is None


def test_nothing_is_published_while_a_paragraph_is_in_doubt():
    text, _ = in_doubt()

    with pytest.raises(versions.Undecided):
        published(text)

    assert Version.objects.count() == 1


def test_what_a_person_says_of_a_paragraph_in_doubt_holds():
    text, first = in_doubt()
    there = first.paragraphs.get(number=3)

    pairing.say(text=text, choices={key_in_doubt(text): f"e:{there.paragraph_id}"}, by=drafter())
    version = published(text)

    assert version.paragraphs.get(number=2).paragraph_id == there.paragraph_id
    assert Paragraph.objects.get(pk=first.paragraphs.get(number=1).paragraph_id).retired_at == MOMENT


def test_that_it_is_new_is_remembered_until_the_version():
    text, first = in_doubt()

    pairing.say(text=text, choices={key_in_doubt(text): "nuovo"}, by=drafter())
    remembered = BlockOrigin.objects.count()
    version = published(text)

    assert version.paragraphs.get(number=2).paragraph_id not in identities(first)
    assert (remembered, BlockOrigin.objects.count()) == (1, 0)


# THREATS: 18
@pytest.mark.parametrize("value", ["e:altro", "e:", "u:a+a", "x", "e:00000000-0000-4000-8000-000000000000"])
def test_a_choice_that_names_nothing_real_decides_nothing(value):
    text, _ = in_doubt()

    decision = pairing.say(text=text, choices={key_in_doubt(text): value}, by=drafter())

    assert len(decision.open) == 1


def test_a_choice_cannot_take_a_paragraph_that_lives_in_another_block():
    text, first = in_doubt()
    lives = first.paragraphs.get(number=2).paragraph_id

    decision = pairing.say(text=text, choices={key_in_doubt(text): f"e:{lives}"}, by=drafter())

    assert len(decision.open) == 1


def test_what_was_recognised_can_be_denied():
    text = text_of(HOMES, BUSES, SCHOOL)
    homes = identities(published(text))[0]
    _, *others = ids(text)
    rewrite(text, *zip([BUSES, SCHOOL], others, strict=True), HOMES)
    recognised = drafts.next_version(text).pairing.recognised

    pairing.say(text=text, choices=dict.fromkeys(recognised, "nuovo"), by=drafter())
    version = published(text)

    assert list(recognised.values()) == [str(homes)]
    assert version.paragraphs.filter(paragraph_id=homes).count() == 0


def test_only_who_writes_texts_says_what_a_paragraph_is():
    text, _ = in_doubt()

    with pytest.raises(pairing.NotAllowed):
        pairing.say(text=text, choices={}, by=UserFactory())


def test_the_page_shows_old_and_new_words_side_by_side_and_the_decision_is_audited(client):
    text, first = in_doubt()
    client.force_login(coordinator())
    url = reverse("texts_admin:pair", args=[text.pk])
    key = key_in_doubt(text)

    shown = client.get(url).content.decode()
    undecided = client.post(url, {})
    decided = client.post(url, {f"esito-{key}": f"e:{first.paragraphs.get(number=1).paragraph_id}"})

    assert "È il paragrafo 1 (Uno)" in shown
    assert "ogni comune" in shown
    assert (undecided.status_code, decided.url) == (422, reverse("texts_admin:publish", args=[text.pk]))
    assert AuditEvent.objects.filter(action="text.paired").count() == 2


def test_accepting_the_proposals_decides_what_was_not_chosen(client):
    text, _ = in_doubt()
    client.force_login(drafter())

    answer = client.post(reverse("texts_admin:pair", args=[text.pk]), {"accetto-le-proposte": "si"})

    assert answer.url == reverse("texts_admin:list")
    assert drafts.next_version(text).pairing.decision.open == frozenset()


def test_the_page_of_publication_says_that_paragraphs_are_to_be_recognised(client):
    text, _ = in_doubt()
    client.force_login(coordinator())
    url = reverse("texts_admin:publish", args=[text.pk])

    shown = client.get(url).content.decode()
    answer = client.post(url, {"expected": drafts.next_version(text).digest})

    assert reverse("texts_admin:pair", args=[text.pk]) in shown
    assert (answer.status_code, Version.objects.count()) == (409, 1)
