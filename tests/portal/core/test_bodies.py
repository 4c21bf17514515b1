# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is too big is refused early, and kept nowhere."""

import tracemalloc

import pytest
from django.urls import reverse

from documents.library.models import Document
from portal.comments import targets
from portal.comments.models import HeldFile, Observation
from portal.core import bodies, roles
from portal.core.bodies import MEGABYTE, MOST_BODY, MOST_FILE, OversizeFile, TooBig
from portal.core.models import PortalImage, PrivateUpload
from tests.factories.comments import KIND, TestPolicy
from tests.factories.consultations import ConsultationFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.portal.comments.writing import TEXT, form, write_url

MARK = "confine"
pytestmark = pytest.mark.django_db


@pytest.fixture
def target(monkeypatch):
    policy = TestPolicy()
    monkeypatch.setitem(targets._policies, KIND, policy)
    return policy.add()


class Line:
    """A body that comes over the line piece by piece: it is never whole in memory; `taken` says how much was read."""

    def __init__(self, fields, megabytes, name="attached"):
        head = "".join(
            f'--{MARK}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in fields.items()
        )
        head += f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"; filename="piano.pdf"\r\n'
        head += "Content-Type: application/pdf\r\n\r\n%PDF-1.7\n"
        self._head, self._tail = head.encode(), f"\r\n--{MARK}--\r\n".encode()
        self._left = megabytes * MEGABYTE
        self.length = len(self._head) + self._left + len(self._tail)
        self.taken = 0

    def read(self, size=-1):
        size = 64 * 1024 if size < 0 else size
        piece, self._head = self._head[:size], self._head[size:]
        if not piece and self._left:
            piece = b"a" * min(size, self._left)
            self._left -= len(piece)
        if not piece:
            piece, self._tail = self._tail[:size], self._tail[size:]
        self.taken += len(piece)
        return piece

    readline = read


def send(client, url, line):
    kind = f"multipart/form-data; boundary={MARK}"
    return client.generic("POST", url, **{"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(line.length), "wsgi.input": line})


# THREATS: 43
def test_a_file_of_26_megabytes_is_refused_at_its_field_with_what_was_typed(client, target):
    client.force_login(UserFactory())

    answer = send(client, write_url(target), Line(form(step="rivedi"), 26))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Il file è troppo grande: al massimo 10 MB." in page
    assert TEXT in page
    assert (HeldFile.objects.count(), PrivateUpload.objects.count(), Observation.objects.count()) == (0, 0, 0)


# THREATS: 43
def test_memory_stays_flat_however_big_the_file(client, target):
    client.force_login(UserFactory())
    send(client, write_url(target), Line(form(step="rivedi"), 26))
    peaks = []
    for megabytes in (26, 55):
        tracemalloc.start()
        assert send(client, write_url(target), Line(form(step="rivedi"), megabytes)).status_code == 422
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] - peaks[0] < 2 * MEGABYTE


# THREATS: 43
@pytest.mark.parametrize("who", ["nobody", "a person", "the office"])
def test_200_megabytes_are_refused_before_the_first_byte_is_read(client, target, who):
    if who != "nobody":
        client.force_login(UserFactory() if who == "a person" else StaffFactory(roles=[roles.OFFICE]))
    line = Line(form(), 200)

    answers = [send(client, url, line) for url in (write_url(target), reverse("wagtaildocs:add"), "/")]

    assert {answer.status_code for answer in answers} == {413}
    assert "Quello che hai mandato è troppo grande" in answers[0].content.decode()
    assert "al massimo 25 MB" in answers[0].content.decode()
    assert answers[0]["Cache-Control"] == "no-store"
    assert line.taken == 0
    assert Observation.objects.count() == 0


# THREATS: 43
def test_a_document_of_26_megabytes_does_not_enter_the_library(client, settings):
    settings.IS_DEMO = True
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    answer = send(client, reverse("wagtaildocs:add"), Line({"title": "Piano", "kind": "OTHER"}, 26, name="file"))

    assert "Il file supera i 25 MB" in answer.content.decode()
    assert Document.objects.count() == 0


# THREATS: 43
@pytest.mark.parametrize("megabytes", [11, 26])
@pytest.mark.parametrize("where", ["wagtailimages:add", "wagtailimages_chooser:create"])
def test_a_picture_that_is_too_big_is_refused_at_its_field_with_its_title(client, settings, where, megabytes):
    settings.IS_DEMO = True
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    prefix = "image-chooser-upload-" if where.endswith(":create") else ""
    fields = {f"{prefix}title": "Il cortile del centro", f"{prefix}collection": "1"}

    answer = send(client, reverse(where), Line(fields, megabytes, name=f"{prefix}file"))

    shown = answer.json()["htmlFragment"] if prefix else answer.content.decode()
    assert f"L&#x27;immagine pesa {megabytes},0\xa0MB: al massimo 10,0\xa0MB." in shown
    assert "Il cortile del centro" in shown
    assert PortalImage.objects.count() == 0


# THREATS: 43
@pytest.mark.parametrize(
    ("megabytes", "told"), [(26, "L'immagine pesa 26,0\xa0MB: al massimo 10,0\xa0MB."), (70, "al massimo 25 MB")]
)
def test_of_many_pictures_the_one_that_is_too_big_says_so_in_its_row(client, settings, megabytes, told):
    settings.IS_DEMO = True
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    client.defaults["HTTP_X_REQUESTED_WITH"] = "XMLHttpRequest"

    answer = send(client, reverse("wagtailimages:add_multiple"), Line({"collection": "1"}, megabytes, name="files[]"))

    assert answer.json()["success"] is False
    assert told in answer.json()["error_message"]
    assert PortalImage.objects.count() == 0


# THREATS: 43
def test_a_sheet_of_letters_that_is_too_big_is_refused_at_its_field(client, settings):
    settings.IS_DEMO = True
    client.force_login(StaffFactory(roles=[roles.MODERATOR]))
    ConsultationFactory()

    answer = send(client, reverse("comments_admin:many"), Line({"da": "foglio"}, 26, name="file"))

    assert "troppo grande: al massimo 5 MB" in answer.content.decode()


def test_several_files_that_each_are_small_enough_pass(client, target):
    assert 3 * 10 * MEGABYTE < MOST_BODY
    assert bodies.most_file("/osservazioni/") == MOST_FILE


def test_only_the_pages_that_say_so_take_more():
    assert bodies.most_file(reverse("runts_admin:add")) == 80 * MEGABYTE
    assert bodies.most_body(reverse("runts_admin:add")) == 81 * MEGABYTE
    assert bodies.most_file(reverse("wagtaildocs:add")) == MOST_FILE


def test_who_does_not_look_at_the_size_does_not_take_it_for_an_empty_file():
    file = OversizeFile("piano.pdf", "application/pdf", 26 * MEGABYTE)

    for look in (file.read, file.chunks, file.open, file.multiple_chunks):
        with pytest.raises(TooBig):
            look()
    assert (bool(file), file.size, file.close()) == (True, 26 * MEGABYTE, None)


def test_a_view_that_reads_it_all_the_same_answers_413(rf):
    answer = bodies.BodyMiddleware(lambda request: None).process_exception(rf.post("/"), TooBig())

    assert answer.status_code == 413
