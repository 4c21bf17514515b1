# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where entries come from: each app registers, in its `search_sources.py`, how its things are read.

@register
class PartnerSource(Source):
    kind = "partner"
    label = _("Partner")

    def pks(self): return Partner.objects.values_list("pk", flat=True).iterator()
    def entries(self, pks): return [entry_of(partner) for partner in Partner.objects.filter(pk__in=pks)]
    def audience(self, pks): return {partner.pk: EVERYBODY for partner in …}
    def titles(self, words, tokens, limit): …
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

from search.entries import Entry

__all__ = ["Entry", "Source", "Title", "all_sources", "kind_label", "register", "source_of"]


@dataclass(frozen=True, kw_only=True)
class Title:
    """A hit of the search in the database: what can be said when the index does not answer."""

    kind: str
    title: str
    url: str


class Source(ABC):
    """How the things of one kind are read for the index. The truth is asked again at every call."""

    kind: str
    label: str | _StrPromise
    """What readers call these things, in the plural: «Documenti»."""

    @abstractmethod
    def pks(self) -> Iterable[int | str]:
        """Return the identity of everything that may be found (a rebuild asks)."""

    @abstractmethod
    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may read each of these now; what is missing is for nobody. A constant number of queries."""

    @abstractmethod
    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return things whose title holds all the words as typed, among those that these tokens may read."""

    def entry(self, pk: int | str) -> Entry | None:
        """Return one thing as it can be found, or nothing when it is to be forgotten."""
        raise NotImplementedError

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return those of these things that can be found; override it to read many in a few queries."""
        found = (self.entry(pk) for pk in pks)
        return [entry for entry in found if entry is not None]


_sources: dict[str, Source] = {}
SourceClass = TypeVar("SourceClass", bound=type[Source])


def register(source: SourceClass) -> SourceClass:
    """Make the things of this source findable; a class decorator, called from `AppConfig.ready()`.

    :raises ValueError: another class already gives this kind.
    """
    known = _sources.get(source.kind)
    if known is not None and type(known).__qualname__ != source.__qualname__:
        raise ValueError(f"Two sources for «{source.kind}».")
    _sources[source.kind] = source()
    return source


def all_sources() -> list[Source]:
    """Return every source, in the order in which the apps registered them."""
    return list(_sources.values())


def source_of(kind: str) -> Source | None:
    """Return the source of a kind, if an app gives one."""
    return _sources.get(kind)


def kind_label(kind: str) -> str:
    """Return what readers call this kind of thing."""
    source = _sources.get(kind)
    return str(source.label) if source else kind
