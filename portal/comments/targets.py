# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be commented: apps above register their things here and guard them with a gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext_lazy as _

from portal.core.exceptions import NotReadable
from portal.core.models import PrivacyNotice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.comments.models import Observation


class WindowClosed(Exception):  # noqa: N818 -- a fact of the calendar, not a fault
    """Nobody may write on this target at this moment; `message` says why, in Italian, for the person who tried."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, kw_only=True)
class Target:
    """A thing that may be commented, as a reader meets it now."""

    kind: str  # "paragraph", "section" or "text"
    identity: str  # the UUID that lives through versions
    section_identity: str  # the section it stands in; empty for the whole text
    scope: str  # "consultation:3": what counts together
    label: str  # «Paragrafo 12 · Articolo 6»
    quote: str  # the words as they stand in the version commented
    version_number: int
    url: str  # where it is read, with its anchor
    page_title: str  # the text's title, for breadcrumbs and mails
    page_url: str
    is_premoderated: bool
    notice: PrivacyNotice | None
    closes_at: datetime | None
    kinds: Sequence[str] = ("OBSERVATION", "QUESTION", "PROPOSAL", "AGREEMENT")
    categories: Sequence[tuple[str, str]] = ()  # what the writer may choose to say it is about: slug and label
    questions: Sequence[str] = ()  # guiding questions («Che cosa manca?»), shown above the box


class TargetPolicy(Protocol):
    """What an app above tells about one kind of target."""

    def resolve(self, identity: str, *, audience: frozenset[str]) -> Target:
        """Return the target as this visitor may read it.

        :raises NotReadable: it does not exist, or it is for others.
        """
        ...

    def check_gate(self, target: Target, *, moment: datetime) -> None:
        """Let a write through if the window is open at this moment.

        :raises WindowClosed: it is not.
        """
        ...

    def content_type_model(self) -> type:
        """Return the model whose rows carry these identities, for the library below."""
        ...


class Catalogue(Protocol):
    """How staff choose what a letter is about: consultation, section, paragraph. Each choice is (value, label)."""

    def scopes(self) -> Sequence[tuple[str, str]]:
        """Return the consultations for which something may have arrived, newest first: (`consultation:3`, title)."""
        ...

    def sections(self, scope: str) -> Sequence[tuple[str, str]]:
        """Return the text as a whole and its sections: (`text:<uuid>` or `section:<uuid>`, title)."""
        ...

    def paragraphs(self, scope: str, section_identity: str) -> Sequence[tuple[str, str]]:
        """Return the paragraphs of a section as they are read now: (`paragraph:<uuid>`, «12. first words»)."""
        ...


class Segment(Protocol):
    """Words in a row of a comparison, that stayed, were added or were taken out."""

    @property
    def text(self) -> str:
        """The words."""
        ...

    @property
    def is_added(self) -> bool:
        """Whether only the new text has them."""
        ...

    @property
    def is_removed(self) -> bool:
        """Whether only the old text has them."""
        ...


AnsweredIds = Callable[[], "QuerySet[Any]"]
Comparison = Callable[[str, str], Sequence[Segment]]

_policies: dict[str, TargetPolicy] = {}
_catalogues: list[Catalogue] = []
_answered: list[AnsweredIds] = []
_comparison: list[Comparison] = []


def register_catalogue(catalogue: Catalogue) -> None:
    """Let staff choose among the things of this catalogue; a second one takes the place of the first."""
    _catalogues[:] = [catalogue]


def catalogue() -> Catalogue | None:
    """Return what staff choose from, if an app above gave it."""
    return _catalogues[0] if _catalogues else None


def register_comparison(compare: Comparison) -> None:
    """Tell how one wording becomes another, word by word."""
    _comparison[:] = [compare]


def compared(old: str, new: str) -> Sequence[Segment]:
    """Return how one wording becomes another; nothing if no app above can tell."""
    return _comparison[0](old, new) if _comparison else ()


def register_answered(answered_ids: AnsweredIds) -> None:
    """Tell which observations have an answer that anyone may read: a queryset of their ids (`values("pk")`)."""
    _answered[:] = [answered_ids]


def answered_ids() -> QuerySet[Any] | None:
    """Return the ids of the observations that were answered in public, if an app above knows them."""
    return _answered[0]() if _answered else None


def register(kind: str, policy: TargetPolicy) -> None:
    """Let things of this kind be commented, under this policy."""
    _policies[kind] = policy


def policy_for(kind: str) -> TargetPolicy:
    """Return the policy of a kind.

    :raises NotReadable: nothing of this kind may be commented.
    """
    try:
        return _policies[kind]
    except KeyError:
        raise NotReadable from None


def resolve(kind: str, identity: str, *, audience: frozenset[str]) -> Target:
    """Return what a person wants to comment.

    :raises NotReadable: it does not exist, or it is for others.
    """
    return policy_for(kind).resolve(identity, audience=audience)


def remembered(observation: Observation) -> Target:
    """Return what an observation was written about when it is no longer there to be read."""
    return Target(
        kind=observation.target_kind,
        identity=observation.target_id,
        section_identity=observation.section_id,
        scope=observation.scope,
        label=observation.target_label,
        quote=observation.quote,
        version_number=observation.version_number,
        url="",
        page_title="",
        page_url="",
        is_premoderated=True,
        notice=None,
        closes_at=None,
    )


def check_gate(target: Target, *, moment: datetime) -> None:
    """Guard a write: new, reply, edit, withdraw, support.

    :raises WindowClosed: the window is not open at this moment.
    """
    policy_for(target.kind).check_gate(target, moment=moment)


CLOSED_MESSAGE = _("La consultazione è chiusa: non si può più scrivere. Il testo che hai scritto è qui sotto.")
