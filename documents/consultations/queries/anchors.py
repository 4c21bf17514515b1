# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words and proposals of one version, found in a later one: two queries, however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from documents.consultations.anchors import (
    AlreadyThere,
    Carried,
    Collision,
    Found,
    Gone,
    Piece,
    Redraft,
    Why,
    carry,
    landed,
    trace,
)
from documents.consultations.models import VersionParagraph
from documents.consultations.queries.descent import Links, happened, heirs, parentage

LEAST_WORDS = 3  # so many words must surely be there, where kinship does not say whose part it is


@dataclass(frozen=True, slots=True)
class Stand:
    """A paragraph as it stands in a version."""

    number: int
    position: int
    plain: str
    section_slug: str


class Course:
    """The paragraphs of a text that some observations speak of, with those they became, in all versions between."""

    def __init__(
        self, text_id: int, identities: Iterable[str], *, first: int, last: int, links: Links | None = None
    ) -> None:
        self._links = parentage(text_id) if links is None else links
        self.kin = _kin(set(identities), self._links)
        self._versions: dict[int, dict[str, Stand]] = defaultdict(dict)
        rows = VersionParagraph.objects.filter(
            version__text_id=text_id, version__number__range=(first, last), paragraph_id__in=self.kin
        )
        names = ("paragraph_id", "version__number", "number", "position", "plain", "section__slug")
        for identity, version, number, position, plain, slug in rows.values_list(*names):
            self._versions[version][str(identity)] = Stand(number, position, plain, slug)
        self._redrafts: dict[tuple[int, int, frozenset[str]], tuple[Redraft, set[str]]] = {}

    def put(self, number: int, stands: Mapping[str, Stand]) -> None:
        """Add a version that is not published: the draft, after the last."""
        self._versions[number] = dict(stands)

    def stand(self, identity: str, version: int) -> Stand | None:
        """Return a paragraph as it stands in a version, if it is there."""
        return self._versions[version].get(identity)

    def heirs(self, identity: str, version: int, *, since: int) -> dict[str, Stand]:
        """Return the other paragraphs of a version that have words of a paragraph of an earlier one, in reading order.

        Through all versions between; where kinship does not say whose words a part has, only if they are found in it.
        """
        numbers = sorted({since, version} | {one for one in self._versions if since < one < version})
        found = heirs(identity, [self._versions[number] for number in numbers], self._links)
        here = set(found.sure)
        if found.possible:
            words = landed(self._path(identity, since, version) or [], identity)
            here |= {one for one in found.possible if words[one] >= LEAST_WORDS}
        now = self._versions[version]
        return {one: now[one] for one in _in_order(here - {identity}, now)}

    def find(self, identity: str, stretch: tuple[int, int], *, since: int, to: int) -> Found | Gone:
        """Return where words of one version stand in a later one."""
        redrafts = self._path(identity, since, to)
        if redrafts is None:
            return Gone(Why.PARAGRAPH_REMOVED)
        if not redrafts:
            return Found(identity, *stretch, is_same=True)
        try:
            return trace(redrafts, identity, *stretch)
        except (KeyError, ValueError):  # a letter may have been recorded with words that its version does not have
            return Gone(Why.WORDS_REPLACED)

    def carry(self, identity: str, proposed: str, *, since: int, to: int) -> Carried | AlreadyThere | Collision:
        """Return what a proposal for a paragraph of one version becomes in a later one, step by step."""
        carried = Carried(identity, proposed, is_as_written=True)
        at = since
        for number in sorted(number for number in self._versions if since < number <= to):
            old, new = family_of({carried.identity}, self._versions[at], self._versions[number], self._links)
            if not new:
                continue
            outcome = _next(carried, (old, new), self._versions[at], self._versions[number])
            if not isinstance(outcome, Carried):
                return self._looked_up(outcome, to)
            carried, at = outcome, number
        return carried if to in (at, since) else Collision("")

    def _looked_up(self, outcome: AlreadyThere | Collision, to: int) -> AlreadyThere | Collision:
        """Say where to look in the last version, not in the one where they met."""
        if isinstance(outcome, Collision) and outcome.identity not in self._versions[to]:
            return Collision("")
        return outcome

    def _path(self, identity: str, since: int, to: int) -> list[Redraft] | None:
        """Return the redrafts that a paragraph went through; none when nothing of it is left."""
        if identity not in self._versions[since]:
            return None
        path: list[Redraft] = []
        current, at = frozenset({identity}), since
        for number in sorted(number for number in self._versions if since < number <= to):
            old, new = family_of(current, self._versions[at], self._versions[number], self._links)
            if not new:
                continue
            path.append(self._redraft(at, number, old, new))
            current, at = frozenset(new), number
        return path if at == to else None

    def _redraft(self, since: int, to: int, old: list[str], new: list[str]) -> Redraft:
        key = (since, to, frozenset(old))
        if key not in self._redrafts:
            made = Redraft(pieces(old, self._versions[since]), pieces(new, self._versions[to]))
            self._redrafts[key] = (made, set(new))
        return self._redrafts[key][0]


def family_of(
    identities: Iterable[str], old: Mapping[str, Stand], new: Mapping[str, Stand], links: Links
) -> tuple[list[str], list[str]]:
    """Return those of the old paragraphs and of the new ones that became one another, in reading order.

    The two versions follow each other: see Note [Step by step], in `descent`.
    """
    pairs = list(happened(links, old, new))
    before = {identity for identity in identities if identity in old}
    after: set[str] = set()
    while True:
        grown_after = after | (before & new.keys()) | {child for parent, child in pairs if parent in before}
        grown_before = before | (grown_after & old.keys()) | {one for one, child in pairs if child in grown_after}
        if (grown_before, grown_after) == (before, after):
            break
        before, after = grown_before, grown_after
    return _in_order(before, old), _in_order(after, new)


def pieces(identities: Iterable[str], stands: Mapping[str, Stand]) -> list[Piece]:
    """Return paragraphs as the pure part wants them."""
    return [Piece(identity, stands[identity].plain) for identity in identities]


def _next(
    outcome: Carried, family: tuple[list[str], list[str]], old: Mapping[str, Stand], new: Mapping[str, Stand]
) -> Carried | AlreadyThere | Collision:
    following = carry(
        identity=outcome.identity, proposed=outcome.plain, old=pieces(family[0], old), new=pieces(family[1], new)
    )
    if isinstance(following, Carried):
        return Carried(following.identity, following.plain, outcome.is_as_written and following.is_as_written)
    return following


def _kin(identities: set[str], links: Links) -> set[str]:
    known = set(identities)
    while True:
        more = {one for parent, child, _ in links if known & {parent, child} for one in (parent, child)} - known
        if not more:
            return known
        known |= more


def _in_order(identities: set[str], stands: Mapping[str, Stand]) -> list[str]:
    return sorted(identities, key=lambda identity: stands[identity].position)
