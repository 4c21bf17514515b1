# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables whose rows are added and never changed: the database itself refuses, on SQLite and on PostgreSQL.

An app names its own in `AppConfig.ready()`. They are installed after every migrate, because SQLite drops the triggers
of a table that it rebuilds, and a system check (`manage.py check --database default`) tells of what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL: Final = "append-only table"
FUNCTION: Final = "portal_append_only"


@dataclass(frozen=True)
class Guarded:
    """A table and the only changes that it takes."""

    table: str
    may_become: Mapping[str, str] = field(default_factory=dict)
    may_change: frozenset[str] = frozenset()
    refused_update: str = ""
    refused_delete: str = ""


_guarded: dict[str, Guarded] = {}


def immutable(*tables: str) -> None:
    """Have the database refuse every UPDATE, DELETE and TRUNCATE of these tables."""
    for table in tables:
        _guarded[table] = Guarded(table)


def immutable_except(table: str, *columns: str) -> None:
    """The same, but these columns may change (the state of a frozen version)."""
    _guarded[table] = Guarded(table, may_change=frozenset(columns))


def emptiable(table: str, **empty: str) -> None:
    """The same, but these columns together may take these empty values (personal text beside the audit trail)."""
    _guarded[table] = Guarded(table, may_become=empty)


def refusing(table: str, *, update: str, delete: str) -> None:
    """Have the database refuse the changes of this table for which a question in SQL, about OLD and NEW, is true."""
    _guarded[table] = Guarded(table, refused_update=update, refused_delete=delete)


def install(using: str = "default") -> None:
    """Put the triggers on every guarded table that exists; safe to repeat."""
    connection = connections[using]
    existing = set(existing_tables(using))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; "  # noqa: E501 -- one statement
                "END $$"
            )
        for guarded in _guarded.values():
            if guarded.table in existing:
                for statement in _drops(connection, guarded) + _creations(connection, guarded):
                    cursor.execute(statement)


def remove(using: str = "default") -> None:
    """Take the triggers away: only for the teardown of tests and for a restore."""
    connection = connections[using]
    existing = set(existing_tables(using))
    with connection.cursor() as cursor:
        for guarded in _guarded.values():
            if guarded.table in existing:
                for statement in _drops(connection, guarded):
                    cursor.execute(statement)


def existing_tables(using: str = "default") -> list[str]:
    """Return the tables that the database has now."""
    return connections[using].introspection.table_names()


def missing(using: str = "default") -> list[str]:
    """Return the guarded tables that exist without all of their triggers."""
    connection = connections[using]
    existing = set(existing_tables(using))
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return sorted(
        guarded.table
        for guarded in _guarded.values()
        if guarded.table in existing and not set(_names(connection, guarded)) <= present
    )


@contextmanager
def suspended(using: str = "default") -> Iterator[None]:
    """Run a block without the triggers: for the teardown of tests, whose `flush` empties every table."""
    remove(using)
    try:
        yield
    finally:
        install(using)


def _names(connection: BaseDatabaseWrapper, guarded: Guarded) -> list[str]:
    kinds = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    return [f"{guarded.table}_no_{kind}" for kind in kinds]


def _drops(connection: BaseDatabaseWrapper, guarded: Guarded) -> list[str]:
    on = f' ON "{guarded.table}"' if connection.vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{name}"{on}' for name in _names(connection, guarded)]


def _creations(connection: BaseDatabaseWrapper, guarded: Guarded) -> list[str]:
    if guarded.refused_update:
        return _conditional(connection, guarded)
    table, condition = guarded.table, _when(connection, guarded)
    when = f" WHEN ({condition})" if condition else ""
    if connection.vendor == "postgresql":
        call = f"EXECUTE FUNCTION {FUNCTION}()"
        return [
            f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" FOR EACH ROW{when} {call}',
            f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {call}',
            f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT {call}',
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {table}'); END"
    return [
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}"{when} {refuse}',
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" {refuse}',
    ]


def _conditional(connection: BaseDatabaseWrapper, guarded: Guarded) -> list[str]:
    """A question may ask other tables, which a WHEN of PostgreSQL may not: there each trigger has a function."""
    table = guarded.table
    questions = {"update": guarded.refused_update, "delete": guarded.refused_delete}
    if connection.vendor != "postgresql":
        return [
            f'CREATE TRIGGER "{table}_no_{kind}" BEFORE {kind.upper()} ON "{table}" '
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}: {table}') WHERE {question}; END"
            for kind, question in questions.items()
        ]
    statements = []
    for kind, question in questions.items():
        function = f"{FUNCTION}_{table}_{kind}"
        statements += [
            f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {question} THEN RAISE EXCEPTION '{REFUSAL}: %', TG_TABLE_NAME USING ERRCODE = "
            f"'integrity_constraint_violation'; END IF; RETURN {'NEW' if kind == 'update' else 'OLD'}; END $$",
            f'CREATE TRIGGER "{table}_no_{kind}" BEFORE {kind.upper()} ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION {function}()",
        ]
    truncate = f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}()'
    return [*statements, f'CREATE TRIGGER "{table}_no_truncate" {truncate}']


def _when(connection: BaseDatabaseWrapper, guarded: Guarded) -> str:
    if not guarded.may_become and not guarded.may_change:
        return ""
    differs = "IS DISTINCT FROM" if connection.vendor == "postgresql" else "IS NOT"
    free = guarded.may_change | set(guarded.may_become)
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, guarded.table)]
    clauses = [f'NEW."{name}" {differs} OLD."{name}"' for name in columns if name not in free]
    clauses += [f"CAST(NEW.\"{name}\" AS text) <> '{value}'" for name, value in guarded.may_become.items()]
    return " OR ".join(clauses)
