# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts as people read them."""

import hashlib
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.consultations.enums import OutcomeKind
from documents.consultations.models import Commitment, Consultation, OutcomeParagraph, Section, VersionSection
from documents.consultations.queries.notes import notes_for
from portal.comments.enums import Kind
from portal.comments.models import ObservationRevision
from portal.comments.queries import Origin
from portal.core import roles
from tests.factories.comments import AttachmentFactory, ObservationFactory, ReplyFactory, SupportFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_texts import TextFactory, VersionFactory
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
WORDS = {"words_start": 0, "words_end": 6}
PROPOSAL = {"kind": Kind.PROPOSAL}


def open_text(**window):
    version = VersionFactory(sections=2, paragraphs=3)
    return version, ConsultationFactory(text=version.text, version=version, **window)


def said(consultation, section, number=1, **fields):
    twin = section.paragraphs.order_by("position")[number - 1]
    return ObservationFactory(
        scope=consultation.scope,
        target_id=str(twin.paragraph_id),
        section_id=str(section.section_id),
        quote=twin.plain,
        version_number=section.version.number,
        **fields,
    )


def page_of(client, version, slug="articolo-1", **query):
    return client.get(reverse("consultations:section", args=[version.text.slug, slug]), query)


def links_in(response):
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", "", words).split()): url for url, words in found}


def test_a_section_shows_its_paragraphs_numbered_and_where_one_stands(client):
    version, _ = open_text()

    page = page_of(client, version, "articolo-2").content.decode()

    assert re.findall(r'class="paragraph-text"[^>]*><p>(.*?)</p>', page) == [
        "Parole del paragrafo 4.",
        "Parole del paragrafo 5.",
        "Parole del paragrafo 6.",
    ]
    assert "Sezione 2 di 2" in page
    assert "si legge in 1 minuto" in page


def test_a_paragraph_can_be_commented_while_the_window_is_open(client):
    version, consultation = open_text()
    section = version.sections.first()
    said(consultation, section)
    said(consultation, section)

    links = links_in(page_of(client, version))

    first, second = section.paragraphs.order_by("position")[:2]
    assert links["Osserva il paragrafo 1 (2 osservazioni)"] == f"/osserva/paragrafo/{first.paragraph_id}/"
    assert links["Osserva il paragrafo 2"] == f"/osserva/paragrafo/{second.paragraph_id}/"
    assert links["Vedi le 2 osservazioni sul paragrafo 1"] == f"?paragrafo={first.paragraph_id}#osservazioni"


# THREATS: 51
@pytest.mark.parametrize("window", ["is_closed", "is_coming"])
def test_outside_the_window_one_reads_and_does_not_write(client, window):
    version, consultation = open_text(**{window: True})
    said(consultation, version.sections.first())

    links = links_in(page_of(client, version))

    assert [label for label in links if label.startswith(("Osserva", "Scrivi sul"))] == []
    assert "Vedi l'osservazione sul paragrafo 1" in {label.replace("&#x27;", "'") for label in links}


def test_a_text_that_was_never_in_consultation_is_only_read(client):
    version = VersionFactory()

    page = page_of(client, version).content.decode()

    assert ('id="osservazioni"' in page, "Osserva il paragrafo" in page) == (False, False)


# THREATS: 4
def test_counts_and_threads_hold_only_what_is_published(client):
    version, consultation = open_text()
    section = version.sections.first()
    said(consultation, section, comment="Questa si legge.")
    said(consultation, section, state="PENDING", comment="Questa aspetta.")
    said(consultation, section, state="HIDDEN", comment="Questa è nascosta.")

    page = page_of(client, version).content.decode()

    assert [word in page for word in ("Questa si legge", "Questa aspetta", "Questa è nascosta")] == [True, False, False]
    assert "1 osservazione su questa sezione" in page


def test_threads_are_filtered_by_paragraph_and_by_answer(client):
    version, consultation = open_text()
    section = version.sections.first()
    one = said(consultation, section, 1, comment="Sul primo.")
    said(consultation, section, 2, comment="Sul secondo.")
    OutcomeFactory(observation=one, is_published=True)

    def shown(**query):
        page = page_of(client, version, **query).content.decode()
        return [word for word in ("Sul primo.", "Sul secondo.") if word in page]

    second = section.paragraphs.order_by("position")[1].paragraph_id
    assert shown(paragrafo=second) == ["Sul secondo."]
    assert shown(risposta="si") == ["Sul primo."]
    assert shown(risposta="no") == ["Sul secondo."]
    assert shown(paragrafo="' OR 1=1", tipo="BOH", page="-3") == ["Sul primo.", "Sul secondo."]


def test_threads_come_alone_to_htmx_and_inside_their_page_to_everybody_else(client):
    version, consultation = open_text()
    said(consultation, version.sections.first(), comment="Una voce.")
    url = reverse("consultations:section_threads", args=[version.text.slug, "articolo-1"])

    alone, whole = client.get(url, headers=HTMX), client.get(url, {"tipo": "QUESTION"})

    assert ("Una voce." in alone.content.decode(), "<html" in alone.content.decode()) == (True, False)
    assert whole.url == f"/testi/{version.text.slug}/articolo-1/?tipo=QUESTION#osservazioni"


# THREATS: 61
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_a_section_costs_the_same_queries_with_two_and_with_sixty_observations(client, is_signed_in, settings):
    version, consultation = open_text()
    section = version.sections.first()
    said(consultation, section)
    OutcomeFactory(observation=said(consultation, section), is_published=True)
    if is_signed_in:
        client.force_login(UserFactory())

    def cost():
        from django.core.cache import caches

        caches["copies"].clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert page_of(client, version).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for number in range(58):
        said(consultation, section, 1 + number % 3)
    many = cost()

    assert (many, many <= 25) == (few, True)


def test_the_threads_alone_cost_at_most_twelve_queries_with_all_that_they_can_hold(client):
    """Twenty threads on an earlier version: replies, agreements, files, chosen words, proposals, answers, none yet."""
    first, consultation = open_text()
    latest = VersionFactory(text=first.text, number=2, like=first)
    section = first.sections.first()
    for number in range(24):
        one = said(consultation, section, 1 + number % 3, **(WORDS, PROPOSAL, {})[number % 3])
        ReplyFactory(parent=one)
        SupportFactory(observation=one)
        AttachmentFactory(observation=one)
        if number % 2:
            answer = OutcomeFactory(observation=one, is_published=True, kind=OutcomeKind.ACCEPTED)
            OutcomeParagraph.objects.create(outcome=answer, paragraph=section.paragraphs.first().paragraph)
            Commitment.objects.create(outcome=answer, what="Orari", who="Ufficio", due_date=timezone.localdate())
    ObservationRevision.objects.update(proposed="Parole del paragrafo nuovo.")
    Consultation.objects.update(closed_version=latest)
    client.force_login(UserFactory())
    url = reverse("consultations:section_threads", args=[first.text.slug, "articolo-1"])
    client.get(url, headers=HTMX)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(url, headers=HTMX).content.decode()

    shown = [page.count(words) for words in ("turni.pdf", "Accolta: abbiamo cambiato", "queste parole ci sono ancora")]
    assert (len(queries) <= 12, all(shown)) == (True, True), (len(queries), shown)


def test_a_frozen_version_answers_for_ever_without_writing(client):
    version, _ = open_text()
    VersionFactory(text=version.text, number=2, like=version)

    page = client.get(f"/testi/{version.text.slug}/versioni/1/articolo-1/")

    assert (page.status_code, "Parole del paragrafo 1." in page.content.decode()) == (200, True)
    assert [label for label in links_in(page) if label.startswith(("Osserva", "Scrivi su"))] == []
    assert links_in(page)["Leggi la versione 2, la più recente"] == f"/testi/{version.text.slug}/articolo-1/"


@pytest.mark.parametrize(
    "path", ["testi/niente/", "testi/{slug}/niente/", "testi/{slug}/versioni/9/", "testi/{slug}/versioni/1/niente/"]
)
def test_what_does_not_exist_is_404(client, path):
    version = VersionFactory()

    assert client.get("/" + path.format(slug=version.text.slug)).status_code == 404


# THREATS: 1
def test_a_text_without_a_version_cannot_be_read_or_felt(client):
    text = TextFactory(title="Segretissimo")
    Section.objects.create(text=text)

    answers = [client.get(url) for url in ("/testi/", f"/testi/{text.slug}/")]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert "Segretissimo" not in answers[0].content.decode()


def test_an_old_address_of_a_section_leads_to_where_it_is_now(client):
    first = VersionFactory(sections=1)
    second = VersionFactory(text=first.text, number=2, sections=0)
    section = first.sections.get()
    VersionSection.objects.create(
        version=second, section=section.section, position=1, slug="nuovo-nome", title="Nuovo nome"
    )

    answer = client.get(f"/testi/{first.text.slug}/articolo-1/")

    assert answer.url == f"/testi/{first.text.slug}/nuovo-nome/"


def test_the_fingerprint_shown_is_that_of_the_data_one_can_download(client):
    from tests.factories.consultations_drafts import imported, published

    version = published(imported())

    data = client.get(f"/testi/{version.text.slug}/versioni/1/dati.json")
    page = client.get(f"/testi/{version.text.slug}/versioni/1/")

    assert hashlib.sha256(data.content).hexdigest() == version.sha256
    assert json.loads(data.content)["sections"][0]["slug"] == "il-contesto"
    assert version.sha256 in page.content.decode()


def test_what_became_of_the_words_is_told_beside_each_observation():
    first = VersionFactory(sections=1, paragraphs=3)
    same, changed, gone = first.paragraphs.order_by("position").values_list("paragraph_id", flat=True)
    second = VersionFactory(text=first.text, number=2, like=first, words={changed: "Altre parole."}, without=[gone])
    origins = [
        Origin(pk=pk, target_kind="paragraph", target_id=str(target), version_number=1)
        for pk, target in enumerate([same, changed, gone])
    ]

    notes = notes_for(second, [*origins, Origin(pk=9, target_kind="paragraph", target_id="x", version_number=2)])

    assert {pk: note.text for pk, note in notes.items()} == {
        0: "scritta sulla versione 1, testo uguale",
        1: "scritta sulla versione 1, testo cambiato",
        2: "scritta sulla versione 1, testo tolto",
    }
    assert notes[1].url == f"/testi/{first.text.slug}/confronto/1-2/?paragrafo={changed}#p-{changed}"


def test_observations_on_words_that_were_removed_stay_findable(client):
    version, consultation = open_text(is_closed=True)
    section = version.sections.first()
    observation = said(consultation, section, 2)
    VersionFactory(text=version.text, number=2, like=version, without=[section.paragraphs.all()[1].paragraph_id])

    links = links_in(client.get(f"/testi/{version.text.slug}/"))

    assert links["Parole del paragrafo 2."] == (
        f"/testi/{version.text.slug}/versioni/1/articolo-1/#p-{observation.target_id}"
    )


def test_after_the_closing_the_page_says_that_the_text_changed(client):
    version, _ = open_text(is_closed=True)
    VersionFactory(text=version.text, number=2, like=version)

    links = links_in(page_of(client, version))

    section = version.sections.first().section_id
    assert (
        links["Vedi che cosa è cambiato"]
        == f"/testi/{version.text.slug}/confronto/1-2/?paragrafo={section}#s-{section}"
    )


def test_staff_are_told_what_they_can_do_and_nobody_else_is(client):
    version, _ = open_text()
    url = f"/testi/{version.text.slug}/"

    def offers(person):
        client.force_login(person)
        return "Pubblica una versione (gestione)" in links_in(client.get(url))

    people = [UserFactory(), StaffFactory(roles=[roles.DRAFTER]), StaffFactory(roles=[roles.COORDINATOR])]
    assert [offers(person) for person in people] == [False, False, True]


def test_the_interface_is_english_and_the_text_stays_italian(client):
    version, _ = open_text()

    page = client.get(f"/en/testi/{version.text.slug}/articolo-1/").content.decode()

    assert ('<html lang="en"' in page, '<h1 lang="it">' in page) == (True, True)


# THREATS: 10, 20
def test_an_anonymous_page_holds_no_form_that_posts(client):
    version, consultation = open_text()
    said(consultation, version.sections.first())

    page = page_of(client, version).content.decode()

    assert (re.findall(r'method="post"', page, re.IGNORECASE), "csrfmiddlewaretoken" in page) == ([], False)


def test_days_left_are_beside_the_closing(client):
    version = VersionFactory()
    consultation = ConsultationFactory(text=version.text, version=version, is_preparing=True)
    now = timezone.now()
    consultation.windows.create(opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=12, minutes=5))

    page = page_of(client, version).content.decode()

    assert "mancano 12 giorni" in page or "mancano 13 giorni" in page
