# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts of the demo: read, made and published through the same doors that people use; and their consultations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from documents.consultations.enums import TextKind
from documents.consultations.imports.reading import read_file
from documents.consultations.models import Consultation, Section, SectionPage, Text, Version, Window
from documents.consultations.models.pages import body_of
from documents.consultations.services import consultations, imports, versions
from documents.library.models import Document
from portal.core.models import Area, PrivacyNotice, User
from portal.demo import contents
from tavoli.models import Tavolo

MISSING = "Che cosa manca in questa parte?"


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Who writes, who decides, who reads before publishing."""

    drafter: User
    coordinator: User
    moderator: User


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A text of the demo and what is said about it."""

    name: str
    title: str
    kind: TextKind
    summary: str
    origin_note: str = ""


PIANO = Wanted(
    name="piano",
    title="Piano sociale di zona 2027–2029",
    kind=TextKind.PIANO,
    summary="Che cosa farà l'ambito Val Sarva per le persone e le famiglie, con quali soldi ed entro quando.",
)
REGOLAMENTO = Wanted(
    name="regolamento",
    title="Regolamento di funzionamento dell'Ufficio del Piano Sociale",
    kind=TextKind.REGULATION,
    summary="Chi compone l'Ufficio di Piano, che cosa fa e a chi ne rende conto.",
    origin_note="Testo reale della Città di Potenza, usato come esempio: le persone e le osservazioni sono inventate.",
)
COMPARTECIPAZIONE = Wanted(
    name="compartecipazione",
    title="Regolamento di accesso ai servizi e di compartecipazione",
    kind=TextKind.REGULATION,
    summary="Chi può chiedere un servizio, come si chiede e quanto si paga.",
)


def load_text(wanted: Wanted, *, staff: Staff, moment: datetime) -> Version:
    """Bring a text in through the import that people use and publish its first version."""
    content = contents.markdown(wanted.name).encode()
    parsed = read_file(f"{wanted.name}.md", content)
    draft = imports.keep(parsed=parsed, source_name=f"{wanted.name}.md", content=content, by=staff.drafter)
    text = imports.make_text(
        draft=draft,
        by=staff.drafter,
        title=wanted.title,
        kind=wanted.kind,
        summary=wanted.summary,
        origin_note=wanted.origin_note,
        are_ready=True,
    )
    return versions.publish(
        text=text, by=staff.coordinator, moment=moment, note="Prima versione messa in consultazione."
    )


def entrust(text: Text, areas: dict[str, Area], tavoli: dict[str, Tavolo]) -> None:
    """Give every section whose title begins with an area's name that area and the tavolo that works on it."""
    keepers = {tavolo.area_id: tavolo for tavolo in tavoli.values() if not tavolo.is_reserved}
    for area in areas.values():
        found = Section.objects.filter(text=text, twins__title__istartswith=f"{area.name}:")
        keeper = keepers.get(area.pk)
        SectionPage.objects.filter(pk__in=found.values("page_id")).update(area=area, tavolo=keeper)
        Section.objects.filter(pk__in=list(found.values_list("pk", flat=True))).update(area=area, tavolo=keeper)


def consult(
    version: Version,
    *,
    slug: str,
    title: str,
    opens: datetime,
    closes: datetime,
    notice: PrivacyNotice,
    staff: Staff,
    materials: list[Document],
    details: dict[str, str],
) -> Window:
    """Ask the territory about a version, from one instant to another."""
    consultation = Consultation(
        text=version.text,
        version=version,
        slug=slug,
        title=title,
        responsible_officer="Lucia Santarsiero, coordinatrice dell'Ufficio di Piano",
        responsible_contact="ufficiodipiano@valsarva.example, 0900 555 001",
        office="Ufficio di Piano",
        notice=notice,
        **details,
    )
    consultations.save(
        consultation=consultation, questions=[(None, MISSING)], materials=materials, by=staff.coordinator
    )
    return consultations.open_window(
        consultation=consultation, opens_at=opens, closes_at=closes, by=staff.coordinator, moment=opens
    )


def apply_edits(text: Text, edits: list[dict[str, Any]], *, staff: Staff) -> None:
    """Rewrite paragraphs in the editor as the answers promise, and declare their sections ready.

    :raises LookupError: an edit names words that stand in no paragraph.
    """
    assert text.page is not None  # noqa: S101 -- a text that was just imported has its page
    left = list(edits)
    for page in SectionPage.objects.child_of(text.page):
        blocks, changed = [], False
        for block in page.body:
            value = getattr(block.value, "source", block.value)
            edit = next((one for one in left if one["on"] in value), None)
            if edit is not None:
                left.remove(edit)
                value, changed = f"<p>{edit['new']}</p>", True
            blocks.append((block.block_type, value, block.id))
        if changed:
            page.body = body_of(blocks)
            page.save_revision(user=staff.drafter).publish(user=staff.drafter)
    if left:
        raise LookupError(left[0]["on"])


def at(moment: datetime, *, days: int, hour: int, minute: int = 0) -> datetime:
    """Return an hour of Rome so many days from a moment."""
    day = timezone.localdate(moment) + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), tzinfo=timezone.get_default_timezone())


def working_day(moment: datetime, *, days: int) -> int:
    """Return the number of days, moved forward until it falls on a working day."""
    weekday = (timezone.localdate(moment) + timedelta(days=days)).weekday()
    return days + {5: 2, 6: 1}.get(weekday, 0)
