# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files with an observation: handed in once, private until published, gone with it, erased if never sent."""

import uuid
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.comments import queries, services
from portal.comments.models import Attachment, HeldFile, Observation, WaitingObservation
from portal.comments.services import attachments
from portal.comments.services.attachments import HELD_FOR, MOST_A_DAY, FilesRefused
from portal.comments.services.moderation import Seen
from portal.core.models import PrivateUpload
from tests.factories.comments import ObservationFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.files import AUTHOR, docx, pdf, photo, upload
from tests.portal.comments.writing import TEXT, code_for, form, write_url

pytestmark = pytest.mark.django_db

EMAIL = "marta@cittadini.example"


def hand_in(client, target, *files, **changes):
    """Press «Rivedi» with files; return the answer and the key of the form."""
    data = form(step="rivedi", **changes)
    response = client.post(write_url(target), {**data, "attached": list(files)})
    return response, data


def attached(observation, *, is_published=True, name="turni.pdf"):
    """Return a file of an observation."""
    kept = attachments.hold(key="k", files=[upload(name, pdf())], by=observation.user, moment=timezone.now())[0]
    HeldFile.objects.all().delete()
    return Attachment.objects.create(
        observation=observation,
        upload=kept.upload,
        published_at=timezone.now() if is_published else None,
        added_at=timezone.now(),
    )


def url_of(one):
    return reverse("comments:attachment", args=[one.observation_id, one.pk])


def status(client, one):
    return client.get(url_of(one)).status_code


@pytest.fixture
def _committed(monkeypatch):
    """What happens after a commit happens at once: a test never commits."""
    monkeypatch.setattr("portal.core.uploads.transaction.on_commit", lambda act: act())


def stored(one):
    return storages["private"].exists(one.file.name)


def test_what_is_handed_in_is_in_the_preview_and_goes_with_the_text(client, target):
    ada = UserFactory()
    client.force_login(ada)

    preview, data = hand_in(client, target, upload("../turni.PDF", pdf()), upload("foto.png", photo()))
    client.post(write_url(target), {**data, "step": "invia"})

    observation = Observation.objects.get()
    assert [one.upload.name for one in preview.context["held"]] == ["turni.pdf", "foto.jpg"]
    assert [one.upload.name for one in observation.attachments.all()] == ["turni.pdf", "foto.jpg"]
    assert [one.published_at for one in observation.attachments.all()] == [None, None]
    assert PrivateUpload.objects.filter(uploaded_by=ada).count() == 2
    assert HeldFile.objects.count() == 0


def test_the_author_of_the_file_is_not_in_it_any_more(client, target):
    client.force_login(UserFactory())

    hand_in(client, target, upload("turni.docx", docx()))

    assert AUTHOR.encode() not in HeldFile.objects.get().upload.file.read()


@pytest.mark.usefixtures("_committed")
def test_going_back_to_change_keeps_the_files_and_one_may_be_taken_away(client, target):
    client.force_login(UserFactory())
    _preview, data = hand_in(client, target, upload("a.pdf", pdf()), upload("b.pdf", pdf()))
    first = HeldFile.objects.select_related("upload").first()

    back = client.post(write_url(target), {**data, "step": "modifica"})
    again = client.post(write_url(target), {**data, "step": "rivedi", "remove": [first.pk]})

    assert "a.pdf" in back.content.decode()
    assert [one.upload.name for one in again.context["held"]] == ["b.pdf"]
    assert not stored(first.upload)


# THREATS: 35, 44
def test_a_bad_file_is_refused_at_the_field_and_text_and_good_files_are_kept(client, target):
    client.force_login(UserFactory())

    response, _data = hand_in(client, target, upload("buono.pdf", pdf()), upload("male.pdf", b"<svg onload='x'/>"))

    assert response.status_code == 422
    assert list(response.context["files"].errors) == ["attached"]
    assert "«male.pdf»: È una pagina web o un disegno SVG" in response.content.decode().replace("&laquo;", "«")
    assert TEXT in response.content.decode()
    assert [one.upload.name for one in HeldFile.objects.all()] == ["buono.pdf"]


def test_no_more_than_three_for_a_text_nor_ten_in_a_day(client, target):
    ada = UserFactory()
    client.force_login(ada)
    for _number in range(MOST_A_DAY - 2):
        attached(ObservationFactory(user=ada))

    too_many, data = hand_in(client, target, *(upload(f"{name}.pdf", pdf()) for name in "abcd"))
    refused = client.post(write_url(target), {**data, "step": "invia"})

    assert (too_many.status_code, HeldFile.objects.count()) == (422, 3)
    assert refused.status_code == 429
    assert TEXT in refused.content.decode()


# THREATS: 43
def test_a_file_too_big_is_refused(target, monkeypatch):
    monkeypatch.setattr("portal.core.uploads.MOST_BYTES", 100)
    big = upload("a.pdf", pdf())
    monkeypatch.setattr(big, "size", 11 * 1024 * 1024)

    with pytest.raises(FilesRefused, match="troppo grande: al massimo 10 MB"):
        attachments.hold(key=uuid.uuid4().hex, files=[big], by=None, moment=timezone.now())


def test_files_wait_for_the_code_with_the_text(client, target):
    _preview, data = hand_in(client, target, upload("turni.pdf", pdf()))
    page = client.post(write_url(target), {**data, "step": "invia", "email": EMAIL}).headers["Location"]
    attachments.erase_held(timezone.now() + timedelta(minutes=10))

    client.post(page, {"code": code_for(EMAIL)})

    assert [one.upload.name for one in Observation.objects.get().attachments.all()] == ["turni.pdf"]


@pytest.mark.usefixtures("_committed")
def test_files_of_what_is_never_confirmed_or_never_sent_are_erased(client, target):
    _preview, data = hand_in(client, target, upload("mai-confermato.pdf", pdf()))
    client.post(write_url(target), {**data, "step": "invia", "email": EMAIL})
    hand_in(client, target, upload("mai-inviato.pdf", pdf()))
    kept = list(PrivateUpload.objects.order_by("pk"))
    expires = WaitingObservation.objects.get().expires_at

    services.erase_expired(expires)
    names = list(PrivateUpload.objects.values_list("name", flat=True))
    services.erase_expired(timezone.now() + HELD_FOR + timedelta(seconds=1))

    assert names == ["mai-inviato.pdf"]
    assert PrivateUpload.objects.count() == 0
    assert [stored(one) for one in kept] == [False, False]


def test_somebody_elses_key_takes_nothing_and_adds_nothing(client, target):
    client.force_login(UserFactory())
    _preview, data = hand_in(client, target, upload("a.pdf", pdf()))
    client.post(write_url(target), {**data, "step": "invia"})
    other = Client()

    late = other.post(write_url(target), {**data, "step": "rivedi", "attached": [upload("b.pdf", pdf())]})

    assert late.status_code == 422
    assert HeldFile.objects.count() == 0


# THREATS: 5, 48
def test_nobody_but_author_and_moderators_opens_it_before_it_is_published(client):
    ada = UserFactory()
    observation = ObservationFactory(user=ada, state="PENDING")
    one = attached(observation, is_published=False, name="perché.pdf")
    reader, author, moderator = Client(), Client(), Client()
    author.force_login(ada)
    moderator.force_login(StaffFactory(roles=["Moderazione"]))

    before = [status(each, one) for each in (reader, author, moderator)]
    services.publish(
        observation_id=observation.pk,
        seen=Seen(state="PENDING", revision_number=1),
        by=StaffFactory(),
        moment=timezone.now(),
    )
    response = reader.get(url_of(one))

    assert before == [404, 200, 200]
    assert response.status_code == 200
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''perch%C3%A9.pdf"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
    assert "sandbox" in response["Content-Security-Policy"]


# THREATS: 5, 49
@pytest.mark.parametrize("state", ["HIDDEN", "WITHDRAWN"])
def test_it_is_gone_with_the_observation(client, state):
    observation = ObservationFactory()
    one = attached(observation)
    assert status(client, one) == 200

    Observation.objects.filter(pk=observation.pk).update(state=state)

    assert status(client, one) == 404


def test_another_observations_number_opens_nothing(client):
    one = attached(ObservationFactory())
    other = ObservationFactory()

    assert client.get(reverse("comments:attachment", args=[other.pk, one.pk])).status_code == 404


@pytest.mark.usefixtures("_committed")
def test_a_file_added_later_waits_with_the_new_words_and_goes_if_they_are_refused(client, target):
    ada = UserFactory()
    client.force_login(ada)
    observation = ObservationFactory(target=target, user=ada)
    edit = reverse("comments:edit", args=[observation.pk])

    client.post(edit, {"text": observation.comment, "attached": [upload("nuovo.pdf", pdf())]})
    added = observation.attachments.select_related("upload").get()
    shown = status(Client(), added)
    services.reject_revision(
        observation_id=observation.pk,
        seen=Seen(state="PUBLISHED", revision_number=2),
        reason="PERSONAL_DATA",
        message="Nomina una persona.",
        by=StaffFactory(),
        moment=timezone.now(),
    )

    assert (added.revision_number, shown) == (2, 404)
    assert observation.attachments.count() == 0
    assert not stored(added.upload)


@pytest.mark.usefixtures("_committed")
def test_the_author_takes_a_file_away(client, target):
    ada = UserFactory()
    client.force_login(ada)
    observation = ObservationFactory(target=target, user=ada)
    one = attached(observation)

    client.post(reverse("comments:edit", args=[observation.pk]), {"text": observation.comment, "remove": [one.pk]})

    assert observation.attachments.count() == 0
    assert not stored(one.upload)


# THREATS: 5
def test_readers_see_in_the_thread_only_what_is_published(client):
    observation = ObservationFactory()
    attached(observation, name="si.pdf")
    attached(observation, is_published=False, name="no.pdf")

    page = client.get(observation.public_url)
    listed = queries.thread_page(scope=observation.scope, viewer=UserFactory(), audience=frozenset({"public"}))

    assert [one.name for one in listed.threads[0].files] == ["si.pdf"]
    assert "no.pdf" not in page.content.decode()


def test_a_person_finds_them_in_their_data_and_leaving_takes_the_name_away():
    ada = UserFactory()
    public, waiting = ObservationFactory(user=ada), ObservationFactory(user=ada, state="PENDING")
    kept = attached(public, name="Ada Rossi turni.pdf")
    erased = attached(waiting, is_published=False)

    exported = queries.export_of(ada)
    services.forget_person(user=ada)

    assert [row["allegati"] for row in exported] == [["Ada Rossi turni.pdf"], ["turni.pdf"]]
    assert PrivateUpload.objects.get(pk=kept.upload_id).name == "allegato 1.pdf"
    assert not PrivateUpload.objects.filter(pk=erased.upload_id).exists()
