# SPDX-License-Identifier: AGPL-3.0-or-later
"""The comparison of two versions as a page."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.consultations.models import OutcomeParagraph
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_texts import VersionFactory

pytestmark = pytest.mark.django_db


def two_versions():
    first = VersionFactory(sections=2, paragraphs=3)
    ids = list(first.paragraphs.order_by("position").values_list("paragraph_id", flat=True))
    second = VersionFactory(
        text=first.text,
        number=2,
        like=first,
        words={ids[0]: "Parole nuove del paragrafo 1."},
        without=[ids[4]],
    )
    return first, second, ids


def told(response):
    text = re.sub(r"<(script|style)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def test_the_page_opens_with_what_changed_in_words(client):
    first, _, _ = two_versions()

    page = client.get(f"/testi/{first.text.slug}/confronto/1-2/")

    assert "2 modifiche: 1 paragrafo cambiato, 1 paragrafo tolto." in told(page)


def test_added_and_removed_are_told_in_the_text_itself(client):
    first, _, _ = two_versions()

    page = told(client.get(f"/testi/{first.text.slug}/confronto/1-2/"))

    assert "Parole +aggiunto: nuove (fine) del paragrafo 1." in page
    assert "−tolto: Parole del paragrafo 5. (fine)" in page


def test_no_space_is_added_around_the_words(client):
    first, _, _ = two_versions()

    page = client.get(f"/testi/{first.text.slug}/confronto/1-2/").content.decode()

    assert re.findall(r'<p class="redline-words" lang="it">(Parole del paragrafo 2\.)</p>', page) == [
        "Parole del paragrafo 2."
    ]


def test_an_observation_whose_answer_names_a_paragraph_is_linked_at_the_change(client):
    first, _, ids = two_versions()
    consultation = ConsultationFactory(text=first.text, version=first, is_closed=True)
    named, unpublished = [ObservationFactory(scope=consultation.scope, target_id=str(ids[0])) for _ in range(2)]
    for observation, is_published in ((named, True), (unpublished, False)):
        outcome = OutcomeFactory(observation=observation, is_published=is_published, kind="ACCEPTED")
        OutcomeParagraph.objects.create(outcome=outcome, paragraph_id=ids[0])

    page = told(client.get(f"/testi/{first.text.slug}/confronto/1-2/"))

    assert [f"osservazione {one.code}" in page for one in (named, unpublished)] == [True, False]


def test_the_other_way_round_leads_to_the_right_one_and_equal_numbers_to_nothing(client):
    first, _, _ = two_versions()
    slug = first.text.slug

    assert client.get(f"/testi/{slug}/confronto/2-1/").url == f"/testi/{slug}/confronto/1-2/"
    assert [client.get(f"/testi/{slug}/confronto/{pair}/").status_code for pair in ("1-1", "1-9")] == [404, 404]


def test_the_whole_text_is_shown_when_asked(client):
    first = VersionFactory(sections=2, paragraphs=1)
    changed = first.paragraphs.order_by("position").first().paragraph_id
    VersionFactory(text=first.text, number=2, like=first, words={changed: "Altro."})
    url = f"/testi/{first.text.slug}/confronto/1-2/"

    assert ["Parole del paragrafo 2." in told(client.get(url + query)) for query in ("", "?mostra=tutto")] == [
        False,
        True,
    ]


@pytest.mark.parametrize("paragraphs", [2, 30])
def test_it_costs_the_same_queries_however_long(client, paragraphs):
    first = VersionFactory(sections=2, paragraphs=paragraphs)
    words = dict.fromkeys(first.paragraphs.values_list("paragraph_id", flat=True), "Cambiato.")
    VersionFactory(text=first.text, number=2, like=first, words=words)
    url = f"/testi/{first.text.slug}/confronto/1-2/"
    client.get(url + "?mostra=tutto")

    with CaptureQueriesContext(connection) as queries:
        client.get(url + "?mostra=tutto&x=2")

    assert len([query for query in queries if "consultations_" in query["sql"]]) == 8
