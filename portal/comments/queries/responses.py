# SPDX-License-Identifier: AGPL-3.0-or-later
"""The private workspace of a partner, always for one of its people. See Note [Nobody outside]."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from partners.enums import MandateRole, Power
from partners.models import Mandate, Partner
from partners.models.mandate import WHOLE_DISTRICT
from partners.queries import mandates_of, speakers, with_colleagues
from portal.comments import scopes, words
from portal.comments.models import PartnerResponse, ResponseDraft, ResponseItem, ResponseStep
from portal.comments.scopes import Scope
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.comments.models.responses import PartnerResponseQuerySet
    from portal.core.models import User


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a colleague said about a contribution."""

    author: str
    html: SafeString
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A colleague's contribution as it was written, beside the copy that the lead works on."""

    draft: ResponseDraft
    author: str
    html: SafeString
    copy: ResponseItem | None
    copy_html: SafeString
    notes: Sequence[Note]
    is_own: bool

    @property
    def can_be_changed(self) -> bool:
        """Whether its author may still rewrite it: once it was taken into the response it stays as it is."""
        return self.is_own and self.copy is None

    @property
    def is_copy_changed(self) -> bool:
        """Whether the copy says something else."""
        return self.copy is not None and (self.copy.text, self.copy.kind) != (self.draft.text, self.draft.kind)


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was written about one section."""

    title: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """Everything that the people of a partner have before them, as one of them sees it."""

    response: PartnerResponse
    scope: Scope
    groups: Sequence[Group]
    items: Sequence[ResponseItem]
    colleagues: Sequence[Mandate]
    steps: Sequence[tuple[ResponseStep, str, str]] = field(default_factory=list)
    viewer_id: int = 0

    @property
    def lead(self) -> Mandate | None:
        """The mandate of who leads; nobody, if that person speaks for the partner no more."""
        return next((one for one in self.colleagues if one.user_id == self.response.lead_id), None)

    @property
    def is_lead(self) -> bool:
        """Whether the viewer leads."""
        return self.response.lead_id == self.viewer_id

    @property
    def can_write(self) -> bool:
        """Whether anything may still be written or sent."""
        return self.scope.is_open and not self.response.is_sent

    @property
    def kept(self) -> list[ResponseItem]:
        """What will be sent, in order."""
        return [item for item in self.items if not item.is_dropped]

    @property
    def dropped(self) -> list[ResponseItem]:
        """What the lead leaves out."""
        return [item for item in self.items if item.is_dropped]


@dataclass(frozen=True, kw_only=True)
class OwnResponse:
    """A response in the list of a person who speaks for its partner."""

    response: PartnerResponse
    scope: Scope
    draft_count: int


def of_speaker(user: User | AnonymousUser, *, moment: datetime) -> PartnerResponseQuerySet:
    """Return the responses of the partners for which a person may speak now: mandates are asked in the same query."""
    if not user.is_authenticated or not user.is_active:
        return PartnerResponse.objects.none()
    held = Mandate.objects.active_at(moment).for_a_partner().with_power(Power.SPEAK).covering(WHOLE_DISTRICT)
    mine = held.filter(user_id=user.pk, partner_id=OuterRef("partner_id"))
    return PartnerResponse.objects.filter(Exists(mine.order_by())).select_related("partner")


def own_response(pk: int, *, user: User | AnonymousUser, moment: datetime) -> PartnerResponse:
    """Return a response for somebody who may speak for its partner now.

    :raises NotReadable: there is none, or it is for others; the two look the same.
    """
    found = of_speaker(user, moment=moment).filter(pk=pk).first()
    if found is None:
        raise NotReadable
    return found


def own_draft(pk: int, *, user: User | AnonymousUser, moment: datetime) -> ResponseDraft:
    """Return a colleague's contribution for somebody who may speak for that partner now.

    :raises NotReadable: there is none, or it is for others.
    """
    mine = of_speaker(user, moment=moment).order_by().values("pk")
    found = ResponseDraft.objects.filter(pk=pk, response_id__in=mine).select_related("response__partner").first()
    if found is None:
        raise NotReadable
    return found


def own_item(pk: int, *, user: User | AnonymousUser, moment: datetime) -> ResponseItem:
    """Return a copy, with its original, for somebody who may speak for that partner now.

    :raises NotReadable: there is none, or it is for others.
    """
    mine = of_speaker(user, moment=moment).order_by().values("pk")
    rows = ResponseItem.objects.filter(pk=pk, response_id__in=mine)
    found = rows.select_related("response__partner", "draft__author").first()
    if found is None:
        raise NotReadable
    return found


def partners_to_write_for(user: User | AnonymousUser, *, moment: datetime, scope: str = "") -> list[Partner]:
    """Return the partners for which a person may write together with others: two queries, none for strangers.

    With `scope`, those that already sent their official response in that consultation are left out: one query more.
    """
    if not user.is_authenticated:
        return []
    found = {mandate.partner_id: mandate.partner for mandate in mandates_of(user, moment=moment)}
    shared = with_colleagues(found, moment=moment) if found else set()
    if scope and shared:
        sent = PartnerResponse.objects.sent().filter(scope=scope, partner_id__in=shared)
        shared -= set(sent.values_list("partner_id", flat=True))
    return [partner for pk, partner in found.items() if pk in shared]


def list_for(user: User, *, moment: datetime) -> list[OwnResponse]:
    """Return every response of the partners for which a person may speak, those still to send first."""
    rows = of_speaker(user, moment=moment).annotate(draft_count=Count("drafts")).order_by("-pk")
    found = list(rows)
    known = scopes.told({row.scope for row in found}, moment=moment)
    own = [
        OwnResponse(response=row, scope=known[row.scope], draft_count=getattr(row, "draft_count", 0))
        for row in found
        if row.scope in known
    ]
    return sorted(own, key=lambda one: (one.response.is_sent, not one.scope.is_open))


def workspace(pk: int, *, user: User, moment: datetime) -> Workspace:
    """Return the workspace: the same number of queries however much was written.

    :raises NotReadable: there is none, or it is for others.
    """
    response = own_response(pk, user=user, moment=moment)
    drafts = response.drafts.select_related("author", "copy").prefetch_related("comments__author")
    pieces = [_piece(draft, viewer=user) for draft in drafts]
    return Workspace(
        response=response,
        scope=scopes.scope_of(response.scope, moment=moment),
        groups=_grouped(pieces, response.scope),
        items=list(response.items.select_related("draft__author", "observation")),
        colleagues=speakers(response.partner_id, moment=moment),
        steps=[
            (step, name_of(step.by), name_of(step.about) if step.about_id else "")
            for step in response.steps.select_related("by", "about")
        ],
        viewer_id=user.pk,
    )


def name_of(person: User | None) -> str:
    """Return the name of a colleague; of who has left, only that they have."""
    if person is None or not person.is_active:
        return _("una persona che non c'è più")
    return person.get_full_name() or person.email


def role_of(user: User, partner_id: int, *, moment: datetime) -> str:
    """Return in what role a person speaks for a partner now, or nothing."""
    mine = [mandate for mandate in speakers(partner_id, moment=moment) if mandate.user_id == user.pk]
    return str(mine[0].role) if mine else ""


def role_label(role: str) -> str:
    """Return a role as people read it."""
    return str(MandateRole(role).label) if role in MandateRole.values else ""


def _piece(draft: ResponseDraft, *, viewer: User) -> Piece:
    copy: ResponseItem | None = getattr(draft, "copy", None)
    return Piece(
        draft=draft,
        author=name_of(draft.author),
        html=words.as_html(draft.text),
        copy=copy,
        copy_html=words.as_html(copy.text) if copy else SafeString(""),
        notes=[
            Note(author=name_of(note.author), html=words.as_html(note.text), created_at=note.created_at)
            for note in draft.comments.all()
        ],
        is_own=draft.author_id == viewer.pk,
    )


def _grouped(pieces: Iterable[Piece], token: str) -> list[Group]:
    """Put contributions under their sections, in the order of the text; on the whole text first."""
    by_section: defaultdict[str, list[Piece]] = defaultdict(list)
    for piece in pieces:
        by_section[piece.draft.section_id].append(piece)
    if not by_section:
        return []
    order = [("", _("Tutto il testo")), *scopes.sections(token)]
    known = {identity for identity, _title in order}
    lost = [(one, found[0].draft.target_label) for one, found in by_section.items() if one not in known]
    return [Group(title=title, pieces=by_section[one]) for one, title in [*order, *lost] if one in by_section]
