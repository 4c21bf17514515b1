# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people said about the demo's texts, through the services that the pages call."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from documents.consultations.models import Consultation, Outcome, Paragraph, Version, VersionParagraph, VersionSection
from documents.consultations.services import outcomes
from documents.consultations.services.outcomes import Answer, Promise, Seen
from partners.models import Partner
from portal.comments import targets
from portal.comments.enums import Channel, Kind, NameChoice, State
from portal.comments.models import Observation
from portal.comments.services import moderation, opinions, papers, revisions
from portal.comments.services.papers import Paper
from portal.comments.services.submission import Draft, submit
from portal.comments.targets import Target
from portal.core.audiences import EVERYBODY
from portal.core.models import User
from portal.demo.loaders.texts import Staff

Row = dict[str, Any]


@dataclass
class Choir:
    """Everybody who speaks about one consultation, and where what they said is kept."""

    consultation: Consultation
    opens_at: datetime
    people: dict[str, User]
    partners: dict[str, Partner]
    staff: Staff
    said: dict[str, Observation] = field(default_factory=dict)
    on: dict[str, Target] = field(default_factory=dict)

    @property
    def version(self) -> Version:
        """The version they speak about."""
        return self.consultation.version

    def speak(self, row: Row) -> Observation:
        """Send one observation, read it as a moderator, add who agrees."""
        moment = self.opens_at + timedelta(days=row["day"], hours=1, minutes=7 * len(self.said))
        target = self._target(row)
        observation = self._enter(row, target, moment) if "channel" in row else self._send(row, target, moment)
        self.said[row["id"]], self.on[row["id"]] = observation, target
        state = row.get("state", "PUBLISHED")
        if state == "HIDDEN":
            self._hide(row, observation, moment + timedelta(hours=5))
        elif state != "PENDING":
            self._publish(observation, moment + timedelta(hours=6))
        for key in row.get("supports", []):
            opinions.support(observation=observation, target=target, user=self.people[key], moment=moment)
        if state == "WITHDRAWN":
            author = self.people[row["author"]]
            observation.refresh_from_db()
            revisions.withdraw(
                observation=observation, target=target, author=author, moment=moment + timedelta(hours=20)
            )
        return observation

    def answer(self, rows: list[Row], *, moment: datetime) -> list[Outcome]:
        """Prepare the office's answers, those of one batch together; return the rows."""
        batches: dict[str, list[Row]] = {}
        for row in rows:
            if "outcome" in row:
                batches.setdefault(str(row.get("batch", row["id"])), []).append(row)
        made: list[Outcome] = []
        for batch in batches.values():
            seen = {self.said[row["id"]].pk: Seen(revision=1, edition=0) for row in batch}
            made += outcomes.prepare(
                consultation=self.consultation,
                seen=seen,
                answer=self._answer(batch[0], moment),
                by=self.staff.drafter,
                moment=moment,
            )
        return made

    def _answer(self, row: Row, moment: datetime) -> Answer:
        promise = None
        if "commitment" in row:
            due = (moment + timedelta(days=row["commitment_days"])).date()
            promise = Promise(what=row["commitment"], who=row["commitment_who"], due_date=due)
        return Answer(
            kind=row["outcome"],
            motivation=row["motivation"],
            office=self.consultation.office,
            other_office=row.get("other_office", ""),
            paragraph_ids=frozenset(self._paragraph(words).pk for words in row.get("paragraphs", [])),
            promise=promise,
        )

    def _target(self, row: Row) -> Target:
        if "reply_to" in row:
            return self.on[row["reply_to"]]
        words = row["on"]
        if words == "*":
            kind, identity = "text", str(self.version.text_id)
        elif words.startswith("§"):
            title = words.removeprefix("§")
            found = VersionSection.objects.get(version=self.version, title__iendswith=title)
            kind, identity = "section", str(found.section_id)
        else:
            kind, identity = "paragraph", str(self._paragraph(words).pk)
        return targets.resolve(kind, identity, audience=EVERYBODY)

    def _paragraph(self, words: str) -> Paragraph:
        twins = VersionParagraph.objects.filter(version=self.version, is_heading=False, plain__contains=words)
        return twins.select_related("paragraph").order_by("number")[0].paragraph

    def _send(self, row: Row, target: Target, moment: datetime) -> Observation:
        author = self.people[row["author"]]
        parent = self.said[row["reply_to"]].pk if "reply_to" in row else None
        draft = Draft(
            text=row["text"],
            kind=Kind[row.get("kind", "OBSERVATION")],
            name_choice=NameChoice[row["name"]],
            display_name=self._public_name(row, author),
            capacity=row.get("capacity", ""),
            voice_id=self.partners[row["voice"]].pk if "voice" in row else None,
            parent_id=parent,
        )
        return submit(target=target, draft=draft, author=author, key=str(uuid.uuid4()), moment=moment).observation

    def _enter(self, row: Row, target: Target, moment: datetime) -> Observation:
        number = f"{1200 + row['day']}/{moment:%Y}"
        paper = Paper(
            channel=Channel[row["channel"]],
            received_at=moment,
            text=row["text"],
            kind=Kind.OBSERVATION,
            display_name=row["shown_as"],
            registry_number=number,
        )
        staff = self.staff.coordinator
        return papers.enter_paper(
            target=target, paper=paper, by=staff, key=str(uuid.uuid4()), moment=moment
        ).observation

    def _public_name(self, row: Row, author: User) -> str:
        if row["name"] == "CHOSEN":
            return str(row["chosen"])
        if row["name"] == "FULL":
            return f"{author.first_name} {author.last_name}"
        return f"{author.first_name[0]}. {author.last_name[0]}."

    def _publish(self, observation: Observation, moment: datetime) -> None:
        seen = moderation.Seen(state=State.PENDING, revision_number=1)
        moderation.publish(observation_id=observation.pk, seen=seen, by=self.staff.moderator, moment=moment)

    def _hide(self, row: Row, observation: Observation, moment: datetime) -> None:
        moderation.hide(
            observation_id=observation.pk,
            seen=moderation.Seen(state=State.PENDING, revision_number=1),
            reason=row["hidden_reason"],
            message=row["hidden_message"],
            by=self.staff.moderator,
            moment=moment,
        )
