# SPDX-License-Identifier: AGPL-3.0-or-later
"""A table of answers that came back: what changes, what does not, what is wrong and in which row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.consultations.enums import OutcomeKind
from documents.consultations.exports import answer_sheet
from documents.consultations.forms.answer import AnswerForm
from documents.consultations.models import Consultation
from documents.consultations.queries import next_words, outcomes
from documents.consultations.queries.answers import kind_label
from documents.consultations.queries.next_words import NextParagraph
from documents.consultations.services import sheets
from documents.consultations.services.answering import Seen
from portal.comments.models import Observation
from portal.core.bodies import SizedFileField
from portal.core.spreadsheet_reading import MOST_BYTES, rows_of

KEY: Final = re.compile(r"\d{4}-(\d{4,9})/(\d{1,4})/(\d{1,4})", re.ASCII)
MOST_TOLD: Final = 200
TOLD_EVERY: Final = 100
MOST_CHANGES: Final = 1000  # written in one transaction: on SQLite everybody else waits for its end
WRITTEN: Final = ("kind", "motivation", "numbers", "what", "who", "due_date", "other_office", "office", "correction")


class SheetForm(forms.Form):
    """The file that comes back."""

    file = SizedFileField(most_bytes=MOST_BYTES, label=gettext_lazy("La tabella compilata (XLSX o CSV)"))


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong in a row, by the number it has in the table."""

    row: int
    code: str
    text: str


@dataclass(kw_only=True)
class Reading:
    """What was understood of a table."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    empty: int = 0

    def report(self) -> dict[str, Any]:
        """Return what a page tells later, without the changes."""
        told = [asdict(problem) for problem in self.problems]
        return {"problems": told, "unchanged": self.unchanged, "empty": self.empty}


def read(consultation: Consultation, content: bytes) -> Reading:
    """Return what a table would change, judged as if each answer had been typed on its screen.

    :raises Unreadable: it is no table.
    """
    found = typed_in(content)
    return found if isinstance(found, Reading) else judged(consultation, found)


def typed_in(content: bytes) -> list[Typed] | Reading:
    """Return the rows of a table as they were typed, or a reading that says which columns are missing.

    :raises Unreadable: it is no table.
    """
    rows = rows_of(content)
    columns = _columns(next(rows, []))
    if isinstance(columns, str):
        return Reading(problems=[Problem(row=1, code="", text=columns)])
    return list(_typed(rows, columns))


def typed_of(kept: Sequence[Any]) -> list[Typed]:
    """Return the rows of a table that were kept."""
    return [Typed(row=row, key=key, cells=tuple(cells)) for row, key, cells in kept]


def judged(consultation: Consultation, typed: Sequence[Typed], *, tell: Callable[[int], object] = bool) -> Reading:
    """Return what these rows would change; `tell` is told now and then how many were judged."""
    found = Reading()
    _judge(consultation, typed, found, tell)
    if len(found.changes) > MOST_CHANGES:
        told = _("La tabella cambia %(count)d risposte: al massimo %(most)d per volta. Dividila in più file.")
        text = told % {"count": len(found.changes), "most": MOST_CHANGES}
        found.problems.insert(0, Problem(row=1, code="", text=text))
    return found


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A row as it was typed."""

    row: int
    key: str
    cells: tuple[str, ...]

    @property
    def kept(self) -> tuple[int, str, tuple[str, ...]]:
        """The row as it is kept until it is judged."""
        return self.row, self.key, self.cells


def _columns(heading: Sequence[str]) -> list[int] | str:
    """Return where the key and the written cells stand, or what is missing."""
    names = [name.strip() for name in heading]
    wanted = answer_sheet.heading()
    needed = [wanted[0], *wanted[answer_sheet.FIRST_WRITTEN :]]
    missing = [name for name in needed if name not in names]
    if missing:
        return _("Mancano delle colonne, o hanno un altro nome: %s.") % ", ".join(missing)
    return [names.index(name) for name in needed]


def _typed(rows: Iterator[list[str]], columns: Sequence[int]) -> Iterator[Typed]:
    for number, row in enumerate(rows, start=2):
        cells = [row[column].strip() if column < len(row) else "" for column in columns]
        if any(cells):
            yield Typed(row=number, key=cells[0], cells=tuple(cells[1:]))


def _judge(consultation: Consultation, typed: Sequence[Typed], found: Reading, tell: Callable[[int], object]) -> None:
    matches = {one.row: KEY.fullmatch(one.key) for one in typed}
    pks = [int(match[1]) for match in matches.values() if match]
    known: dict[int, Observation] = {}
    for start in range(0, len(pks), answer_sheet.ROWS_AT_ONCE):
        chunk = outcomes.in_register(consultation, pks[start : start + answer_sheet.ROWS_AT_ONCE])
        known.update((one.pk, one) for one in chunk)
    judge = _Judge(consultation, next_words.paragraphs(consultation), found)
    seen: set[int] = set()
    for done, one in enumerate(typed, start=1):
        if not done % TOLD_EVERY:
            tell(done)
        match = matches[one.row]
        observation = known.get(int(match[1])) if match else None
        if match is None or observation is None or not one.key.startswith(f"{observation.code}/"):
            judge.refuse(one, _("Nessuna osservazione di questa consultazione a cui rispondere ha questa chiave."))
        elif observation.pk in seen:
            judge.refuse(one, _("Questa osservazione è già in una riga più su."))
        else:
            seen.add(observation.pk)
            judge.row(one, observation, Seen(revision=int(match[2]), edition=int(match[3])))


class _Judge:
    def __init__(self, consultation: Consultation, ahead: Sequence[NextParagraph], found: Reading) -> None:
        self._consultation, self._ahead, self._found = consultation, ahead, found
        self._numbers: dict[UUID, str] = {one.identity: str(one.number) for one in ahead}

    def refuse(self, one: Typed, text: str, code: str = "") -> None:
        """Tell what is wrong in a row."""
        if len(self._found.problems) < MOST_TOLD:
            self._found.problems.append(Problem(row=one.row, code=code or one.key, text=text))

    def row(self, one: Typed, observation: Observation, seen: Seen) -> None:
        """Say whether a row changes an answer, and whether it may."""
        now = answer_sheet.written(answer_sheet.in_hand(observation), self._numbers, office=self._consultation.office)
        if _same(one.cells, now):
            self._found.unchanged += 1
        elif not one.cells[0] and not one.cells[1]:
            self._found.empty += 1
        elif str(answer_sheet.key_of(observation)) != one.key:
            text = _("Nel frattempo l'osservazione o la risposta sono cambiate: scarica di nuovo la tabella.")
            self.refuse(one, text, observation.code)
        else:
            self._change(one, observation, seen)

    def _change(self, one: Typed, observation: Observation, seen: Seen) -> None:
        form = AnswerForm(
            self._data(one, observation, seen),
            observations=[observation],
            found=self._ahead,
            office=self._consultation.office,
        )
        if not form.is_valid():
            for name, errors in form.errors.items():
                told = " ".join(str(error) for error in errors)
                label = form.fields[name].label if name in form.fields else ""
                self.refuse(one, f"{label}: {told}" if label else told, observation.code)
            return
        self._found.changes.append(
            sheets.row_of(row=one.row, pk=observation.pk, code=observation.code, seen=seen, answer=form.answer)
        )

    def _data(self, one: Typed, observation: Observation, seen: Seen) -> dict[str, Any]:
        data: dict[str, Any] = dict(zip(WRITTEN, one.cells, strict=True))
        named = [piece.strip() for piece in data["numbers"].split(",") if piece.strip()]
        gone = {str(pk) for pk in _gone(observation)}
        return {
            **data,
            "seen": f"{observation.pk}:{seen.revision}:{seen.edition}",
            "kind": kind_of(data["kind"]) or data["kind"],
            "numbers": ", ".join(piece for piece in named if piece not in gone),
            "paragraphs": [piece for piece in named if piece in gone],
        }


def kind_of(label: str) -> str:
    """Return the outcome that a person means: its code, its name, or how readers meet it."""
    wanted = label.strip().casefold()
    for kind in OutcomeKind:
        if wanted in {kind.value.casefold(), str(kind.label).casefold(), kind_label(kind).casefold()}:
            return kind.value
    return ""


def _gone(observation: Observation) -> set[UUID]:
    answer = answer_sheet.in_hand(observation)
    return set(answer.paragraph_ids) if answer else set()


def _same(typed: Sequence[str], now: Sequence[str]) -> bool:
    told = [_plain(cell).strip() for cell in now[1:]]
    return [kind_of(typed[0]) or typed[0], *typed[1:]] == [kind_of(now[0]), *told]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
