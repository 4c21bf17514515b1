# SPDX-License-Identifier: AGPL-3.0-or-later
"""A section in simple words as it is read: beside the official text, at every door, in every format."""

import io
import json

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from documents.consultations.services.simple_words import Typed
from search import sync
from search.queries import SearchQuery, search
from tests.documents.consultations.test_reading import said
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_drafts import coordinator, imported, published
from tests.factories.simple_words import EASY, beside, official_url, save, simple_url, told

pytestmark = pytest.mark.django_db
SIMPLE_PAGE, SIMPLE_LIST = 10, 28


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def test_the_reader_goes_from_one_to_the_other_and_is_told_what_counts(client):
    text = imported()
    save(text, [EASY])
    version = published(text)

    there = client.get(official_url(version)).content.decode()
    page = client.get(simple_url(version)).content.decode()

    assert f'href="{simple_url(version)}"' in there
    assert f'<a href="{official_url(version)}">Testo ufficiale</a>' in page
    assert "Vale solo il testo ufficiale." in page
    assert "<p>Ci sono sempre più persone anziane.</p><ul><li>meno bambini</li><li>più nonni</li></ul>" in page
    assert "Il paragrafo 2 non è ancora in parole semplici: questo è il testo ufficiale." in page
    assert "I giovani partono." in page
    assert "La popolazione invecchia." not in page


def test_a_section_without_simple_words_has_no_link_and_no_page(client):
    text = imported()
    save(text, [EASY])
    version = published(text)

    assert "in-parole-semplici" not in client.get(official_url(version, "gli-obiettivi")).content.decode()
    assert client.get(simple_url(version, "gli-obiettivi")).status_code == 404
    assert client.get(simple_url(version, "non-c-e")).status_code == 404


def test_an_observation_made_on_either_lands_on_the_same_paragraph_and_is_read_on_both(client):
    text = imported()
    save(text, [EASY])
    version = published(text)
    twin = version.paragraphs.get(number=1)
    ConsultationFactory(text=text, version=version)
    write = reverse("comments:write", args=["paragraph", str(twin.paragraph_id)])

    pages = [client.get(url).content.decode() for url in (official_url(version), simple_url(version))]

    assert [f'href="{write}"' in page for page in pages] == [True, True]
    form = client.get(write)
    assert "La popolazione invecchia." in form.content.decode()
    assert "data-choose-words" not in pages[1]
    assert "choose_words.js" not in pages[1]


def test_what_was_said_is_shown_beside_the_simple_words(client):

    text = imported()
    save(text, [EASY])
    version = published(text)
    consultation = ConsultationFactory(text=text, version=version)
    said(consultation, version.sections.get(slug="il-contesto"), comment="Mancano i trasporti.")

    for url in (official_url(version), simple_url(version)):
        page = client.get(url).content.decode()
        assert "Mancano i trasporti." in page
        assert "Osserva il paragrafo 1 (1 osservazione)" in page


def test_two_paragraphs_may_be_told_together(client):
    text = imported()
    save(text, ["Restano gli anziani, i giovani vanno via.", Typed(is_said_above=True)])
    version = published(text)
    ConsultationFactory(text=text, version=version)
    first, second = (str(version.paragraphs.get(number=number).paragraph_id) for number in (1, 2))

    page = client.get(simple_url(version)).content.decode()

    assert told(version) == [(1, "Restano gli anziani, i giovani vanno via.", 0), (2, "", 1)]
    assert page.count('class="paragraph"') == 1
    assert f'id="p-{first}"' in page
    assert f'id="p-{second}"' in page
    assert [reverse("comments:write", args=["paragraph", one]) in page for one in (first, second)] == [True, True]


def test_typed_marks_stay_words(client):
    text = imported()
    save(text, ["<script>alert(1)</script> & <b>no</b>"])
    page = client.get(simple_url(published(text))).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;no&lt;/b&gt;" in page


def test_every_format_tells_them(client):
    text = imported()
    save(text, [EASY, Typed(is_said_above=True)])
    version = published(text)
    first = version.paragraphs.get(number=1)

    def file(ending):
        answer = client.get(reverse("consultations:version_file", args=[text.slug, 1, ending]))
        return b"".join(answer.streaming_content)

    paragraphs = json.loads(file("json"))["sections"][0]["paragraphs"]
    assert [one["simple"] for one in paragraphs] == [
        {"words": EASY, "said_with": None},
        {"words": None, "said_with": str(first.paragraph_id)},
    ]
    assert "> *In parole semplici (vale solo il testo ufficiale):*\n>\n> Ci sono sempre" in file("md").decode()
    assert "> - meno bambini" in file("md").decode()
    words = [one.text for one in Document(io.BytesIO(file("docx"))).paragraphs]
    assert "In parole semplici (vale solo il testo ufficiale): Ci sono sempre più persone anziane." in words
    assert "meno bambini" in words
    read = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file("pdf"))).pages)
    assert "più persone anziane" in " ".join(read.split())


def test_the_search_finds_words_that_only_the_simple_text_has_and_leads_there():
    text = imported()
    save(text, ["Meno carrozzine, più bastoni."])
    version = published(text)
    sync.drain()

    (found,) = search(SearchQuery(words="carrozzine"), frozenset({"public"})).results

    assert found.url == simple_url(version)


def test_a_file_made_before_is_made_again_when_simple_words_come_out(client):
    text = imported()
    published(text)
    save(text, ["Tanti anziani."])
    url = reverse("consultations:version_file", args=[text.slug, 1, "md"])
    before = b"".join(client.get(url).streaming_content)

    beside(text)

    assert b"Tanti anziani." not in before
    assert b"Tanti anziani." in b"".join(client.get(url).streaming_content)


@pytest.mark.parametrize("count", [2, 12])
def test_the_pages_cost_the_same_however_long(client, count, django_assert_num_queries):
    words = "\n\n".join(f"## Sezione {n}\n\nParole {n} della sezione.\n\nAltre parole {n} qui." for n in range(count))
    text = imported(f"# T\n\n{words}\n")
    for number in range(count):
        save(text, ["Facile.", Typed(is_said_above=True)], number=number)
    version = published(text)
    client.get(simple_url(version, "sezione-1"))

    with django_assert_num_queries(SIMPLE_PAGE):
        client.get(simple_url(version, "sezione-1"), {"n": "1"})
    client.force_login(coordinator())
    url = reverse("texts_admin:simple", args=[text.pk])
    client.get(url)
    with django_assert_num_queries(SIMPLE_LIST):
        client.get(url)
