# SPDX-License-Identifier: AGPL-3.0-or-later
"""After a redraft, what was said about a paragraph is read where its words are now."""

import pytest
from django.urls import reverse

from documents.consultations.enums import Stage
from documents.consultations.models import ParagraphParent
from portal.comments.models import Observation
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_drafts import blocks_of, edit, imported, pages_of, published
from tests.factories.consultations_texts import VersionFactory

pytestmark = pytest.mark.django_db
HOMES = "L'assistenza domiciliare è garantita a tutte le persone con più di 75 anni che vivono sole."
BUSES = "Il trasporto verso i centri diurni parte alle otto da ogni comune della valle."
SCHOOL = "Le scuole ospitano laboratori pomeridiani di musica, teatro e lingua italiana."
SOURCE = f"# Piano\n\n## Uno\n\n{HOMES} {BUSES}\n\n{SCHOOL}\n\n## Due\n\nParole di un'altra sezione.\n"


def consulted(source=SOURCE):
    text = imported(source)
    version = published(text)
    return text, version, ConsultationFactory(text=text, version=version, is_closed=True)


def said(consultation, number, words):
    twin = consultation.version.paragraphs.get(number=number)
    return ObservationFactory(
        scope=consultation.scope,
        target_id=str(twin.paragraph_id),
        section_id=str(twin.section.section_id),
        quote=twin.plain,
        version_number=1,
        comment=words,
    )


def next_one(text, first, second):
    for page, paragraphs in zip(pages_of(text), (first, second), strict=True):
        edit(page, *[("paragraph", f"<p>{words}</p>", block) for words, block in paragraphs])
    return published(text, stage=Stage.PROPOSAL)


def ids(text):
    return [[block[2] for block in blocks_of(page)] for page in pages_of(text)]


def section(client, text, slug, **query):
    return client.get(reverse("consultations:section", args=[text.slug, slug]), query).content.decode()


def test_what_was_said_of_a_split_paragraph_is_read_at_both_parts(client):
    text, _, consultation = consulted()
    said(consultation, 1, "Il pulmino parte troppo tardi.")
    (whole, school), (other,) = ids(text)

    version = next_one(
        text, [(HOMES, whole), (SCHOOL, school)], [("Parole di un'altra sezione.", other), (BUSES, None)]
    )

    child = version.paragraphs.get(number=4).paragraph_id
    assert ParagraphParent.objects.filter(child=child, kind="SPLIT").count() == 1
    pages = [section(client, text, slug) for slug in ("uno", "due")]
    assert ["Il pulmino parte troppo tardi." in page for page in pages] == [True, True]
    assert "scritta sulla versione 1, testo diviso: continua nel paragrafo 4" in pages[1]
    assert "Il pulmino parte troppo tardi." in section(client, text, "due", paragrafo=child)


def test_what_was_said_of_a_paragraph_that_flowed_into_another_is_read_there(client):
    text, _, consultation = consulted(SOURCE.replace(f"{HOMES} {BUSES}", f"{HOMES}\n\n{BUSES}"))
    observation = said(consultation, 2, "Il pulmino parte troppo tardi.")
    (first, _, school), (other,) = ids(text)

    next_one(text, [(f"{HOMES} {BUSES}", first), (SCHOOL, school)], [("Parole di un'altra sezione.", other)])

    page = section(client, text, "uno")
    observation.refresh_from_db()
    assert "Il pulmino parte troppo tardi." in page
    assert "scritta sulla versione 1, testo unito al paragrafo 1" in page
    assert observation.target_id == str(consultation.version.paragraphs.get(number=2).paragraph_id)


def test_what_was_said_of_a_paragraph_that_moved_is_read_in_its_new_section_only(client):
    text, _, consultation = consulted()
    said(consultation, 2, "La musica ai ragazzi!")
    (whole, _), (other,) = ids(text)

    next_one(text, [(f"{HOMES} {BUSES}", whole)], [("Parole di un'altra sezione.", other), (SCHOOL, None)])

    assert ["La musica ai ragazzi!" in section(client, text, slug) for slug in ("uno", "due")] == [False, True]


def test_what_was_said_of_words_that_were_removed_stays_readable(client):
    text, _, consultation = consulted()
    said(consultation, 2, "La musica ai ragazzi!")
    (whole, _), (other,) = ids(text)

    next_one(text, [(f"{HOMES} {BUSES}", whole)], [("Parole di un'altra sezione.", other)])

    gone = client.get(reverse("consultations:removed", args=[text.slug])).content.decode()
    assert SCHOOL in gone
    assert "La musica ai ragazzi!" in gone
    assert "scritta sulla versione 1, testo tolto" in section(client, text, "uno")
    assert Observation.objects.published().count() == 1


def test_the_page_of_removed_words_says_when_there_are_none(client):
    text, _, _ = consulted()

    page = client.get(reverse("consultations:removed", args=[text.slug])).content.decode()

    assert "Nessuna osservazione parla di parole che non ci sono più." in page


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_of_removed_words_costs_the_same_however_many(client, count, django_assert_max_num_queries):
    version = VersionFactory(sections=1, paragraphs=count + 1)
    consultation = ConsultationFactory(text=version.text, version=version, is_closed=True)
    gone = list(version.paragraphs.order_by("position"))[1:]
    for twin in gone:
        ObservationFactory(
            scope=consultation.scope,
            target_id=str(twin.paragraph_id),
            section_id=str(twin.section.section_id),
            version_number=1,
        )
    VersionFactory(text=version.text, number=2, like=version, without=[twin.paragraph_id for twin in gone])
    client.get(reverse("consultations:removed", args=[version.text.slug]))

    with django_assert_max_num_queries(25):
        client.get(reverse("consultations:removed", args=[version.text.slug]), {"page": "1", "x": count})
