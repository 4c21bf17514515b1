# SPDX-License-Identifier: AGPL-3.0-or-later
"""After a redraft, what was said about a paragraph is read where its words are now."""

import html
import re

import pytest
from django.urls import reverse

from documents.consultations.enums import Stage
from documents.consultations.models import ParagraphParent
from portal.comments.models import Observation
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_drafts import MOMENT, blocks_of, edit, imported, pages_of, published
from tests.factories.consultations_texts import VersionFactory

pytestmark = pytest.mark.django_db
HOMES = "L'assistenza domiciliare è garantita a tutte le persone con più di 75 anni che vivono sole."
BUSES = "Il trasporto verso i centri diurni parte alle otto da ogni comune della valle."
SCHOOL = "Le scuole ospitano laboratori pomeridiani di musica, teatro e lingua italiana."
FAIR = "Ogni domenica di ottobre la fiera dei mestieri riempie le piazze dei sette comuni della valle."
WALK = "I gruppi di cammino partono dal ponte vecchio tre mattine alla settimana, con qualunque tempo."
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


def test_who_spoke_after_a_split_is_not_told_of_it(client):
    text, _, consultation = consulted()
    (whole, school), (other,) = ids(text)
    edit(
        pages_of(text)[0],
        *[
            ("paragraph", f"<p>{words}</p>", block)
            for words, block in [(HOMES, whole), (BUSES, None), (SCHOOL, school)]
        ],
    )
    consultation.version = published(text, stage=Stage.PROPOSAL)
    said(consultation, 1, "Servono più ore.")
    Observation.objects.update(version_number=2)
    (whole, buses, school), (other,) = ids(text)
    changed = [(HOMES.replace("75", "70"), whole), (BUSES, buses), (SCHOOL, school)]

    next_one(text, changed, [("Parole di un'altra sezione.", other)])

    page = section(client, text, "uno")
    assert "scritta sulla versione 2, testo cambiato" in page
    assert "testo diviso" not in page


def test_what_was_said_of_a_paragraph_that_went_through_two_others_is_told_where_it_is(client):
    text, _, consultation = consulted(f"# Piano\n\n## Uno\n\n{HOMES}\n\n{BUSES}\n\n{SCHOOL}\n\n## Due\n\nParole.\n")
    said(consultation, 3, "La musica ai ragazzi!")
    (homes, buses, _), (other,) = ids(text)
    edit(
        pages_of(text)[0],
        ("paragraph", f"<p>{HOMES}</p>", homes),
        ("paragraph", f"<p>{BUSES} {SCHOOL}</p>", buses),
    )
    published(text, stage=Stage.PROPOSAL)

    next_one(text, [(f"{HOMES} {BUSES} {SCHOOL}", homes)], [("Parole.", other)])

    assert "scritta sulla versione 1, testo unito al paragrafo 1" in section(client, text, "uno")


def test_what_was_said_of_a_paragraph_that_moved_is_read_in_its_new_section_only(client):
    text, _, consultation = consulted()
    said(consultation, 2, "La musica ai ragazzi!")
    (whole, _), (other,) = ids(text)

    next_one(text, [(f"{HOMES} {BUSES}", whole)], [("Parole di un'altra sezione.", other), (SCHOOL, None)])

    assert ["La musica ai ragazzi!" in section(client, text, slug) for slug in ("uno", "due")] == [False, True]


def told(client, address):
    page = re.sub(r"<[^>]+>", "", client.get(address).content.decode())
    return " ".join(html.unescape(page).split())


def fate_of(client, consultation, version, observation):
    type(consultation).objects.filter(pk=consultation.pk).update(closed_version=version, results_published_at=MOMENT)
    return told(client, reverse("consultations:observation", args=[observation.code]))


def test_who_spoke_of_a_split_paragraph_reads_both_parts_as_the_words_of_now(client):
    text, _, consultation = consulted()
    observation = said(consultation, 1, "Il pulmino parte troppo tardi.")
    (whole, school), (other,) = ids(text)

    version = next_one(
        text, [(HOMES, whole), (BUSES, None), (SCHOOL, school)], [("Parole di un'altra sezione.", other)]
    )

    page = fate_of(client, consultation, version, observation)
    assert "Il paragrafo è stato diviso: nella versione 2 sono il 1 e il 2." in page
    assert page.count(f"{HOMES} {BUSES}") == 2  # the words of then, and of now: none is lost


def test_who_spoke_of_a_joined_paragraph_reads_where_its_words_are(client):
    text, _, consultation = consulted(SOURCE.replace(f"{HOMES} {BUSES}", f"{HOMES}\n\n{BUSES}"))
    observation = said(consultation, 2, "Il pulmino parte troppo tardi.")
    (first, _, school), (other,) = ids(text)

    version = next_one(text, [(f"{HOMES} {BUSES}", first), (SCHOOL, school)], [("Parole di un'altra sezione.", other)])

    page = fate_of(client, consultation, version, observation)
    assert "Il paragrafo è stato unito a un altro: nella versione 2 è nel paragrafo 1." in page
    assert "Il paragrafo non c'è più." not in page


def test_the_comparison_says_which_paragraph_was_split_and_which_joined(client):
    text, _, _ = consulted(SOURCE.replace(f"{HOMES} {BUSES}", f"{HOMES}\n\n{BUSES}\n\n{FAIR} {WALK}"))
    (first, _, fair, school), (other,) = ids(text)

    next_one(
        text,
        [(f"{HOMES} {BUSES}", first), (FAIR, fair), (WALK, None), (SCHOOL, school)],
        [("Parole di un'altra sezione.", other)],
    )

    page = told(client, reverse("consultations:redline", args=[text.slug, 1, 2]))
    assert "Paragrafo cambiato, contiene anche quello che era il paragrafo 2" in page
    assert "Paragrafo tolto, unito al paragrafo 1" in page
    assert "Paragrafo cambiato, diviso: continua nel paragrafo 3" in page
    assert "Paragrafo aggiunto, diviso dal paragrafo 2" in page


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
