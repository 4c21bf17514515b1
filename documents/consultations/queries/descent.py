# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the words of a paragraph went from one version to the next, and the next: walked step by step, in their order.

Note [Step by step]
-------------------
A parentage is written once and says no version. It counts between the two versions where it happened: a split where
the part was not there before, a merge where what flowed in is no longer there after. Walked all at once, a paragraph
would be looked for in a part that had left before it came. Where a paragraph took others in and was divided
afterwards, kinship alone does not say which part has whose words: those parts are only possible, and words decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import cast

from django.core.cache import caches

from documents.consultations.enums import ParentKind
from documents.consultations.models import ParagraphParent, Version

KEPT_FOR = 24 * 60 * 60  # seconds
Links = frozenset[tuple[str, str, str]]  # (parent, child, kind)
Pair = tuple[str, str]
Layer = Collection[str]  # the paragraphs of one version


@dataclass(frozen=True, slots=True)
class Heirs:
    """The paragraphs of a later version that have words of an earlier one, surely and possibly; itself among them."""

    sure: frozenset[str]
    possible: frozenset[str]


@dataclass(slots=True)
class _Held:
    """A paragraph on the way: whether it surely has the words, and whether it has those of others too."""

    is_sure: bool = False
    is_mixed: bool = False


@dataclass(slots=True)
class _Step:
    """What happened between two versions."""

    children: Mapping[str, list[str]]
    joined: Collection[str] = field(default_factory=set)  # those that took others in


def parentage(text_id: int) -> Links:
    """Return which paragraphs of a text came from which."""
    rows = ParagraphParent.objects.filter(child__text_id=text_id).values_list("parent_id", "child_id", "kind")
    return frozenset((str(parent), str(child), kind) for parent, child, kind in rows)


def parentage_at(version: Version) -> Links:
    """Return which paragraphs came from which up to a published version: a query the first time, then none."""
    key = f"parentage-kinds:{version.pk}:{version.sha256}"
    return cast("Links", caches["copies"].get_or_set(key, lambda: parentage(version.text_id), KEPT_FOR))


def happened(links: Links, old: Layer, new: Layer) -> Iterator[Pair]:
    """Yield who came from whom between two versions that follow each other. See Note [Step by step]."""
    for parent, child, kind in links:
        if parent in old and child in new and _is_now(parent, child, kind, old, new):
            yield parent, child


def heirs(identity: str, layers: Sequence[Layer], links: Links) -> Heirs:
    """Return where the words of a paragraph of the first layer may be in the last one, through all those between.

    A paragraph that is away for some versions and comes back is itself again, and lives in no other.
    """
    held = {identity: _Held(is_sure=True)}
    for old, new in pairwise(layers):
        held = _after(held, _step(links, old, new, layers[-1]), new)
    here = {one: how for one, how in held.items() if one in layers[-1]}
    return Heirs(
        sure=frozenset(one for one, how in here.items() if how.is_sure),
        possible=frozenset(one for one, how in here.items() if not how.is_sure),
    )


def family_through(identity: str, layers: Sequence[Layer], links: Links) -> tuple[set[str], set[str]]:
    """Return those of the first layer and of the last that became one another through all those between."""
    edges: defaultdict[tuple[int, str], set[tuple[int, str]]] = defaultdict(set)
    last_seen: dict[str, int] = {}
    for place, layer in enumerate(layers):
        pairs = [((last_seen[one], one), (place, one)) for one in layer if one in last_seen]
        if place:
            pairs += [((place - 1, one), (place, two)) for one, two in happened(links, layers[place - 1], layer)]
        for before, after in pairs:
            edges[before].add(after)
            edges[after].add(before)
        last_seen.update(dict.fromkeys(layer, place))
    seen, waiting = {(0, identity)}, [(0, identity)]
    while waiting:
        more = edges[waiting.pop()] - seen
        seen |= more
        waiting += more
    end = len(layers) - 1
    return {one for place, one in seen if place == 0}, {one for place, one in seen if place == end}


def _is_now(parent: str, child: str, kind: str, old: Layer, new: Layer) -> bool:
    return child not in old if kind == ParentKind.SPLIT else parent not in new


def _step(links: Links, old: Layer, new: Layer, last: Layer) -> _Step:
    children: defaultdict[str, list[str]] = defaultdict(list)
    joined = set()
    for parent, child, kind in links:
        if parent not in old or child not in new or not _is_now(parent, child, kind, old, new):
            continue
        if kind == ParentKind.MERGE:
            joined.add(child)
            if parent in last:  # it stands by itself again
                continue
        children[parent].append(child)
    return _Step(children, joined)


def _after(held: Mapping[str, _Held], step: _Step, new: Layer) -> dict[str, _Held]:
    found: defaultdict[str, _Held] = defaultdict(_Held)
    for one, how in held.items():
        following = _following(one, step, new)
        is_sure = how.is_sure and not (how.is_mixed and len(following) > 1)
        for other in following or [one]:
            found[other].is_sure |= is_sure
            found[other].is_mixed |= how.is_mixed or other in step.joined
    return dict(found)


def _following(one: str, step: _Step, new: Layer) -> list[str]:
    return [*([one] if one in new else []), *step.children.get(one, ())]
