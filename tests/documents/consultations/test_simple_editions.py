# SPDX-License-Identifier: AGPL-3.0-or-later
"""Simple words put beside a version that people read, and corrected: each edition stays, the official text as well."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.consultations import links
from documents.consultations.models import SimpleSection, Version
from documents.consultations.queries import drafts, fingerprints, simple_coming
from documents.consultations.services import causes, simple_editions, versions
from documents.consultations.services.simple_words import ChangedMeanwhile, NotAllowed, Typed
from portal.core.models import AuditEvent
from search import sync
from search.queries import SearchQuery, search
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_drafts import MOMENT, coordinator, drafter, imported, published
from tests.factories.simple_words import beside, reword, save, sheet_of, simple_url, staff_url, told

pytestmark = pytest.mark.django_db
WHY = "Una parola era sbagliata: «meno» al posto di «più»."
LATER = MOMENT + timedelta(days=1)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


@pytest.fixture
def text():
    """A text that people read with simple words, of which one is wrong and its correction ready."""
    found = imported()
    save(found, ["Meno anziani.", "Pochi giovani."])
    published(found)
    save(found, ["Più anziani.", "Pochi giovani."])
    return found


def version_of(text):
    return Version.objects.get(text=text)


def test_the_coordinator_puts_them_beside_a_version_that_people_already_read(client):
    text = imported()
    version = published(text)
    save(text, ["Tanti anziani."])
    url = staff_url("publish", text)

    client.force_login(drafter())
    refused = [client.get(url).status_code, client.post(url).status_code]
    client.force_login(coordinator())
    shown = client.get(url)
    form = {"expected": shown.context["coming"].digest}
    answers = [client.post(url, form).status_code for _time in range(2)]

    assert refused == [403, 403]
    assert "Tanti anziani." in shown.content.decode()
    assert (answers, told(version)) == ([302, 302], [(1, "Tanti anziani.", 0)])
    assert fingerprints.of_version(version) == version.sha256
    assert SimpleSection.objects.count() == 1


def test_words_for_a_text_that_changed_do_not_come_out_beside_the_old_one():
    text = imported()
    version = published(text)
    reword(text, "La popolazione ringiovanisce.")
    save(text, ["Tanti bambini."])

    with pytest.raises(simple_editions.NothingReady):
        beside(text)

    assert told(version) == []


def test_a_wrong_word_is_corrected_without_a_new_version_and_with_a_public_reason(client, text):
    client.force_login(coordinator())
    url = staff_url("publish", text)
    shown = client.get(url)

    short = client.post(url, {"expected": shown.context["coming"].digest, "reason": "Errore."})
    done = client.post(url, {"expected": shown.context["coming"].digest, "reason": WHY})

    version = version_of(text)
    page = client.get(simple_url(version)).content.decode()
    assert (short.status_code, "Errore." in short.content.decode(), done.status_code) == (422, True, 302)
    assert told(version) == [(1, "Più anziani.", 0), (2, "Pochi giovani.", 0)]
    assert (Version.objects.count(), fingerprints.of_version(version)) == (1, version.sha256)
    assert "Più anziani." in page
    assert "Meno anziani." not in page
    assert "Edizione 2 delle parole semplici, uscita" in page
    assert WHY in page
    event = AuditEvent.objects.filter(action="simple_words.published").get()
    assert event.text.body["after"]["edition"] == 2


def test_an_earlier_edition_stays_readable_with_its_date_and_says_that_it_was_corrected(client, text):
    beside(text, reason=WHY, moment=LATER)
    old = reverse("consultations:simple_edition", args=[text.slug, 1, "il-contesto", 1])

    now = client.get(simple_url(version_of(text))).content.decode()
    before = client.get(old)
    none = client.get(reverse("consultations:simple_edition", args=[text.slug, 1, "il-contesto", 3]))

    page = before.content.decode()
    assert f'<p class="updated">Ultimo aggiornamento: <time datetime="{LATER.isoformat()}">' in now
    assert f'href="{old}"' in now
    assert "Meno anziani." in page
    assert "Queste parole semplici sono state corrette." in page
    assert f'href="{links.version_simple(text.slug, 1, "il-contesto")}">Leggi quelle di adesso' in page
    assert '<meta name="robots" content="noindex">' in page
    assert none.status_code == 404


def test_each_edition_has_a_fingerprint_that_can_be_worked_out_again(text):
    second = beside(text, reason=WHY)
    first = SimpleSection.objects.get(edition=1)

    for one in (first, second):
        rows = list(one.paragraphs.select_related("twin", "said_with").order_by("twin__position"))
        body = simple_editions.canonical(version_of(text), one, rows)
        assert fingerprints.hashlib.sha256(body.encode()).hexdigest() == one.sha256
    assert first.sha256 != second.sha256


def test_search_and_files_tell_the_words_of_the_last_edition_alone(client, text):
    sync.drain()
    file = reverse("consultations:version_file", args=[text.slug, 1, "json"])
    before = b"".join(client.get(file).streaming_content)

    beside(text, reason=WHY, moment=LATER)
    sync.drain()

    told_now = json.loads(b"".join(client.get(file).streaming_content))["sections"][0]["paragraphs"]
    assert b"Meno anziani." in before
    assert [one["simple"]["words"] for one in told_now] == ["Più anziani.", "Pochi giovani."]
    found = search(SearchQuery(words="anziani"), frozenset({"public"})).results
    assert [one.url for one in found] == [simple_url(version_of(text))]


def test_a_correction_needs_the_coordinator_a_reason_and_something_to_correct(text):
    with pytest.raises(NotAllowed):
        beside(text, by=drafter(), reason=WHY)
    with pytest.raises(simple_editions.ReasonTooShort):
        beside(text, reason="   corto   ")
    beside(text, reason=WHY)
    with pytest.raises(simple_editions.NothingReady):
        beside(text, reason=WHY)

    assert SimpleSection.objects.count() == 2


def test_the_database_keeps_one_edition_of_each_number_and_none_without_its_reason(text):
    section = SimpleSection.objects.get().section

    for fields in ({"edition": 1}, {"edition": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SimpleSection.objects.create(section=section, sha256="0" * 64, published_at=MOMENT, **fields)


def test_while_the_official_words_change_in_the_editor_what_is_read_in_simple_words_stays(text):
    save(text, ["Più anziani.", "Sempre meno giovani."])
    reword(text, "La popolazione ringiovanisce.")
    save(text, ["Più bambini.", "Sempre meno giovani."])

    coming = simple_coming.edition(text, sheet_of(text).section.pk)
    beside(text, reason=WHY)

    assert (coming.kept, [change.number for change in coming.changes]) == ((1,), [2])
    assert told(version_of(text)) == [(1, "Meno anziani.", 0), (2, "Sempre meno giovani.", 0)]


def test_a_box_that_was_emptied_takes_the_words_away_and_the_earlier_edition_keeps_them(text):
    save(text, ["Più anziani.", ""])

    beside(text, reason=WHY)

    assert told(version_of(text)) == [(1, "Più anziani.", 0)]
    assert SimpleSection.objects.get(edition=1).paragraphs.count() == 2


def test_two_paragraphs_told_apart_are_told_together_in_the_next_edition(text):
    save(text, ["Più anziani, pochi giovani.", Typed(is_said_above=True)])

    beside(text, reason=WHY)

    assert told(version_of(text)) == [(1, "Più anziani, pochi giovani.", 0), (2, "", 1)]


# THREATS: 53
def test_what_was_not_looked_at_does_not_come_out_beside_the_version(client, text):
    client.force_login(coordinator())
    seen = client.get(staff_url("publish", text)).context["coming"].digest
    save(text, ["Più anziani, e soli.", "Pochi giovani."])

    answer = client.post(staff_url("publish", text), {"expected": seen, "reason": WHY})
    again = {"expected": answer.context["coming"].digest, "reason": WHY}

    assert answer.status_code == 409
    assert WHY.replace("«", "") not in answer.content.decode()
    assert WHY in answer.content.decode()
    assert "e soli" in answer.content.decode()
    assert client.post(staff_url("publish", text), again).status_code == 302
    with pytest.raises(ChangedMeanwhile):
        beside(text, reason=WHY, expected=seen)


def test_what_was_not_looked_at_does_not_come_out_with_the_version(client, text):
    reword(text, "La popolazione invecchia in fretta.")
    client.force_login(coordinator())
    shown = client.get(reverse("texts_admin:publish", args=[text.pk]))
    seen = shown.context["form"].initial["expected"]
    save(text, ["Parole che nessuno ha guardato.", "Pochi giovani."])

    with pytest.raises(versions.ChangedMeanwhile):
        published(text, moment=LATER, expected=seen)
    published(text, moment=LATER, expected=simple_coming.digest(drafts.next_version(text)))

    page = shown.content.decode()
    assert "Con la versione escono 2 paragrafi in parole semplici." in page
    assert "1 è diverso da quello che si legge oggi." in page
    assert "Più" in page


def test_the_final_proposal_shows_the_simple_words_and_refuses_others(client, text):
    consultation = ConsultationFactory(text=text, version=version_of(text), is_closed=True)
    reword(text, "La popolazione invecchia in fretta.")
    causes.give_to_all_left(text=text, reason="Correzione decisa d'ufficio.", by=drafter(), moment=MOMENT)
    client.force_login(coordinator())
    url = reverse("consultations_admin:publish", args=[consultation.pk])

    shown = client.get(url)
    save(text, ["Altre.", "Pochi giovani."])
    refused = client.post(url, {"expected": shown.context["expected"]})
    done = client.post(url, {"expected": refused.context["expected"]})

    assert "Con la versione escono 2 paragrafi in parole semplici." in shown.content.decode()
    assert (refused.status_code, done.status_code) == (409, 302)
    assert "o le parole semplici, mentre leggevi" in refused.content.decode()
    assert told(Version.objects.get(number=2)) == [(1, "Altre.", 0), (2, "Pochi giovani.", 0)]


def test_where_only_simple_words_changed_the_coordinator_is_led_to_correct_them(client, text):
    client.force_login(coordinator())

    page = client.get(reverse("texts_admin:publish", args=[text.pk])).content.decode()

    assert "non c&#x27;è nulla da pubblicare" in page or "non c'è nulla da pubblicare" in page
    assert "si correggono da sole, senza una versione nuova" in page
    assert reverse("texts_admin:simple", args=[text.pk]) in page
