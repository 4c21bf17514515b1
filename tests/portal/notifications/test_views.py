# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link to stop mail, and the mailbox that only the demo has."""

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from portal.core import roles
from portal.notifications import mailbox, queries, sending, services, unsubscribing
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def file_mail(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    return settings


def test_the_link_in_a_mail_stops_mail_only_after_a_press(client):
    person = UserFactory()
    url = unsubscribing.address_for(person).removeprefix("https://portale.example")

    client.get(url)
    after_reading = queries.wants_mail(person)
    client.post(url)

    assert (after_reading, queries.wants_mail(person)) == (True, False)


def test_a_forged_link_leads_nowhere(client):
    response = client.post(reverse("notifications:unsubscribe", args=["1:falso"]))

    assert response.status_code == 404


def test_the_demo_shows_the_code_and_keeps_it_from_nobody(client, file_mail):
    file_mail.IS_DEMO = True
    services.queue_mail(to="ada@cittadini.example", subject="Codice", text="Ecco:\n\n123456\n\nCiao.", is_secret=True)
    services.queue_mail(to="altra@cittadini.example", subject="Altro", text="Vai su https://portale.example/x/ ora")
    sending.send_pending()

    response = client.get("/posta-dimostrativa/", {"a": "ADA@"})

    assert response.status_code == 200
    assert [message.code for message in response.context["messages_sent"]] == ["123456"]
    assert "private" in response["Cache-Control"] or "no-store" in response["Cache-Control"]
    assert [message.links for message in mailbox.last_messages(to="altra")] == [["https://portale.example/x/"]]


def test_outside_the_demo_there_is_no_such_page(client, file_mail):
    file_mail.IS_DEMO = False

    assert client.get("/posta-dimostrativa/").status_code == 404


def test_a_demo_that_sends_real_mail_has_no_such_page(client, settings):
    settings.IS_DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

    assert client.get("/posta-dimostrativa/").status_code == 404


def test_the_mailbox_reads_several_messages_of_one_file(file_mail):
    connection = get_connection()
    connection.open()
    for number in (1, 2):
        connection.send_messages([EmailMessage(f"Numero {number}", "Perché così è.", to=["ada@cittadini.example"])])
    connection.close()

    assert [(message.subject, message.text.strip()) for message in mailbox.last_messages()] == [
        ("Numero 2", "Perché così è."),
        ("Numero 1", "Perché così è."),
    ]


def test_staff_see_what_leaves_but_never_the_words(client, settings):
    settings.IS_DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    services.queue_mail(to="ada@cittadini.example", subject="Il codice 654321", text="Parola 123456", is_secret=True)
    client.force_login(StaffFactory(roles=[roles.ADMINISTRATOR]))

    page = client.get(reverse("notifications_outgoing"))
    content = page.content.decode()

    assert page.status_code == 200
    assert "ada@cittadini.example" in content
    assert "123456" not in content
    assert "654321" not in content


def test_moderators_do_not_see_who_gets_mail(client, settings):
    settings.IS_DEMO = True
    client.force_login(StaffFactory(roles=[roles.MODERATOR]))

    assert client.get(reverse("notifications_outgoing")).status_code in {302, 403}
