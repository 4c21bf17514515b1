# SPDX-License-Identifier: AGPL-3.0-or-later
"""Applying to join the Distretto, as a person does it."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partners import services
from partners.enums import ApplicationState
from partners.models import Application, ApplicationFile, RuntsRecord, WaitingApplication
from portal.core import emptying
from portal.core.models import AuditEvent, PrivateUpload
from portal.notifications.models import OutgoingMail
from tests.factories.adhesion import CODES, PDF, CallAttachmentFactory, CallFactory, sent, typed
from tests.factories.core import UserFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_aside(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path


def apply_url(call):
    return reverse("partners:apply", args=[call.slug])


def post(client, call, step, **fields):
    return client.post(apply_url(call), {**typed(), "step": step, **fields})


def test_who_is_signed_in_sends_in_two_steps_and_gets_number_receipt_and_mail(client):
    call, person = CallFactory(), UserFactory(email="rosa@filo.example")
    client.force_login(person)

    checked = post(client, call, "rivedi")
    response = post(client, call, "invia")

    application = Application.objects.get()
    mail = OutgoingMail.objects.get()
    assert (checked.status_code, "Il Filo di Lana" in checked.text) == (200, True)
    assert response["Location"] == application.receipt_url
    assert (application.state, application.number) == (ApplicationState.SENT, f"AD-{timezone.localdate().year}-0001")
    assert (mail.to, application.number in mail.text, application.receipt_url in mail.text) == (
        "rosa@filo.example", True, True,
    )  # fmt: skip
    assert list(AuditEvent.objects.filter(action="application.sent").values_list("actor_id", flat=True)) == [person.pk]


# THREATS: 53
def test_sending_twice_is_one_application_and_one_mail(client):
    call = CallFactory()
    client.force_login(UserFactory())
    first = post(client, call, "invia")
    draft = Application.objects.get()

    again = services.submit(application=draft, by=draft.applicant, moment=timezone.now())

    assert again.receipt_url == first["Location"]
    assert (Application.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_what_the_runts_knows_is_not_asked_and_prevails_over_what_is_typed(client):
    call = CallFactory()
    RuntsRecord.objects.create(
        fiscal_code=CODES[0], name="FILO DI LANA APS", section="APS", number="55", municipality="X"
    )
    client.force_login(UserFactory())

    looked = client.post(apply_url(call), {"fiscal_code": "0012 7040 764", "step": "cerca", "key": typed()["key"]})
    post(client, call, "invia", name="Tutt'altro nome", kind="COMUNE")

    application = Application.objects.get()
    assert ("FILO DI LANA APS" in looked.text, 'name="name"' in looked.text) == (True, False)
    assert (application.name, application.kind, application.runts_section, application.runts_number) == (
        "FILO DI LANA APS", "ETS", "APS", "55",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words"),
    [("RCCMNL83S18D969H", "di una persona"), ("93001234567", "non è giusto"), ("12345", "non è giusto"), ("", "")],
)
def test_a_wrong_code_and_a_persons_are_refused_with_the_reason_and_nothing_typed_is_lost(client, code, words):
    call = CallFactory()

    response = post(client, call, "rivedi", fiscal_code=code, what_it_does="Parole che restano.")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["fiscal_code"]
    assert words in response.text
    assert "Parole che restano." in response.text


def test_who_has_not_signed_in_writes_first_and_the_code_sends_it_as_of_when_it_was_written(client):
    call = CallFactory()

    response = post(client, call, "invia", email_for_code="Rosa@Filo.example")
    waiting = WaitingApplication.objects.get()
    code = re.search(r"\b\d{6}\b", OutgoingMail.objects.get().text).group()
    before = Application.objects.count()
    wrong = client.post(waiting.confirm_url, {"code": "000000" if code != "000000" else "111111"})
    done = client.post(waiting.confirm_url, {"code": code})

    application = Application.objects.get()
    assert (response["Location"], before, wrong.status_code) == (waiting.confirm_url, 0, 422)
    assert done["Location"] == application.receipt_url
    assert (application.state, application.applicant.email) == (ApplicationState.SENT, "rosa@filo.example")
    assert application.sent_at == waiting.sent_at


def test_what_nobody_confirms_is_erased(client):
    call = CallFactory()
    post(client, call, "invia", email_for_code="rosa@filo.example")

    services.erase_expired(timezone.now() + timedelta(hours=2))

    assert WaitingApplication.objects.count() == 0


def test_after_the_code_a_wanted_document_is_still_asked(client):
    call = CallAttachmentFactory().call
    post(client, call, "invia", email_for_code="rosa@filo.example")
    waiting = WaitingApplication.objects.get()
    code = re.search(r"\b\d{6}\b", OutgoingMail.objects.get().text).group()

    done = client.post(waiting.confirm_url, {"code": code}, follow=True)

    assert Application.objects.get().state == ApplicationState.DRAFT
    assert "Manca un documento" in done.text
    assert done.request["PATH_INFO"] == apply_url(call)


# THREATS: 18
def test_a_draft_is_kept_as_one_goes_for_its_author_only(client):
    call, person = CallFactory(), UserFactory()
    client.force_login(person)
    client.post(apply_url(call), {"fiscal_code": CODES[0], "key": typed()["key"], "step": "salva", "state": "AMMESSA",
                                  "number": "AD-1", "applicant": UserFactory().pk})  # fmt: skip
    draft = Application.objects.get()

    mine = client.get(apply_url(call)).text
    client.force_login(UserFactory())
    theirs = client.get(apply_url(call)).text

    assert (draft.state, draft.number, draft.applicant) == (ApplicationState.DRAFT, "", person)
    assert (CODES[0] in mine, CODES[0] in theirs) == (True, False)
    assert client.get(draft.receipt_url).status_code == 404
    assert client.get(reverse("partners:withdraw_application", args=[draft.receipt_code])).status_code == 404


# THREATS: 44
def test_a_wanted_document_is_taken_by_its_content_and_refused_at_its_field(client):
    wanted = CallAttachmentFactory()
    client.force_login(UserFactory())
    name = f"allegato_{wanted.pk}"

    missing = post(client, wanted.call, "rivedi")
    false_pdf = post(client, wanted.call, "rivedi", **{name: SimpleUploadedFile("statuto.pdf", b"<html>ciao</html>")})
    good = post(client, wanted.call, "rivedi", **{name: SimpleUploadedFile("statuto.pdf", PDF)})
    newer = post(client, wanted.call, "rivedi", **{name: SimpleUploadedFile("nuovo.pdf", PDF + b"\n")})
    post(client, wanted.call, "invia")

    assert [response.status_code for response in (missing, false_pdf, good, newer)] == [422, 422, 200, 200]
    assert (list(missing.context["form"].errors), list(false_pdf.context["form"].errors)) == ([name], [name])
    assert ApplicationFile.objects.get().upload.name == "nuovo.pdf"
    assert (PrivateUpload.objects.count(), Application.objects.get().state) == (1, ApplicationState.SENT)


# THREATS: 6, 7
def test_documents_and_answers_are_of_who_applied(client):
    application = sent()
    upload = services.add_file(
        application=application, file=SimpleUploadedFile("a.pdf", PDF), by=application.applicant, moment=timezone.now()
    )
    url = reverse("partners:application_file", args=[application.receipt_code, upload.pk])
    client.force_login(UserFactory())
    stranger = client.get(url).status_code
    client.force_login(application.applicant)

    assert (stranger, client.get(url).status_code) == (404, 200)
    other = sent(code=CODES[1])
    swapped = reverse("partners:application_file", args=[other.receipt_code, upload.pk])
    assert client.get(swapped).status_code == 404


def test_one_application_with_a_code_waits_at_a_time_and_the_other_is_told(client):
    application = sent()
    client.force_login(UserFactory())

    response = post(client, application.call, "invia")

    assert (response.status_code, "già una domanda" in response.text) == (409, True)
    assert Application.objects.sent().count() == 1


@pytest.mark.parametrize(
    "dates",
    [{"opens_at": timezone.now() + timedelta(days=1)}, {"closes_at": timezone.now() - timedelta(hours=1)}],
    ids=["not yet", "over"],
)
def test_a_closed_call_takes_nothing_and_gives_the_words_back(client, dates):
    call = CallFactory(**dates)
    client.force_login(UserFactory())

    response = post(client, call, "invia", what_it_does="Queste parole tornano.")

    assert (response.status_code, "Queste parole tornano." in response.text) == (409, True)
    assert Application.objects.count() == 0
    assert client.get(call.url).status_code == 200


def test_a_call_in_preparation_does_not_exist(client):
    call = CallFactory(is_published=False)

    assert [client.get(call.url).status_code, client.get(apply_url(call)).status_code] == [404, 404]


# THREATS: 8
def test_a_known_code_is_told_but_the_name_of_a_hidden_partner_is_not(client):
    call = CallFactory()
    PartnerFactory(name="Nota a tutti", fiscal_code=CODES[0])
    PartnerFactory(name="Nascosta", fiscal_code=CODES[1], is_public=False)

    known = client.post(apply_url(call), {"fiscal_code": CODES[0], "step": "cerca", "key": typed()["key"]}).text
    hidden = client.post(apply_url(call), {"fiscal_code": CODES[1], "step": "cerca", "key": typed()["key"]}).text

    assert ("Nota a tutti" in known, "è già nel registro" in hidden, "Nascosta" in hidden) == (True, True, False)


def test_the_receipts_code_shows_where_it_is_and_nothing_of_people(client):
    application = sent()

    page = client.get(application.receipt_url)

    assert (application.number in page.text, "Rosa Pace" in page.text) == (True, False)
    assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex")


def test_a_draft_is_thrown_away_and_a_sent_one_is_withdrawn_and_made_again(client):
    application = sent()
    client.force_login(application.applicant)

    client.post(reverse("partners:withdraw_application", args=[application.receipt_code]))
    post(client, application.call, "salva")
    draft = Application.objects.get(state=ApplicationState.DRAFT)
    client.post(reverse("partners:withdraw_application", args=[draft.receipt_code]))
    post(client, application.call, "invia")

    assert sorted(Application.objects.values_list("state", flat=True)) == ["PRESENTATA", "RITIRATA"]


def test_my_area_lists_mine_and_leaving_takes_the_names_away(client):
    application = sent()
    sent(code=CODES[1], name="Di un'altra")
    client.force_login(application.applicant)

    page = client.get(reverse("desk:home")).text
    told = emptying.exported(application.applicant)["domande_di_adesione"]
    emptying.empty_everywhere(application.applicant)

    application.refresh_from_db()
    assert (application.number in page, "Di un'altra" in page) == (True, False)
    assert told[0]["chi_presenta"] == "Rosa Pace"
    assert (application.applicant_name, application.name) == ("", "Il Filo di Lana")


@pytest.mark.parametrize("count", [1, 6])
def test_the_list_of_calls_costs_the_same_however_long(client, count, django_assert_num_queries):
    CallFactory.create_batch(count)
    client.get(reverse("partners:calls"))
    with django_assert_num_queries(4):
        client.get(reverse("partners:calls"))
