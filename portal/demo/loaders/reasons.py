# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why the Piano of the demo changes: each change of its second version is given its cause, as an editor does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from documents.consultations.enums import CauseKind
from documents.consultations.models import SignOff, Text
from documents.consultations.queries import causes as queries
from documents.consultations.queries import drafts
from documents.consultations.services import causes
from documents.consultations.services.causes import Why
from portal.comments.models import Observation
from portal.core.models import User
from portal.demo import contents
from portal.demo.loaders import redrafting
from tavoli.models import Tavolo


def piano_edits() -> list[dict[str, Any]]:
    """Return what changes in the Piano for another reason than an observation."""
    return contents.rows("piano_causes", "edit")


def explain(
    text: Text, *, tavoli: dict[str, Tavolo], said: Mapping[str, Observation], by: User, moment: datetime
) -> None:
    """Give every change of the coming version its cause: what the edits say, then the answers that name a paragraph.

    :raises LookupError: an edit changed nothing.
    """
    for edit in [*piano_edits(), *redrafting.reasons()]:
        found = [place for place in queries.standing(drafts.next_version(text)).places if _is_of(place, edit)]
        if not found:
            raise LookupError(edit["on"])
        if keys := [one.stretch.key for place in found for one in place.lacking]:
            why = _why(edit, text=text, tavoli=tavoli, said=said)
            causes.give(text=text, stretches=keys, why=why, by=by, moment=moment)
    causes.confirm_proposed(text=text, by=by, moment=moment)


def _is_of(place: queries.GivenPlace, edit: dict[str, Any]) -> bool:
    entry = place.place.entry
    piece = (entry.new or entry.old) if entry is not None else None
    words = edit.get("pieces") or [edit.get("new", edit["on"]), edit.get("also", edit["on"])]
    return piece is not None and any(one in piece.plain for one in words)


def _why(edit: dict[str, Any], *, text: Text, tavoli: dict[str, Tavolo], said: Mapping[str, Observation]) -> Why:
    kind = CauseKind(edit["kind"])
    if kind == CauseKind.OBSERVATION:
        return Why(kind=kind, observations=[said[edit["voice"]].pk])
    if kind == CauseKind.TAVOLO:
        meeting = tavoli[edit["tavolo"]].meetings.order_by("starts_at").first()
        return Why(kind=kind, meeting_id=meeting.pk if meeting else None, words=edit["words"])
    if kind == CauseKind.SIGN_OFF:
        note = SignOff.objects.get(section__text=text, act_number=edit["note"])
        return Why(kind=kind, sign_off_id=note.pk, words=edit["words"])
    return Why(kind=kind, words=edit["words"])
