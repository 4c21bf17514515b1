# SPDX-License-Identifier: AGPL-3.0-or-later
"""Giving changes their causes, in private, and freezing them with the version: no word changes in silence."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from documents.consultations import permissions
from documents.consultations.enums import CauseKind
from documents.consultations.models import Cause, CauseDraft, Text, Version
from documents.consultations.models.cause import SHORTEST_WORDS
from documents.consultations.queries import causes, drafts, sign_offs
from documents.consultations.queries.causes import Given, GivenPlace, Standing
from documents.consultations.redline import Stretch
from portal.core import audit
from portal.core.models import User


class NotAllowed(Exception):  # noqa: N818 -- a fact about a person
    """Only who writes texts says why they change."""


class SaysTooLittle(Exception):  # noqa: N818 -- a fact about what was typed
    """A decision, a sign-off or a reason of the office is told in fifteen characters or more."""


class NotCitable(Exception):  # noqa: N818 -- a fact about what was chosen
    """The observation is not accepted or not public, the tavolo is reserved, the sign-off another text's."""


class ChangedMeanwhile(Exception):  # noqa: N818 -- a fact about two editors
    """One of the changes is no longer what was looked at."""


class CausesMissing(Exception):  # noqa: N818 -- a fact about a text
    """Some changes have no cause; `places` lists them."""

    def __init__(self, places: Sequence[GivenPlace]) -> None:
        super().__init__(f"{sum(len(place.lacking) for place in places)}")
        self.places = tuple(places)

    @property
    def count(self) -> int:
        """How many stretches lack a cause."""
        return sum(len(place.lacking) for place in self.places)


@dataclass(frozen=True, kw_only=True)
class Why:
    """A cause as somebody says it."""

    kind: str
    observations: Collection[int] = field(default_factory=tuple)
    meeting_id: int | None = None
    sign_off_id: int | None = None
    reference: str = ""
    words: str = ""


@transaction.atomic
def give(*, text: Text, stretches: Collection[str], why: Why, by: User, moment: datetime) -> int:
    """Say why these changes (by key) are made; return how many stretches it was given to. Saying it twice is once.

    :raises NotAllowed: the person does not write texts.
    :raises SaysTooLittle: the words are too few, or a sign-off does not say whose it is.
    :raises NotCitable: an observation was not accepted in public, or the tavolo is not known to everybody.
    :raises ChangedMeanwhile: one of the changes is not there any more.
    """
    if not permissions.can_write_texts(by):
        raise NotAllowed
    text = Text.objects.select_for_update(of=("self",)).select_related("page").get(pk=text.pk)
    now = {one.stretch.key for one in causes.standing(drafts.next_version(text)).all}
    if not stretches or not set(stretches) <= now:
        raise ChangedMeanwhile
    said = list(_said(why, text))
    rows = [row for key in sorted(set(stretches)) for row in _drafts(text, key, said, by, moment)]
    CauseDraft.objects.bulk_create(rows, ignore_conflicts=True)
    _record(text, why, by, len(stretches))
    return len(set(stretches))


@transaction.atomic
def give_to_all_left(*, text: Text, reason: str, by: User, moment: datetime) -> int:
    """Say «d'ufficio», with this reason, of every change that lacks a cause; return how many there were.

    Raises what `give` raises.
    """
    left = [one.stretch.key for one in causes.standing(drafts.next_version(text)).lacking]
    if not left:
        return 0
    return give(text=text, stretches=left, why=office(reason), by=by, moment=moment)


@transaction.atomic
def confirm_proposed(*, text: Text, by: User, moment: datetime) -> int:
    """Give to every change that lacks a cause the accepted answers that name its paragraph; return how many got one.

    Raises what `give` raises.
    """
    found = causes.standing(drafts.next_version(text))
    total = 0
    for place in found.unexplained:
        if place.proposed:
            why = Why(kind=CauseKind.OBSERVATION, observations=[one.observation_id for one in place.proposed])
            keys = [one.stretch.key for one in place.lacking]
            total += give(text=text, stretches=keys, why=why, by=by, moment=moment)
    return total


@transaction.atomic
def take_back(*, text: Text, pk: int, by: User) -> None:
    """Forget a cause that was given by mistake; it does nothing when somebody took it back already.

    :raises NotAllowed: the person does not write texts.
    """
    if not permissions.can_write_texts(by):
        raise NotAllowed
    deleted, _ = CauseDraft.objects.filter(text=text, pk=pk).delete()
    if deleted:
        audit.record(actor=by, action="cause.taken_back", target=text)


def office(reason: str) -> Why:
    """Return the cause «d'ufficio» with its reason."""
    return Why(kind=CauseKind.OFFICE, words=reason)


def freeze(*, version: Version, standing: Standing, left: str = "") -> None:
    """Freeze the causes of every change of a version, inside the caller's transaction; forget what was in preparation.

    `left` is the reason «d'ufficio» for whatever has no cause.

    :raises CausesMissing: a change has no cause, and no reason was given for what is left.
    :raises SaysTooLittle: the reason has fewer than fifteen characters.
    """
    if standing.lacking and not left.strip():
        raise CausesMissing(standing.unexplained)
    rest = list(_said(office(left), standing.text)) if standing.lacking else []
    rows = [
        _frozen(version, one.stretch, words)
        for one in standing.all
        for words in (*_words_of(one), *rest[one.is_covered :])
    ]
    Cause.objects.bulk_create(rows, batch_size=500)
    CauseDraft.objects.filter(text_id=version.text_id).delete()


Words = dict[str, object]


def _drafts(text: Text, key: str, said: Iterable[Words], by: User, moment: datetime) -> Iterator[CauseDraft]:
    for words in said:
        named = [words["kind"], words["observation_id"], words["meeting_id"], words["reference"], words["words"]]
        named += [words["sign_off_id"]] if words["sign_off_id"] else []
        digest = hashlib.sha256(json.dumps(named).encode()).hexdigest()
        yield CauseDraft(text=text, stretch=key, digest=digest, given_by=by, given_at=moment, **words)


def _said(why: Why, text: Text) -> Iterator[Words]:
    """Yield what one row for each cause says, if it may be said."""
    words, reference = why.words.strip(), why.reference.strip()
    if why.kind == CauseKind.OBSERVATION:
        known = causes.citable(text).filter(observation_id__in=why.observations)
        pks = sorted(known.order_by().values_list("observation_id", flat=True))
        if not pks or len(pks) != len(set(why.observations)):
            raise NotCitable
        yield from (_row(why.kind, observation_id=pk) for pk in pks)
        return
    if why.kind == CauseKind.SIGN_OFF and why.sign_off_id is not None:
        reference = _whose(text, why.sign_off_id)
    if len(words) < SHORTEST_WORDS or (why.kind == CauseKind.SIGN_OFF and not reference):
        raise SaysTooLittle
    if why.kind == CauseKind.SIGN_OFF:
        yield _row(why.kind, words=words, sign_off_id=why.sign_off_id, reference=reference)
        return
    if why.kind != CauseKind.TAVOLO:
        yield _row(CauseKind(why.kind), words=words)
        return
    if why.meeting_id is None or not causes.citable_meetings().filter(pk=why.meeting_id).exists():
        raise NotCitable
    yield _row(why.kind, words=words, meeting_id=why.meeting_id)


def _whose(text: Text, sign_off_id: int) -> str:
    found = sign_offs.citable(text).filter(pk=sign_off_id).first()
    if found is None:
        raise NotCitable
    return sign_offs.told(found)


def _row(
    kind: str,
    *,
    observation_id: int | None = None,
    meeting_id: int | None = None,
    sign_off_id: int | None = None,
    reference: str = "",
    words: str = "",
) -> Words:
    return {
        "kind": str(kind),
        "observation_id": observation_id,
        "meeting_id": meeting_id,
        "sign_off_id": sign_off_id,
        "reference": reference,
        "words": words,
    }


def _words_of(given: Given) -> Iterator[Words]:
    """Yield what covers a stretch, each observation once, whether by hand or by its answer."""
    named = set()
    for draft in given.drafts:
        named.add(draft.observation_id)
        yield _row(
            draft.kind,
            observation_id=draft.observation_id,
            meeting_id=draft.meeting_id,
            sign_off_id=draft.sign_off_id,
            reference=draft.reference,
            words=draft.words,
        )
    for answer in given.answers:
        if answer.observation_id not in named:
            yield _row(CauseKind.OBSERVATION, observation_id=answer.observation_id)


def _frozen(version: Version, stretch: Stretch, words: Words) -> Cause:
    is_section, is_text = stretch.kind.startswith("SECTION_"), stretch.kind == "TITLE"
    return Cause(
        version=version,
        stretch=stretch.key,
        change=stretch.kind,
        paragraph_id=None if is_section or is_text else UUID(stretch.identity),
        section_id=UUID(stretch.identity) if is_section else None,
        old_start=stretch.start,
        old_words=stretch.old,
        new_words=stretch.new,
        **words,
    )


def _record(text: Text, why: Why, by: User, count: int) -> None:
    after = {"kind": str(why.kind), "changes": count, "observations": sorted(why.observations)}
    audit.record(actor=by, action="cause.given", target=text, after=after, reason=why.words)
