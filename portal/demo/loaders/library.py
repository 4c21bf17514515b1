# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tavoli with their meetings, documents, agreements and good practices of the demo site."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from documents.library.enums import DocumentKind, ProtocolKind
from documents.library.models import Document, Protocol, ProtocolParty
from documents.library.services import documents as library_services
from documents.practices import services as practice_services
from documents.practices.enums import PracticeState
from documents.practices.models import Practice
from partners.enums import PartnerKind
from partners.models import Partner
from portal.core import audiences
from portal.core.models import Area, User
from portal.demo import contents
from portal.demo.loaders.files import make_file
from tavoli import services as tavolo_services
from tavoli.enums import TavoloKind, TavoloState, Visibility
from tavoli.models import Meeting, Minutes, Tavolo, TavoloSeat

HOW_TO_JOIN = "Scrivi all'ufficio: se la tua organizzazione lavora in quest'area, ti invitiamo al prossimo incontro."


def load_tavoli(
    areas: dict[str, Area], partners: dict[str, Partner], people: dict[str, User], *, today: date
) -> dict[str, Tavolo]:
    """Return the tavoli by their slug, each with a meeting held and one to come."""
    found = {}
    for row in contents.rows("tavoli", "tavolo"):
        tavolo = Tavolo(
            name=row["name"],
            slug=row["slug"],
            kind=TavoloKind[row["kind"]],
            area=areas[row["area"]],
            purpose=row["purpose"],
            how_to_join=HOW_TO_JOIN,
            visibility=Visibility[row["visibility"]],
            coordinator=people["coordinamento"],
            state=TavoloState.ACTIVE,
        )
        tavolo.seats = [_seat(partners[slug]) for slug in row["partners"]]
        found[tavolo.slug] = tavolo_services.save_tavolo(tavolo=tavolo, by=None)
        for days in (row["last_days"], row["meeting_days"]):
            _fix_meeting(tavolo, row, _working_day(today + timedelta(days=days)))
    return found


def _seat(partner: Partner) -> TavoloSeat:
    return TavoloSeat(partner=partner, is_for_users=partner.kind == PartnerKind.USERS_ORGANISATION)


def _fix_meeting(tavolo: Tavolo, row: dict[str, Any], day: date) -> None:
    starts_at = datetime.combine(day, time(16, 30), tzinfo=timezone.get_default_timezone())
    meeting = Meeting(
        tavolo=tavolo,
        starts_at=starts_at,
        place=row["meeting_place"],
        agenda=row["agenda"],
        notes="Si può partecipare anche da casa: il collegamento arriva per e-mail a chi siede al tavolo.",
    )
    tavolo_services.save_meeting(meeting=meeting, by=None)


def _working_day(day: date) -> date:
    return day + timedelta(days={5: 2, 6: 1}.get(day.weekday(), 0))


def load_documents(
    areas: dict[str, Area], partners: dict[str, Partner], tavoli: dict[str, Tavolo], *, today: date
) -> list[Document]:
    """Return the documents, their words already taken out; verbali are attached to the meeting they tell."""
    found = []
    for row in contents.rows("documents", "document"):
        tavolo = tavoli.get(row.get("tavolo", ""))
        document = _document(row, areas, tavolo, today=today)
        document.parties.set([partners[slug] for slug in row.get("parties", [])])
        library_services.extract_text(document.pk)
        if tavolo is not None:
            meeting = tavolo.meetings.order_by("starts_at").first()
            if meeting is not None:
                Minutes.objects.create(meeting=meeting, document=document)
        found.append(document)
    return found


def _document(row: dict[str, Any], areas: dict[str, Area], tavolo: Tavolo | None, *, today: date) -> Document:
    content = make_file(row["file"], row["title"], row["text"])
    is_reserved = row.get("audience") == "tavolo" and tavolo is not None
    document = Document(
        title=row["title"],
        file=ContentFile(content, name=row["file"]),
        file_size=len(content),
        kind=DocumentKind[row["kind"]],
        number=row.get("number", ""),
        issued_on=_working_day(today + timedelta(days=row["days"])),
        body=row["body"],
        summary=row["summary"],
        area=areas.get(row.get("area", "")),
        in_force_from=today + timedelta(days=row["days"]) if "in_force_days" in row else None,
        in_force_to=today + timedelta(days=row["in_force_days"]) if "in_force_days" in row else None,
        audience=tavolo.token if is_reserved and tavolo else audiences.PUBLIC,
    )
    document.save()
    return document


def load_protocols(areas: dict[str, Area], partners: dict[str, Partner], *, today: date) -> list[Protocol]:
    """Return the agreements with the text that was signed and who signed it."""
    found = []
    for row in contents.rows("documents", "protocol"):
        signed_on = _working_day(today + timedelta(days=row["days"]))
        area = areas[row["area"]]
        signed = _document(
            {**row, "kind": "AGREEMENT", "body": "Firmatari", "summary": row["subject"], "text": _clauses(row)},
            areas,
            None,
            today=today,
        )
        library_services.extract_text(signed.pk)
        protocol = Protocol(
            title=row["title"],
            slug=row["slug"],
            kind=ProtocolKind[row["kind"]],
            number=row["number"],
            signed_on=signed_on,
            subject=row["subject"],
            obligations=row["obligations"],
            area=area,
            in_force_from=signed_on,
            in_force_to=signed_on + timedelta(days=row["lasts"]),
            document=signed,
        )
        protocol.parties = [ProtocolParty(partner=partners[slug], role=role) for slug, role in row["parties"]]
        protocol.save()
        found.append(protocol)
    return found


def _clauses(row: dict[str, Any]) -> list[str]:
    clauses = [row["subject"], *row["obligations"].split(". ")]
    return [f"Articolo {number}. {clause.rstrip('.')}." for number, clause in enumerate(clauses, 1)]


def load_practices(areas: dict[str, Area], partners: dict[str, Partner], *, today: date) -> list[Practice]:
    """Return the good practices, all published."""
    found = []
    for row in contents.rows("practices", "practice"):
        partner = partners[row["partner"]]
        practice = Practice(
            title=row["title"],
            slug=row["slug"],
            area=areas[row["area"]],
            partner=partner,
            state=PracticeState[row["maturity"]],
            problem=row["problem"],
            activities=row["actions"],
            actors=partner.name,
            recipients=row["people"],
            economic_resources=row["resources"],
            evidence=row["results"],
            lessons=row["lessons"],
            transferability=row["transferability"],
            place=row["place"],
            starts_on=today - timedelta(days=700),
            contact_email=partner.email,
            contact_phone=partner.phone,
            is_published=True,
        )
        found.append(practice_services.save_practice(practice=practice, documents=[], by=None))
    return found
