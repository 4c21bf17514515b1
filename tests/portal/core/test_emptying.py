# SPDX-License-Identifier: AGPL-3.0-or-later
"""Leaving: everything personal goes, what was said in public stays."""

import json
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.core import audit, audit_chain, emptying, retention, roles
from portal.core.models import AuditEvent, User
from portal.core.receivers import NeverDeleted
from portal.core.services import AlreadyEmptied, empty_account
from portal.notifications.models import OutgoingMail
from portal.notifications.services import notify, queue_mail
from tests.factories.core import PASSWORD, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db

CANARY = "Zelinda Canarini"
ADDRESS = "zelinda.canarini@cittadini.example"


def _person(**fields):
    return UserFactory(first_name="Zelinda", last_name="Canarini", email=ADDRESS, **fields)


def _everything_stored():
    """Return all the rows of the database as one text."""
    rows = [json.dumps(list(model.objects.values()), default=str, ensure_ascii=False) for model in apps.get_models()]
    return "\n".join(rows)


# THREATS: 67
def test_the_name_and_the_address_are_nowhere_afterwards(client):
    person = _person()
    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    audit.record(actor=person, action="thing.happened", target=person, after={"name": CANARY})
    audit.record(actor=StaffFactory(), action="thing.happened", target=UserFactory(), reason=f"chiesto da {CANARY}")
    notify(recipients=[person], event="thing.happened", subject="x", url="/")
    queue_mail(to=ADDRESS, subject=f"Cara {CANARY}", text=CANARY)
    audit_chain.seal()

    empty_account(user=person, by=person)
    stored = _everything_stored()

    assert [stored.count(word) for word in ("Zelinda", "Canarini", ADDRESS)] == [0, 0, 0]
    assert audit_chain.verify().faults == []
    assert Session.objects.count() == 0


# THREATS: 67
def test_the_row_stays_so_that_what_was_said_keeps_its_author():
    person = _person()

    empty_account(user=person, by=None)
    row = User.objects.get(pk=person.pk)

    assert (row.email, row.is_active, row.has_usable_password()) == (f"vuoto-{row.pk}@account.invalid", False, False)
    assert AuditEvent.objects.filter(action="account.emptied", target_id=str(person.pk)).count() == 1


def test_an_editor_who_leaves_keeps_neither_rights_nor_name_but_the_deeds_stay():
    editor = StaffFactory(roles=[roles.OFFICE], first_name="Zelinda", last_name="Canarini", email=ADDRESS)
    deed = audit.record(actor=editor, action="outcome.published", target=UserFactory(), reason="Accolta: è giusto.")

    empty_account(user=editor, by=StaffFactory())
    editor.refresh_from_db()

    assert (editor.is_staff, editor.groups.count()) == (False, 0)
    assert AuditEvent.objects.get(pk=deed.pk).text.body == {"reason": "Accolta: è giusto."}
    assert "Canarini" not in _everything_stored()


def test_leaving_twice_is_told():
    person = _person()
    empty_account(user=person, by=person)

    with pytest.raises(AlreadyEmptied):
        empty_account(user=person, by=person)


def test_what_an_app_cannot_empty_keeps_the_whole_account():
    person = _person()

    def fails(user):
        raise RuntimeError

    emptying.on_emptying(fails)
    try:
        with pytest.raises(RuntimeError):
            empty_account(user=person, by=person)
    finally:
        emptying._emptyings.remove(fails)

    assert User.objects.get(pk=person.pk).email == ADDRESS
    assert EmailAddress.objects.filter(email=ADDRESS).count() == 1


@pytest.mark.parametrize("delete", [lambda user: user.delete(), lambda user: User.objects.filter(pk=user.pk).delete()])
def test_an_account_is_never_deleted(delete):
    person = _person()

    with pytest.raises(NeverDeleted), transaction.atomic():
        delete(person)

    assert User.objects.filter(pk=person.pk).count() == 1


def test_an_emptied_address_can_join_again_as_somebody_new():
    from portal.core.accounts import account_for_verified_address

    person = _person()
    empty_account(user=person, by=person)

    assert account_for_verified_address(ADDRESS).pk != person.pk


# THREATS: 69
def test_accounts_that_nobody_proved_are_emptied_after_a_week():
    moment = timezone.now()
    old = UserFactory(is_verified=False, date_joined=moment - timedelta(days=8))
    proved = UserFactory(date_joined=moment - timedelta(days=8))
    new = UserFactory(is_verified=False)

    retention.purge(moment)

    assert [User.objects.get(pk=user.pk).is_emptied for user in (old, proved, new)] == [True, False, False]


# THREATS: 69
def test_who_has_not_come_for_three_years_is_warned_and_then_emptied():
    moment = timezone.now()
    away = UserFactory(last_login=moment - timedelta(days=3 * 365))
    staff = StaffFactory(last_login=moment - timedelta(days=3 * 365))

    retention.purge(moment)
    retention.purge(moment + timedelta(days=1))
    warned = list(OutgoingMail.objects.values_list("to", flat=True))
    after_a_day = User.objects.get(pk=away.pk).is_emptied
    retention.purge(moment + timedelta(days=31))

    assert (warned, after_a_day) == ([away.email], False)
    assert [User.objects.get(pk=user.pk).is_emptied for user in (away, staff)] == [True, False]


# THREATS: 69
def test_the_addresses_of_devices_go_when_sessions_end(client):
    from allauth.usersessions.models import UserSession

    person = _person()
    client.post(reverse("account_login"), {"login": ADDRESS, "password": PASSWORD})
    during = UserSession.objects.filter(user=person).count()

    retention.purge(timezone.now() + timedelta(days=30))

    assert (during, UserSession.objects.count()) == (1, 0)
