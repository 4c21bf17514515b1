# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Seguimi aggiornato»: told at the opening, when the closing moves, at the results; each once, until one stops."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import Following
from documents.consultations.queries import told
from documents.consultations.services import consultations as services
from documents.consultations.services import following
from portal.notifications import wording
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

REASON = "Tre associazioni hanno chiesto una settimana in più."


def url(consultation):
    return reverse("consultations:follow", args=[consultation.slug])


def events(person):
    return sorted(Notification.objects.filter(recipient=person).values_list("event", flat=True))


def test_one_click_follows_and_one_stops(client):
    consultation, ada = ConsultationFactory(), UserFactory()
    client.force_login(ada)

    for _click in (1, 2):
        client.post(url(consultation))
    followed = Following.objects.filter(person=ada).count()
    client.post(url(consultation), {"azione": "smetti"})

    assert (followed, Following.objects.count()) == (1, 0)


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client):
    response = client.get(url(ConsultationFactory()))

    assert (response.status_code, "/accedi/" in response["Location"] or "login" in response["Location"]) == (302, True)


# THREATS: 1
def test_a_consultation_in_preparation_cannot_be_followed(client):
    client.force_login(UserFactory())

    assert client.post(url(ConsultationFactory(is_preparing=True))).status_code == 404


def test_the_opening_is_told_once_however_often_the_clock_strikes():
    consultation = ConsultationFactory(is_coming=True)
    ada, eva = UserFactory(), UserFactory()
    window = consultation.windows.get()
    following.follow(consultation=consultation, person=ada, moment=timezone.now())

    following.tell_opened(window.opens_at - timedelta(seconds=1))
    before = events(ada)
    for minutes in (0, 5, 10):
        following.tell_opened(window.opens_at + timedelta(minutes=minutes))

    assert (before, events(ada), events(eva)) == ([], ["consultation.opened"], [])


def test_a_moved_closing_is_told_once_to_who_wrote_and_follows():
    consultation = ConsultationFactory()
    ada = ObservationFactory(scope=consultation.scope).user
    following.follow(consultation=consultation, person=ada, moment=timezone.now())
    window = consultation.windows.get()

    services.move_closing(
        window=window, closes_at=window.closes_at + timedelta(days=7), reason=REASON,
        by=StaffFactory(), moment=timezone.now(),
    )  # fmt: skip

    assert events(ada) == ["consultation.extended"]
    words = wording.words_of(Notification.objects.get(recipient=ada))
    assert REASON in words.text
    assert told.stop_url(consultation, ada).rpartition("/segui/")[0] in words.text


def test_the_link_in_the_mail_stops_without_signing_in_but_only_by_the_button():
    consultation, ada = ConsultationFactory(), UserFactory()
    following.follow(consultation=consultation, person=ada, moment=timezone.now())
    path = "/" + told.stop_url(consultation, ada).split("/", 3)[3]
    reader = Client()

    page = reader.get(path)
    still = Following.objects.count()
    reader.post(path, {"azione": "smetti"})

    assert (page.status_code, still, Following.objects.count()) == (200, 1, 0)


# THREATS: 8
def test_a_link_made_for_another_consultation_or_forged_opens_nothing(client):
    consultation, other, ada = ConsultationFactory(), ConsultationFactory(), UserFactory()
    token = told.stop_url(consultation, ada).rstrip("/").rpartition("/")[2]

    answers = [
        client.post(reverse("consultations:unfollow", args=[slug, one])).status_code
        for slug, one in ((other.slug, token), (consultation.slug, "inventato"))
    ]

    assert answers == [404, 404]
