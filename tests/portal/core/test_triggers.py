# SPDX-License-Identifier: AGPL-3.0-or-later
"""The database itself refuses to change what is append-only."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from portal.core import audit, triggers
from portal.core.models import AuditEvent, AuditText
from tests.factories.core import UserFactory


def _refused(statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# THREATS: 73
@pytest.mark.django_db
def test_no_statement_changes_or_removes_a_deed():
    user = UserFactory()
    event = audit.record(actor=user, action="thing.happened", target=user, after={"a": 1})
    before = AuditEvent.objects.filter(pk=event.pk).values().get()

    _refused("UPDATE core_auditevent SET action = 'thing.forged'")
    _refused("DELETE FROM core_auditevent")
    _refused("DELETE FROM core_audittext")
    _refused("""UPDATE core_audittext SET body = '{"after": "forged"}'""")

    assert AuditEvent.objects.filter(pk=event.pk).values().get() == before
    assert AuditText.objects.get(event=event).body == {"after": {"a": 1}}


@pytest.mark.django_db
@pytest.mark.postgresql
def test_postgresql_refuses_to_truncate():
    _refused("TRUNCATE core_auditevent CASCADE")


@pytest.mark.django_db
def test_a_text_may_only_be_emptied_as_a_whole():
    user = UserFactory()
    event = audit.record(actor=user, action="thing.happened", target=user, reason="Ada Persona chiede")

    _refused("UPDATE core_audittext SET salt = ''")
    emptied = audit.empty_texts(AuditText.objects.filter(event=event))

    assert emptied == 1
    assert AuditText.objects.filter(event=event).values("salt", "body").get() == {"salt": "", "body": {}}


@pytest.mark.django_db(transaction=True)
def test_a_migrate_puts_back_what_a_rebuilt_table_lost():
    triggers.remove()
    lost = triggers.missing()

    call_command("migrate", verbosity=0)

    assert "core_auditevent" in lost
    assert triggers.missing() == []


@pytest.mark.django_db(transaction=True)
def test_the_system_check_tells_of_an_unguarded_table():
    triggers.remove()
    try:
        with pytest.raises(Exception, match=r"core\.E001"):
            call_command("check", databases=["default"])
    finally:
        triggers.install()
