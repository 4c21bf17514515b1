# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes the pages that a portal is born with."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Page, Site

from portal.core import copies
from portal.pages.models import HomePage, StandingPage
from portal.pages.standing_texts import ALL_TEXTS, WELCOME, StandingText

HOME_TITLE = "Home"


class NoRoot(Exception):  # noqa: N818 -- a fact about the database, for whoever installs
    """The tree of pages has no root: migrations have not run."""


@transaction.atomic
def install_standing_pages() -> HomePage:
    """Return the home page, making it and the standing pages that are missing; what stands is left as it is.

    :raises NoRoot: migrations have not run.
    """
    home = HomePage.objects.first() or _new_home()
    _serve_from(home)
    known = set(home.get_children().values_list("slug", flat=True))
    for text in ALL_TEXTS:
        if text.slug not in known:
            _add(home, text)
    copies.forget()
    return home


def _new_home() -> HomePage:
    root = Page.objects.filter(depth=1).first()
    if root is None:
        raise NoRoot
    home = HomePage(title=HOME_TITLE, slug="portale", welcome=WELCOME, show_in_menus=False)
    root.add_child(instance=home)
    home.save_revision().publish()
    return home


def _serve_from(home: HomePage) -> None:
    """Point the default site to the home page, and drop the sample page that Wagtail is born with."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return
    former = site.root_page
    if former.pk != home.pk:
        site.root_page = home
        site.save()
        if former.specific_class is Page and not former.get_children().exists():
            former.delete()


def _add(home: HomePage, text: StandingText) -> None:
    page = StandingPage(title=text.title, slug=text.slug, lead=text.lead, body=list(text.blocks))
    home.add_child(instance=page)
    page.save_revision().publish()
