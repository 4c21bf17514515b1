# SPDX-License-Identifier: AGPL-3.0-or-later
"""A large text with many observations, always the same for the same size: for measuring, not for reading.

Rows are written in bulk, past the services that people use: what is measured is reading and sending among them.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from documents.consultations.enums import Stage, TextKind
from documents.consultations.models import (
    Consultation,
    Paragraph,
    Section,
    Text,
    Version,
    VersionParagraph,
    VersionSection,
    VersionStage,
    Window,
)
from documents.consultations.redline.bench import VOCABULARY
from portal.comments.enums import State
from portal.comments.models import Observation, ObservationRevision
from portal.core.models import PrivacyNotice, User

SLUG = "testo-per-misurare"
SMALL = "testo-piccolo-per-misurare"
SECTIONS, PARAGRAPHS = 20, 100
FEW, MANY = 10, 1_000
AUTHORS = 200
BATCH = 2_000
REPLY_SHARE = 0.3
NAMESPACE = uuid.UUID("5a0e1c1e-7e1b-4e0d-9a53-0c5f0b6f2027")

Tell = Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What was made: the sections with ten and with a thousand observations are the first two."""

    text: Text
    consultation: Consultation
    few: VersionSection
    many: VersionSection


def load(size: int, *, moment: datetime, tell: Tell) -> Scale:
    """Make a text of 2,000 paragraphs with `size` × 1,000 observations, open for comment; twice is once.

    The first section has 10 of them, the second 1,000, the rest are spread over the others.
    """
    found = find()
    if found is None:
        with transaction.atomic():
            found = _make(SLUG, size * 1_000, moment=moment, tell=tell)
    return found


@contextmanager
def beside(total: int, *, moment: datetime) -> Iterator[Scale]:
    """Make the same text with so many observations, more than ten, to compare with; afterwards it never was."""
    with transaction.atomic():
        yield _make(SMALL, total, moment=moment, tell=lambda _: None)
        transaction.set_rollback(True)


def find() -> Scale | None:
    """Return what was made before, if it was."""
    consultation = Consultation.objects.filter(slug=SLUG).select_related("text", "version").first()
    if consultation is None:
        return None
    few, many = consultation.version.sections.order_by("position")[:2]
    return Scale(text=consultation.text, consultation=consultation, few=few, many=many)


def count(scale: Scale) -> int:
    """Return how many observations there are, replies among them."""
    return Observation.objects.in_scope(scale.consultation.scope).count()


def _make(slug: str, total: int, *, moment: datetime, tell: Tell) -> Scale:
    chance = random.Random(2027)  # noqa: S311 -- a repeatable text, not a secret
    tell(f"Un testo di {SECTIONS * PARAGRAPHS} paragrafi…")
    version = _version(chance, slug, moment)
    consultation = _consultation(version, moment)
    tell(f"{total} osservazioni…")
    authors = _authors()
    sections = list(version.sections.order_by("position"))
    spoken = _observations(chance, consultation, sections, authors, total=total, moment=moment)
    insert_in_bulk(Observation, spoken)
    insert_in_bulk(ObservationRevision, _revisions(consultation))
    return Scale(text=version.text, consultation=consultation, few=sections[0], many=sections[1])


def _identity(name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, name)


def _words(chance: random.Random, least: int, most: int) -> str:
    words = " ".join(chance.choices(VOCABULARY, k=chance.randint(least, most)))
    return f"{words[0].upper()}{words[1:]}."


def _version(chance: random.Random, slug: str, moment: datetime) -> Version:
    text = Text.objects.create(
        slug=slug, title="Testo per misurare", kind=TextKind.PIANO, summary="Non è un testo vero."
    )
    version = Version.objects.create(
        text=text, number=1, title=text.title, published_at=moment - timedelta(days=12), sha256="0" * 64
    )
    VersionStage.objects.create(version=version, stage=Stage.CONSULTATION, reached_at=version.published_at)
    Section.objects.bulk_create(Section(pk=_identity(f"{slug}:s{one}"), text=text) for one in range(SECTIONS))
    count = SECTIONS * PARAGRAPHS
    Paragraph.objects.bulk_create(Paragraph(pk=_identity(f"{slug}:p{one}"), text=text) for one in range(count))
    sections = VersionSection.objects.bulk_create(
        VersionSection(
            version=version,
            section_id=_identity(f"{slug}:s{one}"),
            position=one + 1,
            slug=f"sezione-{one + 1}",
            title=f"Sezione {one + 1}",
        )
        for one in range(SECTIONS)
    )
    paragraphs = []
    for number in range(count):
        plain = _words(chance, 15, 50)
        paragraphs.append(
            VersionParagraph(
                version=version,
                section=sections[number // PARAGRAPHS],
                paragraph_id=_identity(f"{slug}:p{number}"),
                position=number + 1,
                number=number + 1,
                html=f"<p>{plain}</p>",
                plain=plain,
            )
        )
    VersionParagraph.objects.bulk_create(paragraphs, batch_size=BATCH)
    return version


def _consultation(version: Version, moment: datetime) -> Consultation:
    consultation = Consultation.objects.create(
        text=version.text,
        version=version,
        slug=version.text.slug,
        title="Consultazione per misurare",
        purpose="Misurare.",
        negotiable="Nulla.",
        not_negotiable="Nulla.",
        responsible_officer="Nessuno",
        responsible_contact="Nessuno",
        office="Ufficio di Piano",
        notice=PrivacyNotice.objects.first() or PrivacyNotice.objects.create(title="Informativa", body="<p>Prova.</p>"),
    )
    Window.objects.create(
        consultation=consultation, opens_at=moment - timedelta(days=10), closes_at=moment + timedelta(days=20)
    )
    return consultation


def _authors() -> list[int]:
    people = [
        User(email=f"misura{one}@misura.example", first_name="Persona", last_name=f"Numero{one}")
        for one in range(AUTHORS)
    ]
    User.objects.bulk_create(people, ignore_conflicts=True)
    return list(User.objects.filter(email__endswith="@misura.example").order_by("pk").values_list("pk", flat=True))


def _section_of(one: int, sections: list[VersionSection]) -> VersionSection:
    if one < FEW:
        return sections[0]
    if one < FEW + MANY:
        return sections[1]
    return sections[2 + one % (len(sections) - 2)]


def _observations(
    chance: random.Random,
    consultation: Consultation,
    sections: list[VersionSection],
    authors: list[int],
    *,
    total: int,
    moment: datetime,
) -> Iterator[Observation]:
    kind = ContentType.objects.get_for_model(Paragraph)
    first = (Observation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    paragraphs: dict[int, list[VersionParagraph]] = {one.pk: list(one.paragraphs.all()) for one in sections}
    last: dict[int, Observation] = {}
    for one in range(total):
        section = _section_of(one, sections)
        parent = last.get(section.pk) if chance.random() < REPLY_SHARE else None
        paragraph = chance.choice(paragraphs[section.pk])
        made = _observation(first + one, consultation, section, paragraph, parent)
        made.content_type, made.site_id = kind, 1
        made.user_id = chance.choice(authors)
        made.comment = _words(chance, 10, 80)
        made.submit_date = made.received_at = made.published_at = moment - timedelta(minutes=total - one)
        made.key, made.receipt_code = f"misura-{made.pk}", f"MISURA-{made.pk}"
        if parent is None:
            last[section.pk] = made
        yield made


def _observation(
    pk: int,
    consultation: Consultation,
    section: VersionSection,
    paragraph: VersionParagraph,
    parent: Observation | None,
) -> Observation:
    where = parent.object_pk if parent else str(paragraph.paragraph_id)
    return Observation(
        pk=pk,
        comment_ptr_id=pk,
        xtdcomment_ptr_id=pk,
        object_pk=where,
        target_id=where,
        target_kind="paragraph",
        section_id=str(section.section_id),
        target_label=f"Paragrafo {paragraph.number}",
        scope=consultation.scope,
        version_number=1,
        quote=paragraph.plain,
        display_name="P. N.",
        state=State.PUBLISHED,
        is_public=True,
        parent_id=parent.pk if parent else pk,
        thread_id=parent.pk if parent else pk,
        level=1 if parent else 0,
        order=2 if parent else 1,
    )


def _revisions(consultation: Consultation) -> Iterator[ObservationRevision]:
    said = Observation.objects.in_scope(consultation.scope).order_by("pk")
    for pk, text, moment in said.values_list("pk", "comment", "received_at").iterator(chunk_size=BATCH):
        yield ObservationRevision(observation_id=pk, number=1, text=text, state="APPROVED", created_at=moment)


def insert_in_bulk(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert rows of a model that may span several tables (Django's `bulk_create` refuses those), in batches."""
    tables: list[type[models.Model]] = [*reversed(model._meta.get_parent_list()), model]
    stream = iter(rows)
    while batch := list(islice(stream, BATCH)):
        for table in tables:
            _insert(table, batch)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(_no_style(), tables):
            cursor.execute(statement)


def _insert(table: type[models.Model], rows: list[Any]) -> None:
    fields = [
        each for each in table._meta.local_concrete_fields if not each.primary_key or each.remote_field or rows[0].pk
    ]
    columns = ", ".join(connection.ops.quote_name(str(each.column)) for each in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [tuple(each.get_db_prep_save(each.pre_save(row, True), connection) for each in fields) for row in rows]
    statement = f"INSERT INTO {connection.ops.quote_name(str(table._meta.db_table))} ({columns}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()
