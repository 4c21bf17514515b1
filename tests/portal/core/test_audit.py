# SPDX-License-Identifier: AGPL-3.0-or-later
"""The trail is sealed, and tells when it was touched."""

from datetime import timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.core import audit, audit_chain, triggers
from portal.core.models import AuditEvent, AuditSeal, AuditSealedEvent, AuditText
from tests.factories.core import AreaFactory, UserFactory

pytestmark = pytest.mark.django_db


def _forge(statement):
    """What somebody with the keys of the database could do."""
    with triggers.suspended(), connection.cursor() as cursor:
        cursor.execute(statement)


def _some_deeds(number=3):
    user = UserFactory()
    return [
        audit.record(actor=user, action="thing.happened", target=user, reason=f"motivo {index}")
        for index in range(number)
    ]


def test_the_worker_seals_what_was_written_and_the_walk_finds_it_sound():
    _some_deeds()

    sealed = audit_chain.seal()
    again = audit_chain.seal()
    verdict = audit_chain.verify()

    assert (sealed, again) == (3, 0)
    assert (verdict.sealed, verdict.unsealed, verdict.faults, verdict.is_sound) == (3, 0, [], True)


def test_a_deed_committed_late_with_a_lower_number_is_sealed_later_and_forks_nothing():
    first, second, third = _some_deeds()
    link = AuditSeal.objects.create(
        sealed_at=timezone.now(),
        event_ids=[second.pk],
        previous_hash=audit_chain.FIRST_HASH,
        hash="",
    )
    with triggers.suspended():
        link.hash = audit_chain._hash(link.previous_hash, link.sealed_at, [AuditEvent.objects.get(pk=second.pk)])
        link.save()
    AuditSealedEvent.objects.create(event=second, seal=link)

    audit_chain.seal()

    assert list(AuditSeal.objects.order_by("pk").values_list("event_ids", flat=True)) == [
        [second.pk],
        [first.pk, third.pk],
    ]
    assert audit_chain.verify().faults == []


# THREATS: 73
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditevent SET action = 'thing.forged' WHERE id = (SELECT min(id) FROM core_auditevent)",
        'UPDATE core_audittext SET body = \'{"reason": "altro"}\' '
        "WHERE event_id = (SELECT min(id) FROM core_auditevent)",
        "DELETE FROM core_auditsealedevent WHERE event_id = (SELECT min(id) FROM core_auditevent)",
        "UPDATE core_auditseal SET hash = 'falso'",
    ],
)
def test_the_walk_finds_what_was_forged(statement):
    _some_deeds()
    audit_chain.seal()

    _forge(statement)

    assert audit_chain.verify().is_sound is False
    with pytest.raises(CommandError):
        call_command("audit_verify", stdout=StringIO(), stderr=StringIO())


def test_an_emptied_text_leaves_the_chain_sound():
    _some_deeds()
    audit_chain.seal()

    audit.empty_texts(AuditText.objects.all())

    assert audit_chain.verify().is_sound is True


def test_a_deed_that_waits_too_long_for_its_seal_is_reported():
    with time_machine.travel(timezone.now() - timedelta(hours=1), tick=False):
        _some_deeds(1)

    verdict = audit_chain.verify()

    assert (verdict.unsealed, verdict.late, verdict.is_sound) == (1, 1, False)


def test_a_deed_that_is_undone_leaves_no_row():
    user = UserFactory()

    with transaction.atomic():
        audit.record(actor=user, action="thing.happened", target=user)
        transaction.set_rollback(True)

    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_that_seal_at_once_make_one_chain():
    _some_deeds(5)
    barrier = Barrier(2)

    def work():
        barrier.wait()
        audit_chain.seal()
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    audit_chain.seal()

    assert audit_chain.verify().faults == []
    assert AuditSealedEvent.objects.count() == 5


def test_a_named_deed_is_shown_in_wagtails_history_without_personal_words():
    user = UserFactory(first_name="Zelinda", last_name="Canarini")

    audit.record(actor=user, action="account.changed", target=user, after={"first_name": "Zelinda"})
    entry = ModelLogEntry.objects.get(action="account.changed")

    assert (entry.label, entry.user_id, entry.data) == (f"persona {user.pk}", user.pk, {})


def test_what_wagtails_admin_edits_is_in_the_trail_too():
    area = AreaFactory()
    user = UserFactory()

    ModelLogEntry.objects.log_action(area, "wagtail.edit", user=user)
    event = AuditEvent.objects.get(action="admin.edited")

    assert (event.actor_id, event.target_kind, event.target_id) == (user.pk, "core.area", str(area.pk))
