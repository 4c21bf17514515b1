# SPDX-License-Identifier: AGPL-3.0-or-later
"""A source whose things stand on a shelf in memory: what an app's tables are to its own source."""

from search import feed
from search.sources import Entry, Source, Title

PUBLIC = frozenset({"public"})
TAVOLO = frozenset({"tavolo:3", "staff"})
MEMBER = frozenset({"public", "tavolo:3"})


class Shelf(Source):
    """Things by their identity; what is taken away is gone."""

    kind = "libro"
    label = "Libri"

    def __init__(self, kind="libro", label="Libri"):
        self.kind, self.label, self.things, self.reads = kind, label, {}, 0

    def put(self, pk, title="Un libro", tokens=PUBLIC, **more):
        """Put or change a thing, as a service does: change, then refresh."""
        self.things[str(pk)] = Entry(
            kind=self.kind, pk=pk, title=title, url=f"/{self.kind}/{pk}/", tokens=tokens, **more
        )
        feed.refresh(self.kind, [pk])

    def take(self, pk):
        """Take a thing away."""
        del self.things[str(pk)]
        feed.refresh(self.kind, [pk])

    def pks(self):
        return list(self.things)

    def entry(self, pk):
        return self.things.get(str(pk))

    def entries(self, pks):
        self.reads += 1
        return super().entries(pks)

    def audience(self, pks):
        return {pk: self.things[str(pk)].tokens for pk in pks if str(pk) in self.things}

    def titles(self, words, tokens, limit):
        found = [
            thing
            for thing in self.things.values()
            if thing.tokens & tokens and all(word.lower() in thing.title.lower() for word in words)
        ]
        return [Title(kind=self.kind, title=thing.title, url=thing.url) for thing in found[:limit]]
