# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office says, as services take it, and why it may be refused."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date


class MotivationTooShort(Exception):  # noqa: N818 -- a fact about what was typed
    """A reason of at least thirty characters is owed to whoever spoke."""


class ChangeOrCommitmentMissing(Exception):  # noqa: N818 -- a fact about what was typed
    """Who is told yes must see the paragraph it changes, or what will be done, by whom and by when."""


class NotOwed(Exception):  # noqa: N818 -- a fact about the observation
    """No answer is owed here: a reply, hidden, withdrawn, or of another consultation."""


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact about what others did
    """Somebody else saved, or published, this answer first."""


class CorrectionReasonMissing(ChangedMeanwhile):
    """The answer is public and the observation is the same: it can only be corrected, saying why."""


class NotYetPublic(Exception):  # noqa: N818 -- a fact about the observation
    """The observation is not published: its answer cannot be either."""


class StaleAnswer(Exception):  # noqa: N818 -- a fact about the observation
    """The author changed the words after the answer was written: it must be looked at again."""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What the office will do, who, by when."""

    what: str
    who: str
    due_date: date


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the office says."""

    kind: str
    motivation: str
    office: str
    other_office: str = ""
    paragraph_ids: frozenset[uuid.UUID] = frozenset()
    promise: Promise | None = None
    correction: str = ""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the person who answers had before the eyes: which words, and which draft of the answer (0: none)."""

    revision: int
    edition: int
