# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is each row a letter that can be entered? What is wrong is said row by row, in Italian."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from portal.comments import enums, targets
from portal.comments.models import PaperBatch
from portal.comments.services.papers import Paper, came_late, supposed
from portal.comments.services.papers_many import pointed
from portal.comments.services.papers_many.authors import Author, Authors, plain
from portal.comments.targets import Segment, Target, WindowClosed
from portal.core.audiences import EVERYBODY
from portal.core.clock import ROME
from portal.core.exceptions import NotReadable

SHORTEST, LONGEST, LONGEST_NUMBER = 5, 10_000, 40
NOON = time(12, 0)
TOLD_EVERY = 100
CHANNELS = {
    "carta": "PAPER", "su carta": "PAPER", "pec": "PEC", "per pec": "PEC", "telefono": "PHONE",
    "per telefono": "PHONE", "sportello": "COUNTER", "allo sportello": "COUNTER", "tavolo": "TAVOLO",
    "in un tavolo": "TAVOLO", "gruppo di ascolto": "FOCUS_GROUP", "in un gruppo di ascolto": "FOCUS_GROUP",
    "focus group": "FOCUS_GROUP",
}  # fmt: skip
KINDS = {str(kind.label).casefold(): kind.value for kind in enums.Kind} | {"": "OBSERVATION", "proposta": "PROPOSAL"}

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A row with what it will become, or why it cannot."""

    number: int
    row: Row
    target: Target | None
    paper: Paper | None
    errors: Sequence[str]
    is_late: bool = False
    author: Author = field(default_factory=Author)
    kind: str = ""
    category: str = ""
    chosen: tuple[int, int] | None = None
    proposed: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it can be entered."""
        return not self.errors

    @property
    def kind_label(self) -> str:
        """What it is, in words; empty while it is not known."""
        return str(enums.Kind(self.kind).label) if self.kind else ""

    @property
    def category_label(self) -> str:
        """What it is about, in the words of the consultation; or nothing."""
        known = dict(self.target.categories) if self.target else {}
        return str(known.get(self.category, ""))

    @property
    def pointed(self) -> str:
        """The words of the paragraph that it speaks of; empty for the whole of it."""
        return self.target.quote[slice(*self.chosen)] if self.target and self.chosen else ""

    @property
    def proposal(self) -> Sequence[Segment]:
        """The words proposed against those of the paragraph."""
        return targets.compared(self.target.quote, self.proposed) if self.target and self.proposed else ()


def check(
    batch: PaperBatch, *, moment: datetime, rows: Sequence[Row] | None = None, tell: Callable[[int], object] = bool
) -> list[Checked]:
    """Return the rows that are kept (of these, if some are named), each with what is wrong with it.

    `tell` is told now and then how many were looked at.
    """
    checker = _Checker(batch.scope, moment=moment)
    found: list[Checked] = []
    for done, row in enumerate(batch.rows if rows is None else rows, start=1):
        if row.get("is_kept", True):
            found.append(checker.check(row))
        if not done % TOLD_EVERY:
            tell(done)
    return found


class _Checker:
    """Remembers what it has looked up: many rows are about the same paragraph."""

    def __init__(self, scope: str, *, moment: datetime) -> None:
        self._scope = scope
        self._moment = moment
        self._targets: dict[str, Target | None] = {}
        self._days: dict[date, datetime] = {}
        self._authors = Authors()

    def check(self, row: Row) -> Checked:
        """Return a row with what it will become."""
        errors: list[str] = []
        target = self._target(row, errors)
        received_at = self._received_at(row, errors)
        channel = CHANNELS.get(plain(row["channel"])) or (row["channel"] if _is_door(row["channel"]) else "")
        if not channel:
            errors.append(_("Canale: scrivi carta, PEC, telefono, sportello, tavolo o gruppo di ascolto."))
        author = self._authors.of(row, received_at, errors)
        kind = self._kind(row, target, errors)
        text = row["text"].strip()
        if not SHORTEST <= len(text) <= LONGEST:
            errors.append(_("Testo: da %(least)d a %(most)d caratteri.") % {"least": SHORTEST, "most": LONGEST})
        if len(row["registry_number"]) > LONGEST_NUMBER:
            errors.append(_("Numero di protocollo: al massimo %(most)d caratteri.") % {"most": LONGEST_NUMBER})
        is_late = self._is_late(target, received_at, errors)
        category, chosen = pointed.category(row, target, errors), pointed.passage(row, target, errors)
        proposed = pointed.proposed(row, target, kind, errors)
        paper = None
        if not errors and received_at is not None:
            paper = Paper(
                channel=channel, received_at=received_at, text=text, kind=kind, display_name=author.display_name,
                voice_id=author.voice_id, seat_id=author.seat_id, seat_role=author.seat_role,
                registry_number=row["registry_number"], category=category, chosen=chosen, proposed=proposed,
            )  # fmt: skip
        return Checked(
            number=row["number"], row=row, target=target, paper=paper, errors=errors, is_late=is_late,
            author=author, kind=kind, category=category, chosen=chosen, proposed=proposed,
        )  # fmt: skip

    def _target(self, row: Row, errors: list[str]) -> Target | None:
        value = row["target"]
        if value not in self._targets:
            self._targets[value] = _resolved(value, self._scope)
        found = self._targets[value]
        if found is None:
            where = row.get("where", "")
            told = _("Scegli su che cosa è.") if not where else _("Parte del testo: «%(where)s» non c'è.")
            errors.append(told % {"where": where} if where else told)
        return found

    def _received_at(self, row: Row, errors: list[str]) -> datetime | None:
        day, hour = _day(row["date"]), _hour(row["time"])
        if day is None:
            errors.append(_("Arrivata il: scrivi giorno, mese e anno, come 20/11/2026."))
        if hour is None:
            errors.append(_("Ora: scrivila come 15:30, o lasciala vuota."))
        if day is None or hour is None:
            return None
        found = datetime.combine(day, hour, tzinfo=ROME) if row["time"] else self._supposed(day)
        if found > self._moment:
            errors.append(_("Arrivata il: è nel futuro."))
            return None
        return found

    def _supposed(self, day: date) -> datetime:
        if day not in self._days:
            self._days[day] = supposed(day, scope=self._scope, moment=self._moment)
        return self._days[day]

    def _kind(self, row: Row, target: Target | None, errors: list[str]) -> str:
        kind = KINDS.get(plain(row["kind"])) or (row["kind"] if row["kind"] in enums.Kind.values else "")
        if not kind or (target is not None and kind not in target.kinds):
            errors.append(_("Tipo: scrivi osservazione, domanda o proposta di testo."))
        return kind

    def _is_late(self, target: Target | None, received_at: datetime | None, errors: list[str]) -> bool:
        if target is None or received_at is None:
            return False
        try:
            return came_late(target, received_at)
        except WindowClosed as error:
            errors.append(error.message)
            return False


def _resolved(value: str, scope: str) -> Target | None:
    kind, _colon, identity = value.partition(":")
    try:
        found = targets.resolve(kind, identity, audience=EVERYBODY)
    except NotReadable:
        return None
    return found if found.scope == scope else None


def _is_door(value: str) -> bool:
    return value in enums.Channel.values and value != enums.Channel.WEB


def _day(value: str) -> date | None:
    plain = value.strip().partition(" ")[0].replace(".", "/").replace("-", "/")
    pieces = plain.split("/")
    if len(pieces) != 3 or not all(piece.isascii() and piece.isdigit() for piece in pieces):  # noqa: PLR2004 -- day, month, year
        return None
    if len(pieces[0]) == 4:  # noqa: PLR2004 -- a year comes first
        pieces.reverse()
    day, month, year = (int(piece) for piece in pieces)
    try:
        return parse_date(f"{year:04d}-{month:02d}-{day:02d}")
    except ValueError:
        return None


def _hour(value: str) -> time | None:
    plain = value.strip().replace(".", ":")
    if not plain:
        return NOON
    hour, _colon, minute = plain.partition(":")
    minute = minute.partition(":")[0] or "0"
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        return None
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None  # noqa: PLR2004 -- a clock
