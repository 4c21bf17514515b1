# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the home page, the areas and the site map show, read for someone at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from wagtail.models import Page

from documents.consultations.queries import front
from documents.library import queries as library
from portal.core.audiences import EVERYBODY
from portal.core.exceptions import NotReadable
from portal.core.models import Area
from tavoli import queries as tavoli

if TYPE_CHECKING:
    from wagtail.models import Site

    from tavoli.models import Meeting

MEETINGS_SHOWN = 3
NEWS_SHOWN = 5

__all__ = ["EVERYBODY", "HomeContent", "home_content", "readable_area", "site_pages", "way_to"]


@dataclass(frozen=True, kw_only=True)
class Novelty:
    """Something lately published."""

    kind: str
    title: str
    url: str
    day: date


@dataclass(frozen=True, kw_only=True)
class HomeContent:
    """All that the home page shows."""

    open_now: Sequence[front.Told]
    coming: Sequence[front.Told]
    last: front.Told | None
    meetings: Sequence[Meeting]
    areas: Sequence[Area]
    news: Sequence[Novelty]


def home_content(*, audience: frozenset[str], moment: datetime) -> HomeContent:
    """Return what the home page shows to the holder of these tokens at this moment."""
    consultations = front.listed(moment=moment)
    return HomeContent(
        open_now=consultations.opened,
        coming=consultations.coming,
        last=_last_told(consultations.over),
        meetings=tavoli.upcoming_meetings(audience, moment, MEETINGS_SHOWN),
        areas=areas(),
        news=_news(audience),
    )


def _last_told(over: Sequence[front.Told]) -> front.Told | None:
    told = [one for one in over if one.consultation.results_published_at]
    return max(told, key=lambda one: str(one.consultation.results_published_at), default=None)


def _news(audience: frozenset[str]) -> list[Novelty]:
    """Return the latest acts, documents and agreements that these tokens may open, newest first."""
    documents = library.readable_documents(library.Filters(), audience=audience).filter(issued_on__isnull=False)
    protocols = library.readable_protocols(library.Filters(), audience=audience)
    told = [
        Novelty(kind=one.get_kind_display(), title=one.title, url=one.get_absolute_url(), day=one.issued_on)
        for one in documents[:NEWS_SHOWN]
        if one.issued_on
    ]
    told += [
        Novelty(kind=one.get_kind_display(), title=one.title, url=one.get_absolute_url(), day=one.signed_on)
        for one in protocols[:NEWS_SHOWN]
    ]
    return sorted(told, key=lambda item: item.day, reverse=True)[:NEWS_SHOWN]


def areas() -> Sequence[Area]:
    """Return the areas of intervention in their order."""
    return list(Area.objects.all())


def readable_area(slug: str) -> Area:
    """Return an area.

    :raises NotReadable: there is none at this address.
    """
    found = Area.objects.filter(slug=slug).first()
    if found is None:
        raise NotReadable
    return found


def site_pages(site: Site | None) -> Sequence[Page]:
    """Return the published pages of the site that anyone may read, the home page first, in one query."""
    if site is None:
        return []
    return list(site.root_page.get_descendants(inclusive=True).live().public().order_by("path"))


def way_to(page: Page) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page: its ancestors below the home page, then itself."""
    above = page.get_ancestors().live().filter(depth__gt=2)
    return [(ancestor.title, ancestor.get_url() or "") for ancestor in above] + [(page.title, "")]


def area_url(area: Area) -> str:
    """Return where an area is shown."""
    return reverse("pages:area", args=[area.slug])
