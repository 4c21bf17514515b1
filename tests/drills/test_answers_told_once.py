# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker dies between «publish all» and the mails: after a restart each author has been told exactly once."""

import os
import re
import signal

import pytest
from django.utils import timezone

from documents.consultations.models import Outcome
from documents.consultations.services import publication
from portal.notifications.models import Notification, OutgoingMail
from tests.drills.house import wait_until
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import coordinator, imported, published

pytestmark = pytest.mark.xdist_group("drills")
AUTHORS = 6


def answered():
    """Return a closed consultation with an answer prepared for each of six authors."""
    text = imported("# Piano della prova\n\n## Sezione\n\nParole della prova.\n")
    consultation = ConsultationFactory(text=text, version=published(text), is_closed=True)
    twin = consultation.version.paragraphs.filter(is_heading=False).first()
    for _ in range(AUTHORS):
        said = ObservationFactory(scope=consultation.scope, target_id=str(twin.paragraph_id), quote=twin.plain)
        OutcomeFactory(observation=said)
    return consultation


def written_to(folder, address):
    """Return how many messages to an address were written to files."""
    files = folder.glob("*.log") if folder.exists() else []
    return sum(len(re.findall(rf"^To: {re.escape(address)}$", file.read_text(), re.MULTILINE)) for file in files)


# THREATS: 57
def test_each_author_is_told_once_although_the_worker_died_after_publishing(house):
    OutgoingMail.objects.all().delete()
    Notification.objects.all().delete()
    consultation = answered()
    (house.folder / "held").unlink(missing_ok=True)
    (house.folder / "hold").touch()

    publication.publish_proposal(consultation=consultation, by=coordinator(), moment=timezone.now())
    authors = [one.observation.user for one in Outcome.objects.filter(consultation=consultation)]
    first = house.start("work")
    wait_until((house.folder / "held").exists, "il lavoro tiene un messaggio in mano", hint=house.said)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    before = [written_to(house.folder / "mail", author.email) for author in authors]
    OutgoingMail.objects.filter(sent_at=None).exclude(claimed_until=None).update(claimed_until=timezone.now())
    (house.folder / "hold").unlink()
    house.start("work")

    def is_told():
        return all(written_to(house.folder / "mail", author.email) for author in authors)

    wait_until(is_told, "tutti avvisati", hint=house.said)
    wait_until(lambda: not OutgoingMail.objects.filter(sent_at=None).exists(), "tutto spedito", hint=house.said)
    told = Notification.objects.filter(event="consultation.answered")
    assert before == [0] * AUTHORS
    assert [written_to(house.folder / "mail", author.email) for author in authors] == [1] * AUTHORS
    assert sorted(told.values_list("recipient_id", flat=True)) == sorted(author.pk for author in authors)
    assert Outcome.objects.published().filter(consultation=consultation).count() == AUTHORS
