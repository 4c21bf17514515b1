# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the home page, the areas and the site map show, read for someone at a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from wagtail.models import Page

from portal.core.audiences import EVERYBODY
from portal.core.exceptions import NotReadable
from portal.core.models import Area

if TYPE_CHECKING:
    from wagtail.models import Site

__all__ = ["EVERYBODY", "HomeContent", "home_content", "readable_area", "site_pages", "way_to"]


@dataclass(frozen=True, kw_only=True)
class OpenConsultation:
    """A text that anyone may comment now, or soon."""

    title: str
    purpose: str
    url: str
    opens_at: datetime
    closes_at: datetime
    observation_count: int = 0


@dataclass(frozen=True, kw_only=True)
class LastOutcome:
    """What came of the last consultation that has an end."""

    title: str
    url: str
    observation_count: int
    accepted_count: int
    answered_count: int

    @property
    def is_all_answered(self) -> bool:
        """Whether nobody is left without an answer."""
        return self.answered_count >= self.observation_count


@dataclass(frozen=True, kw_only=True)
class ComingMeeting:
    """The next time a tavolo meets."""

    title: str
    url: str
    starts_at: datetime
    place: str


@dataclass(frozen=True, kw_only=True)
class Novelty:
    """Something lately published."""

    kind: str
    title: str
    url: str
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class HomeContent:
    """All that the home page shows."""

    open_now: Sequence[OpenConsultation]
    coming: Sequence[OpenConsultation]
    last: LastOutcome | None
    meetings: Sequence[ComingMeeting]
    areas: Sequence[Area]
    news: Sequence[Novelty]


def home_content(*, audience: frozenset[str], moment: datetime) -> HomeContent:
    """Return what the home page shows to the holder of these tokens at this moment."""
    return HomeContent(open_now=(), coming=(), last=None, meetings=(), areas=tuple(areas()), news=())


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
