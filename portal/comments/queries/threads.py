# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads of observations for a page of readers: a constant number of queries, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.comments import enums, targets, words, xtd
from portal.comments.models import Observation
from portal.comments.passages import Passage
from portal.comments.permissions import can_moderate
from portal.comments.queries.attachments import links_for, read_with_files
from portal.comments.queries.nodes import Extra, Node, Origin, QuoteNote, ThreadPage
from portal.comments.queries.responses import role_label
from portal.comments.queries.rows import proposal_read_with, with_proposals
from portal.comments.queries.supports import supports_of, with_supports

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

MOST_PER_PAGE = 50
MOST_PAGES = 1_000_000  # more is nobody's page, and might be more than the database can count


ExtrasFor = Callable[[list[int]], Mapping[int, Extra]]
NotesFor = Callable[[Sequence[Origin]], Mapping[int, QuoteNote]]


@dataclass(frozen=True, kw_only=True)
class Within:
    """A section whose paragraphs came from elsewhere: what was said of these `targets` is read here, and what was
    said here of those that are `gone`, and of the section itself."""

    section_id: str
    targets: tuple[str, ...]
    gone: tuple[str, ...] = ()

    @property
    def condition(self) -> Q:
        """Which observations are read here."""
        is_of_here = Q(section_id=self.section_id) & (~Q(target_kind="paragraph") | Q(target_id__in=self.gone))
        return is_of_here | Q(target_id__in=self.targets)


def thread_page(
    *,
    scope: str,
    section_id: str = "",
    within: Within | None = None,
    target_id: str = "",
    target_ids: Sequence[str] = (),
    kinds: Iterable[str] = (),
    only_answered: bool | None = None,
    page: int | str = 1,
    per_page: int = 20,
    viewer: User | AnonymousUser,
    audience: frozenset[str],
    extras_for: ExtrasFor | None = None,
    notes_for: NotesFor | None = None,
    is_open: bool = True,
) -> ThreadPage:
    """Return first-level observations, oldest first, each with its whole tree: two queries, three where one has files,
    and those of the apps above.

    `audience` is what the page around was read with: whoever reads the text reads what was said about it.
    For a visitor who is not signed in nothing depends on who looks, so that the page may be copied.
    """
    about = [*target_ids, *([target_id] if target_id else [])]
    roots = _roots(scope=scope, viewer=viewer, section_id=section_id, about=about, kinds=kinds)
    if within is not None:
        roots = roots.filter(within.condition)
    roots = _narrow_by_answer(roots, only_answered=only_answered)
    current = _page(roots, page, min(per_page, MOST_PER_PAGE))
    rows = _rows(list(current.object_list), viewer)
    builder = _TreeBuilder(viewer=viewer, is_open=is_open, rows=rows)
    builder.ask_above(extras_for=extras_for, notes_for=notes_for)
    return ThreadPage(threads=builder.threads(), page=current, total=current.paginator.count)


def single_thread(observation: Observation, *, viewer: User | AnonymousUser, is_open: bool) -> tuple[Node, ...]:
    """Return the whole thread in which an observation stands, as this reader may see it."""
    rows = _rows([observation.thread_id], viewer)
    return _TreeBuilder(viewer=viewer, is_open=is_open, rows=rows).threads()


def _roots(
    *, scope: str, viewer: User | AnonymousUser, section_id: str, about: Sequence[str], kinds: Iterable[str]
) -> QuerySet[Observation]:
    found = Observation.objects.in_scope(scope).first_level().filter(_shown_to(viewer) | _tombstone_with_replies())
    if section_id:
        found = found.filter(section_id=section_id)
    if about:
        found = found.filter(target_id__in=about)
    chosen = [kind for kind in kinds if kind in enums.Kind]
    return found.filter(kind__in=chosen) if chosen else found


def _shown_to(viewer: User | AnonymousUser) -> Q:
    shown = Q(state=enums.State.PUBLISHED)
    if viewer.is_authenticated:
        shown |= Q(state=enums.State.PENDING, user_id=viewer.pk)
    return shown


def _tombstone_with_replies() -> Q:
    readable = Observation.objects.published().filter(thread_id=OuterRef("thread_id"), level__gt=0).order_by()
    was_public = Q(state__in=(enums.State.HIDDEN, enums.State.WITHDRAWN), published_at__isnull=False)
    return was_public & Q(Exists(readable))


def _narrow_by_answer(roots: QuerySet[Observation], *, only_answered: bool | None) -> QuerySet[Observation]:
    if only_answered is None:
        return roots
    answered = targets.answered_ids()
    if answered is None:
        return roots.none() if only_answered else roots
    return roots.filter(pk__in=answered) if only_answered else roots.exclude(pk__in=answered)


def _page(roots: QuerySet[Observation], asked: int | str, size: int) -> Page[int]:
    """Return the keys of a page, and how many there are in all: one query, three when there is no such page."""
    ordered = roots.order_by("received_at", "pk").values_list("pk", flat=True)
    number = int(asked) if str(asked).isascii() and str(asked).isdigit() else 1
    first = max(number - 1, 0) * size
    counted = roots.annotate(in_all=Window(Count("*"))).order_by("received_at", "pk").values_list("pk", "in_all")
    found = list(counted[first : first + size]) if number <= MOST_PAGES else []
    if not found:
        return Paginator(ordered, size).get_page(asked)
    pks = [pk for pk, _in_all in found]
    return Page(pks, max(number, 1), _Counted(ordered, size, in_all=found[0][1]))


class _Counted(Paginator[Any]):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: QuerySet[Any, Any], size: int, *, in_all: int) -> None:
        super().__init__(rows, size)
        self._in_all = in_all

    @cached_property
    def count(self) -> int:
        """How many rows there are."""
        return self._in_all


def _rows(thread_ids: list[int], viewer: User | AnonymousUser) -> list[Observation]:
    if not thread_ids:
        return []
    place = {pk: position for position, pk in enumerate(thread_ids)}
    kept = _shown_to(viewer) | Q(published_at__isnull=False)
    found = Observation.objects.filter(kept, thread_id__in=thread_ids).select_related("voice", "seat", "response")
    told = with_proposals(with_supports(found, viewer))
    return sorted(read_with_files(told), key=lambda row: (place[row.thread_id], row.order, row.pk))


class _TreeBuilder:
    """Makes nodes out of the rows of some threads."""

    def __init__(self, *, viewer: User | AnonymousUser, is_open: bool, rows: list[Observation]) -> None:
        self._rows = rows
        self._viewer_id = viewer.pk if viewer.is_authenticated else None
        self._is_moderator = viewer.is_authenticated and can_moderate(viewer)
        self._is_open = is_open
        self._supports = {row.pk: supports_of(row) for row in rows}
        self._files = links_for([row for row in rows if not row.is_tombstone], viewer=viewer)
        self._proposals = {row.pk: proposal_read_with(row) for row in rows if row.level == 0 and not row.is_tombstone}
        self._extras: Mapping[int, Extra] = {}
        self._notes: Mapping[int, QuoteNote] = {}
        self._children: dict[int, list[Observation]] = defaultdict(list)
        for row in rows:
            if row.level:
                self._children[row.parent_id].append(row)

    def ask_above(self, *, extras_for: ExtrasFor | None, notes_for: NotesFor | None) -> None:
        """Let the app above give its answers and what became of the words."""
        shown = [row for row in self._rows if row.level == 0 and not row.is_tombstone]
        if extras_for is not None and shown:
            self._extras = extras_for([row.pk for row in shown])
        if notes_for is not None and shown:
            self._notes = notes_for([_origin(row, self._proposals.get(row.pk, "")) for row in shown])

    def threads(self) -> tuple[Node, ...]:
        """Return the trees, in the order of the rows."""
        made = (self._node(row) for row in self._rows if row.level == 0)
        return tuple(node for node in made if node is not None)

    def _node(self, row: Observation) -> Node | None:
        made = (self._node(child) for child in self._children[row.pk])
        children = tuple(node for node in made if node is not None)
        if row.is_tombstone:
            return _tombstone(row, children, self._moderate_url(row)) if children else None
        return self._living(row, children)

    def _living(self, row: Observation, children: tuple[Node, ...]) -> Node:
        is_own = self._viewer_id is not None and row.user_id == self._viewer_id
        count, is_supported = self._supports.get(row.pk, (0, False))
        return Node(
            **_facts(row),
            author=row.display_name or _("Partecipante"),
            voice_name=row.voice_name,
            voice_url=row.voice_url,
            capacity_label=row.get_capacity_display(),
            channel_label=row.door_label,
            is_late=row.is_late,
            response_url=row.response.public_url if row.response else "",
            response_role=role_label(row.response.sender_role) if row.response else "",
            html=words.as_html(row.comment),
            quote=row.passage if row.level == 0 else Passage(""),
            proposal=self._compared(row),
            tombstone="",
            is_pending=row.state == enums.State.PENDING,
            is_own=is_own,
            is_anonymous=self._viewer_id is None,
            is_revised=row.revision_number > 1,
            support_count=count,
            is_supported=is_supported,
            moderate_url=self._moderate_url(row),
            quote_note=self._notes.get(row.pk),
            extra=self._extras.get(row.pk),
            files=self._files.get(row.pk, ()),
            children=children,
            **self._links(row, is_own=is_own),
        )

    def _compared(self, row: Observation) -> Sequence[targets.Segment]:
        proposed = self._proposals.get(row.pk)
        return targets.compared(row.quote, proposed) if proposed else ()

    def _links(self, row: Observation, *, is_own: bool) -> dict[str, Any]:
        is_public = row.state == enums.State.PUBLISHED
        can_reply = self._is_open and is_public and row.level < xtd.deepest_level()
        can_support = self._is_open and is_public and not is_own
        can_change = self._is_open and is_own and row.channel == enums.Channel.WEB
        return {
            "reply_url": reverse("comments:reply", args=[row.pk]) if can_reply else "",
            "support_url": reverse("comments:support", args=[row.pk]) if can_support else "",
            "report_url": reverse("comments:report", args=[row.pk]) if is_public and not is_own else "",
            "edit_url": reverse("comments:edit", args=[row.pk]) if can_change else "",
            "withdraw_url": reverse("comments:withdraw", args=[row.pk]) if can_change else "",
        }

    def _moderate_url(self, row: Observation) -> str:
        return reverse("comments_admin:detail", args=[row.pk]) if self._is_moderator else ""


def _facts(row: Observation) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "code": row.code,
        "level": row.level,
        "kind_label": row.get_kind_display() if row.level == 0 else _("risposta"),
        "received_at": row.received_at,
        "target_label": row.target_label if row.level == 0 else "",
    }


def _tombstone(row: Observation, children: tuple[Node, ...], moderate_url: str) -> Node:
    is_withdrawn = row.state == enums.State.WITHDRAWN
    told = _("Chi l'ha scritta ha ritirato questa osservazione.") if is_withdrawn else _(
        "Questa osservazione non è più pubblicata: un moderatore l'ha tolta."
    )  # fmt: skip
    nothing: dict[str, Any] = dict.fromkeys(
        ("author", "voice_name", "voice_url", "capacity_label", "channel_label", "response_url",
         "response_role", "reply_url", "support_url",
         "report_url", "edit_url", "withdraw_url"),
        "",
    )  # fmt: skip
    return Node(
        **_facts(row),
        **nothing,
        html=SafeString(""),
        quote=Passage(""),
        proposal=(),
        tombstone=told,
        is_late=False,
        is_pending=False,
        is_own=False,
        is_anonymous=False,
        is_revised=False,
        support_count=0,
        is_supported=False,
        moderate_url=moderate_url,
        quote_note=None,
        extra=None,
        files=(),
        children=children,
    )


def _origin(row: Observation, proposed: str) -> Origin:
    return Origin(
        pk=row.pk,
        target_kind=row.target_kind,
        target_id=row.target_id,
        version_number=row.version_number,
        quote=row.quote,
        chosen=row.chosen,
        proposed=proposed,
    )
