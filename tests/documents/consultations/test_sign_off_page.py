# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of a sign-off: for ever, for whom may read its words, with the words that it changed."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import SignOff
from documents.consultations.queries import sign_offs
from documents.consultations.services import causes
from documents.consultations.services import sign_offs as services
from documents.consultations.services.causes import Why
from portal.core import roles
from tests.documents.consultations.test_causes import keys, rewrite
from tests.documents.consultations.test_sign_offs import REMARKS, flag, referent, sign
from tests.factories.consultations_drafts import coordinator, drafter, imported, pages_of, published
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.files import pdf, upload

pytestmark = pytest.mark.django_db

OPINION = "Parere favorevole, se ci sono anche i medici."


@pytest.fixture
def text():
    """A text in its first version, whose first section waits for the signature."""
    made = imported()
    published(made)
    flag(pages_of(made)[0])
    return made


def url(row, name="sign_off_page"):
    return reverse(f"consultations:{name}", args=[row.section.text.slug, row.pk])


def shown(row, client=None):
    return " ".join((client or Client()).get(url(row)).content.decode().split())


def waiting(text):
    return sign_offs.standing(text)[0]


def noted(text):
    """The office records a note of the health authority on the words that are ready."""
    found = waiting(text)
    note = services.Note(number="ASP 12/2026", day=date(2026, 3, 1), file=upload("nota.pdf", pdf()))
    office = StaffFactory(roles=[roles.OFFICE])
    return services.record_note(
        section_pk=found.section.pk, digest=found.digest, note=note, by=office, moment=timezone.now()
    )


def give_back(text):
    found = waiting(text)
    return services.give_back(
        section_pk=found.section.pk, digest=found.digest, remarks=REMARKS, by=referent(), moment=timezone.now()
    )


def changes(text, row):
    """The words become others because of this sign-off, and a version says so."""
    rewrite(text, words="La popolazione invecchia e i medici sono pochi.")
    why = Why(kind="SIGN_OFF", sign_off_id=row.pk, words=OPINION)
    causes.give(text=text, stretches=keys(text), why=why, by=drafter(), moment=timezone.now())
    return published(text, left="")


def test_a_page_says_who_signed_when_how_and_on_which_words(text):
    row = sign(waiting(text))

    page = shown(row)

    assert "Firmata." in page
    assert "<dd>Referente del Distretto della Salute</dd>" in page
    assert "Su questo sito, da chi ne ha l&#x27;incarico." in page
    assert reverse("consultations:version_section", args=[text.slug, 1, "il-contesto"]) in page
    assert "Riguarda le parole che si leggono oggi." in page
    assert row.digest in page


def test_a_note_on_paper_says_number_and_day_and_its_copy_is_for_the_office_and_the_referent(text):
    row = noted(text)
    office, health = Client(), Client()
    office.force_login(drafter())
    health.force_login(referent())
    other = Client()
    other.force_login(UserFactory())

    page = shown(row)

    assert "numero ASP 12/2026, domenica 1 marzo 2026" in page
    assert "Con una nota dell&#x27;azienda sanitaria, registrata dall&#x27;ufficio." in page
    assert ("nota.pdf" in page, "nota.pdf" in shown(row, office)) == (False, True)
    got = [one.get(url(row, "sign_off_file")) for one in (Client(), other, office, health)]
    assert [answer.status_code for answer in got] == [404, 404, 200, 200]
    assert got[2]["Cache-Control"] == "private, no-store"


# THREATS: 1
def test_words_that_nobody_reads_yet_have_no_page_but_for_who_writes_and_who_signs(text):
    rewrite(text, words="Parole che nessuno legge ancora.")
    row = sign(waiting(text))
    insider = Client()
    insider.force_login(drafter())
    other = Client()
    other.force_login(UserFactory())

    answers = [client.get(url(row)) for client in (Client(), other, insider)]

    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert answers[2]["Cache-Control"] == "private, no-store"
    assert "Riguarda le parole pronte per la prossima versione" in answers[2].content.decode()
    published(text)
    assert Client().get(url(row)).status_code == 200


def test_remarks_stay_in_the_office_even_when_a_change_names_them(text):
    row = give_back(text)
    hidden = Client().get(url(row)).status_code
    changes(text, row)
    insider = Client()
    insider.force_login(drafter())

    page = shown(row)

    assert hidden == 404
    assert ("Restituita con osservazioni." in page, REMARKS in page) == (True, False)
    assert REMARKS in shown(row, insider)
    assert "Riguardava parole che dalla versione 2 sono cambiate." in page


def test_it_is_read_both_ways_from_the_change_to_the_sign_off_and_back(text):
    row = noted(text)
    changes(text, row)

    redline = Client().get(reverse("consultations:redline", args=[text.slug, 1, 2])).content.decode()
    page = shown(row)

    assert (
        f'<a href="{url(row)}">visto: Distretto della Salute, nota n. ASP 12/2026, domenica 1 marzo 2026</a>' in redline
    )
    assert "Le parole che ha cambiato" in page
    assert "e i medici sono pochi" in page
    assert f"{reverse('consultations:redline', args=[text.slug, 1, 2])}?paragrafo=" in page


def test_when_the_words_change_the_page_says_since_which_version_it_holds_no_more(text):
    row = sign(waiting(text))
    rewrite(text, words="La popolazione cambia.")
    published(text)

    page = shown(row)

    assert "Non vale più dalla versione 2" in page
    assert "Il contesto</span>, versione 1" in page


def test_a_silence_and_the_reason_of_going_on_lead_to_each_other(text):
    found, after = waiting(text), timezone.now() + timedelta(days=40)
    services.record_silence(after)
    row = services.override(
        section_pk=found.section.pk, digest=found.digest, reason=REMARKS, by=coordinator(), moment=after
    )
    silence = SignOff.objects.get(kind="SILENCE")

    assert REMARKS in shown(row)
    assert "Il coordinamento è andato avanti dopo il silenzio, con un motivo pubblico." in shown(row)
    assert "Il termine è passato senza risposta" in shown(silence)
    assert (url(silence) in shown(row), url(row) in shown(silence)) == (True, True)


def test_the_section_and_its_version_lead_to_the_page(text):
    row = sign(waiting(text))
    addresses = [
        reverse("consultations:section", args=[text.slug, "il-contesto"]),
        reverse("consultations:version", args=[text.slug, 1]),
    ]

    assert [url(row) in Client().get(address).content.decode() for address in addresses] == [True, True]


def test_it_is_of_its_text_alone(text):
    row = sign(waiting(text))
    other = published(imported(title="Un altro")).text

    assert Client().get(reverse("consultations:sign_off_page", args=[other.slug, row.pk])).status_code == 404


@pytest.mark.parametrize("versions", [1, 4])
def test_the_page_costs_the_same_however_many_versions_there_are(text, versions, django_assert_num_queries):
    row = sign(waiting(text))
    for number in range(versions):
        rewrite(text, words=f"La popolazione cambia, volta {number}.")
        published(text)
    Client().get(url(row))

    with django_assert_num_queries(9):
        Client().get(url(row))
