# SPDX-License-Identifier: AGPL-3.0-or-later
"""What still lacks a cause before the next version, and what each change is given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from documents.consultations.enums import ACCEPTING, CauseKind, ChangeKind
from documents.consultations.models import CauseDraft, Outcome, Text
from documents.consultations.queries.drafts import NextVersion
from documents.consultations.queries.lineage import links_ahead
from documents.consultations.redline import ChangedPlace, Stretch, places
from portal.comments.enums import State
from tavoli.enums import Visibility
from tavoli.models import Meeting

# Note [A clear case]
# -------------------
# An accepted answer names the paragraphs that it changes. Where just one thing changed in such a paragraph, the
# answer is its cause by itself. Where several did, nobody can tell by machine which of them the answer asked for:
# the editor is shown the answers that name the paragraph and confirms them with one tick, or says otherwise. So it is
# where the paragraph that an answer names was divided, or flowed into another: its words are now there too.


@dataclass(frozen=True, kw_only=True)
class Given:
    """A stretch with the causes that cover it: given by hand, or an accepted answer in a clear case."""

    stretch: Stretch
    drafts: tuple[CauseDraft, ...] = ()
    answers: tuple[Outcome, ...] = ()

    @property
    def is_covered(self) -> bool:
        """Whether readers will know why."""
        return bool(self.drafts or self.answers)

    @property
    def label(self) -> str:
        """What changed, in words."""
        return str(ChangeKind(self.stretch.kind).label)


@dataclass(frozen=True, kw_only=True)
class GivenPlace:
    """A place that changed, with what covers each of its stretches and the answers that name it."""

    place: ChangedPlace
    given: tuple[Given, ...]
    proposed: tuple[Outcome, ...] = ()

    @property
    def lacking(self) -> tuple[Given, ...]:
        """The stretches that still lack a cause."""
        return tuple(one for one in self.given if not one.is_covered)

    @property
    def is_covered(self) -> bool:
        """Whether nothing here lacks a cause."""
        return not self.lacking

    @property
    def label(self) -> str:
        """Where it is, in words: «Il contesto», paragrafo 3."""
        return place_label(self.place)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Every change of the coming version with its causes."""

    text: Text
    places: tuple[GivenPlace, ...]
    stale: tuple[CauseDraft, ...] = ()

    @cached_property
    def all(self) -> tuple[Given, ...]:
        """Every stretch, in reading order."""
        return tuple(one for place in self.places for one in place.given)

    @cached_property
    def lacking(self) -> tuple[Given, ...]:
        """The stretches that still lack a cause, in reading order."""
        return tuple(one for one in self.all if not one.is_covered)

    @cached_property
    def unexplained(self) -> tuple[GivenPlace, ...]:
        """The places where something still lacks a cause."""
        return tuple(place for place in self.places if not place.is_covered)

    @property
    def proposals(self) -> int:
        """How many stretches would be covered by confirming the answers that name their paragraph."""
        return sum(len(place.lacking) for place in self.places if place.proposed)


def place_label(place: ChangedPlace) -> str:
    """Return where something changed, in words."""
    if place.section is None:
        return _("Titolo del testo")
    section = _("«%(title)s»") % {"title": place.section.name}
    if place.entry is None:
        return section
    piece = place.entry.new or place.entry.old
    if piece is None or piece.is_heading:
        return _("%(section)s, titoletto") % {"section": section}
    if place.entry.new is None:
        return _("%(section)s, era il paragrafo %(number)d") % {"section": section, "number": piece.number}
    return _("%(section)s, paragrafo %(number)d") % {"section": section, "number": piece.number}


def standing(draft: NextVersion) -> Standing:
    """Return every change of the coming version with what covers it; nothing owes a cause in a first version.

    Three queries at most, whatever the length. A cause given to words that have changed since is among the `stale`.
    """
    if draft.latest is None:
        return Standing(text=draft.text, places=())
    found = places(draft.redline)
    drafts = _drafts(draft.text)
    links = links_ahead(draft)
    named = {place.identity for place in found if place.entry is not None}
    answers = _answers(draft, named | {parent for parent, _, _ in links})
    inherited: dict[str, list[Outcome]] = defaultdict(list)
    for parent, child, _kind in sorted(links):
        inherited[child] += answers.get(parent, ())
    keys = {stretch.key for place in found for stretch in place.stretches}
    return Standing(
        text=draft.text,
        places=tuple(
            _place(place, drafts, answers.get(place.identity, ()), inherited.get(place.identity, ())) for place in found
        ),
        stale=tuple(one for key, many in drafts.items() if key not in keys for one in many),
    )


def citable(text: Text) -> QuerySet[Outcome]:
    """Return the accepting answers to published observations on a text: what a change may be due to.

    Those still in private count too where they come out with the *proposta definitiva*, that is with the version.
    """
    yes = Q(kind__in=ACCEPTING)
    coming = Q(consultation__results_published_at__isnull=True)
    in_hand = (Q(redraft__isnull=True) & yes) | Q(redraft__kind__in=ACCEPTING)
    return Outcome.objects.filter(
        (coming & in_hand) | (~coming & Q(published_at__isnull=False) & yes),
        consultation__text=text,
        observation__state=State.PUBLISHED,
    ).select_related("observation", "consultation", "redraft")


def citable_meetings() -> QuerySet[Meeting]:
    """Return the meetings whose decisions may be named in public: those of tavoli that everybody may know of."""
    rows = Meeting.objects.exclude(tavolo__visibility=Visibility.RESERVED)
    return rows.select_related("tavolo").order_by("-starts_at", "-pk")


def _place(
    place: ChangedPlace,
    drafts: Mapping[str, list[CauseDraft]],
    answers: tuple[Outcome, ...],
    inherited: Iterable[Outcome],
) -> GivenPlace:
    """See Note [A clear case]."""
    return GivenPlace(
        place=place,
        given=tuple(
            Given(
                stretch=stretch,
                drafts=tuple(drafts.get(stretch.key, ())),
                answers=answers if place.is_alone else (),
            )
            for stretch in place.stretches
        ),
        proposed=tuple(dict.fromkeys((*(() if place.is_alone else answers), *inherited))),
    )


def _drafts(text: Text) -> dict[str, list[CauseDraft]]:
    """Return the causes given by hand, by stretch, without those whose answer no longer says yes in public."""
    still = citable(text).order_by().values("observation_id")
    rows = CauseDraft.objects.filter(text=text).filter(
        ~Q(kind=CauseKind.OBSERVATION) | Q(observation_id__in=still),
        Q(meeting__isnull=True) | ~Q(meeting__tavolo__visibility=Visibility.RESERVED),
    )
    found: dict[str, list[CauseDraft]] = defaultdict(list)
    for row in rows.select_related("observation__outcome", "meeting__tavolo").order_by("pk"):
        found[row.stretch].append(row)
    return found


def _answers(draft: NextVersion, identities: Iterable[str]) -> dict[str, tuple[Outcome, ...]]:
    """Return the accepted answers that name each of these paragraphs, of consultations on the version people read."""
    wanted = set(identities)
    rows = citable(draft.text).filter(
        consultation__version=draft.latest, consultation__results_published_at__isnull=True
    )
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in rows.prefetch_related("outcomeparagraph_set").order_by("pk"):
        for named in _named(outcome) & wanted:
            found[named].append(outcome)
    return {identity: tuple(outcomes) for identity, outcomes in found.items()}


def _named(outcome: Outcome) -> set[str]:
    """Return the paragraphs that the answer in hand says it changes."""
    new = outcome.in_hand
    if isinstance(new, Outcome):
        return {str(link.paragraph_id) for link in outcome.outcomeparagraph_set.all()}
    return {str(pk) for pk in new.paragraph_ids}
