# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations that answer together, letters entered many at once, and a slip with its code."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import datetime, timedelta
from typing import Any

from documents.consultations.models import Consultation, VersionParagraph
from partners import services as partner_services
from partners.enums import MandateRole
from partners.models import Mandate
from portal.comments import targets
from portal.comments.enums import Channel, NameChoice, State
from portal.comments.models import Observation, PartnerResponse, ResponseDraft
from portal.comments.services import claims, moderation, papers_many, responses
from portal.comments.services.papers_many.places import places_of
from portal.comments.targets import Target
from portal.core.audiences import EVERYBODY
from portal.core.models import User
from portal.demo import contents
from portal.demo.loaders.consultations import Place
from portal.demo.loaders.texts import at

SLUG = "regolamento-ufficio-di-piano"
SENT_BY, SENT_FOR = "soms", "soms-la-fratellanza"
FILE = "together"

Row = dict[str, Any]


def load(place: Place) -> None:
    """Load what was written together about the Regolamento: one response sent, one not; letters and minutes."""
    found = Consultation.objects.select_related("version").get(slug=SLUG)
    _colleagues(place)
    for row in contents.rows(FILE, "piece"):
        _piece(row, found, place)
    _send(place)
    _letters(found, place)
    _minutes(found, place)
    _slip(found, place)


def _colleagues(place: Place) -> None:
    """Give the colleagues their mandates: before, each of these organisations had one person who spoke."""
    for row in contents.rows(FILE, "colleague"):
        mandate = Mandate(
            user=place.people[row["key"]],
            partner=place.partners[row["partner"]],
            role=MandateRole.DELEGATE,
            starts_on=(place.moment - timedelta(days=8)).date(),
            ends_on=(place.moment + timedelta(days=600)).date(),
            act_number="2",
            act_date=(place.moment - timedelta(days=9)).date(),
            act_body="Consiglio direttivo",
        )
        partner_services.save_mandate(mandate=mandate, by=None)


def _piece(row: Row, found: Consultation, place: Place) -> None:
    written_at = at(place.moment, days=-5, hour=8) + timedelta(minutes=23 * row["number"])
    partner = place.partners[row["partner"]]
    draft = responses.write_draft(
        target=_target(found, row["number"]),
        partner_id=partner.pk,
        text=row["text"],
        kind="PROPOSAL",
        by=place.people[row["author"]],
        key=uuid.uuid4().hex,
        moment=written_at,
    )
    if "comment" in row:
        responses.comment(
            draft=draft,
            text=row["comment"],
            by=place.people[row["commenter"]],
            key=uuid.uuid4().hex,
            moment=written_at + timedelta(hours=3),
        )
    if row["partner"] == SENT_FOR:
        _copy(row, draft, place, moment=written_at + timedelta(hours=26))


def _copy(row: Row, draft: ResponseDraft, place: Place, *, moment: datetime) -> None:
    lead = place.people[SENT_BY]
    item = responses.take(response_id=draft.response_id, draft_id=draft.pk, by=lead, moment=moment)
    if "copy" in row:
        responses.edit_item(
            item=item, text=row["copy"], kind="PROPOSAL", seen_edition=0, by=lead, moment=moment
        )  # fmt: skip
    if row.get("is_dropped"):
        responses.drop_item(item=item, by=lead, moment=moment)


def _send(place: Place) -> None:
    lead = place.people[SENT_BY]
    response = PartnerResponse.objects.get(partner__slug=SENT_FOR)
    moment = at(place.moment, days=-2, hour=11)
    sent = responses.send(
        response_id=response.pk,
        seen=responses.fingerprint(response),
        name_choice=NameChoice.FULL,
        display_name=lead.get_full_name(),
        key=uuid.uuid4().hex,
        by=lead,
        moment=moment,
    )
    for one in sent.observations:
        _publish(one, place, moment=moment + timedelta(hours=4))


def _letters(found: Consultation, place: Place) -> None:
    """Enter a sheet of letters, as the office does."""
    stream = io.StringIO()
    sheet = csv.writer(stream, delimiter=";")
    sheet.writerow(papers_many.COLUMNS.values())
    for row in contents.rows(FILE, "letter"):
        day = place.moment + timedelta(days=row["days"])
        number = f"{row['registry_number']}/{day:%Y}" if "registry_number" in row else ""
        cells = ("", row["number"], row["channel"], f"{day:%d/%m/%Y}", "", number, row["who"], row["name"], "")
        sheet.writerow([*cells, row["text"]])
    batch = papers_many.keep_sheet(
        scope=found.scope,
        name="lettere-di-novembre.csv",
        content=stream.getvalue().encode(),
        by=place.staff.coordinator,
        moment=place.moment,
    )
    for one in papers_many.enter(batch=batch, by=place.staff.coordinator, moment=place.moment):
        _publish(one, place, moment=place.moment)


def _minutes(found: Consultation, place: Place) -> None:
    """Enter what was said in a focus group: the last paragraph of the minutes is nobody's contribution."""
    spoken = contents.rows(FILE, "spoken")
    day = place.moment - timedelta(days=4)
    batch = papers_many.keep_minutes(
        scope=found.scope,
        name="verbale-gruppo-di-ascolto.txt",
        content=b"",
        pasted="\n\n".join(row["text"] for row in spoken),
        channel=Channel.FOCUS_GROUP,
        day=day.date(),
        registry_number="",
        by=place.staff.moderator,
        moment=place.moment,
    )
    known = places_of(found.scope)
    changes = [
        {"is_kept": bool(row["number"]), "who": "anonimo", "target": known.find("", row["number"])} for row in spoken
    ]
    papers_many.change_rows(batch=batch, changes=changes)
    for one in papers_many.enter(batch=batch, by=place.staff.moderator, moment=place.moment):
        _publish(one, place, moment=place.moment)


def _slip(found: Consultation, place: Place) -> None:
    """Give who brought a letter a code: it was printed, nobody keeps it."""
    letters = Observation.objects.in_scope(found.scope).filter(channel=Channel.PAPER, user__isnull=True)
    letter = letters.order_by("pk").first()
    if letter is not None:
        claims.issue_code(observation=letter, by=place.staff.moderator, moment=place.moment)


def _target(found: Consultation, number: int) -> Target:
    twin = VersionParagraph.objects.get(version=found.version, number=number, is_heading=False)
    return targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY)


def _publish(observation: Observation, place: Place, *, moment: datetime) -> None:
    seen = moderation.Seen(state=State.PENDING, revision_number=1)
    moderator: User = place.staff.moderator
    moderation.publish(observation_id=observation.pk, seen=seen, by=moderator, moment=moment)
