# SPDX-License-Identifier: AGPL-3.0-or-later
"""The addresses that search engines are told: what is public at this moment, read from the truth.

People's own words (observations, receipts) are not announced: they stand inside the texts they are about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from django.urls import reverse

from portal.core.audiences import PUBLIC
from portal.core.exceptions import NotReadable
from portal.pages import queries
from search import sources

if TYPE_CHECKING:
    from wagtail.models import Site

PAGES = "pagine"
PART_SIZE = 2000
NOT_ANNOUNCED = frozenset({"observation", "outcome"})
LISTS = (
    "/consultazioni/", "/tavoli/", "/distretto/", "/distretto/governance/", "/partner/", "/documenti/", "/protocolli/",
    "/buone-pratiche/", "/aree/", "/mappa-del-sito/",
)  # fmt: skip


def parts() -> list[str]:
    """Return the paths of the site maps: the pages, then every kind of public thing, cut in parts."""
    paths = [_part(PAGES, 1)]
    for source in _announced():
        count = sum(1 for _ in source.pks())
        paths += [_part(source.kind, number) for number in range(1, -(-count // PART_SIZE) + 1)]
    return paths


def paths_of(kind: str, number: int, *, site: Site | None) -> Sequence[str]:
    """Return the public paths of one part.

    :raises NotReadable: there is no such part.
    """
    if kind == PAGES and number == 1:
        return _page_paths(site)
    source = next((source for source in _announced() if source.kind == kind), None)
    if source is None or number < 1:
        raise NotReadable
    chosen = list(islice(source.pks(), (number - 1) * PART_SIZE, number * PART_SIZE))
    readers = source.audience(chosen)
    public = [pk for pk in chosen if PUBLIC in readers.get(pk, ())]
    return list(dict.fromkeys(entry.url.partition("#")[0] for entry in source.entries(public)))


def _announced() -> list[sources.Source]:
    return [source for source in sources.all_sources() if source.kind not in NOT_ANNOUNCED]


def _part(kind: str, number: int) -> str:
    return reverse("machines:sitemap_part", args=[kind, number])


def _page_paths(site: Site | None) -> list[str]:
    written = [page.get_url(current_site=site) or "" for page in queries.site_pages(site)]
    areas = [queries.area_url(area) for area in queries.areas()]
    return [path for path in written if path.startswith("/")] + list(LISTS) + areas
