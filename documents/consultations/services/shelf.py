# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shelf where texts are written: a page under no site, so that nothing of it has a public address."""

from __future__ import annotations

from typing import Final

from wagtail.models import Page

from documents.consultations.models import TextsRoot
from portal.core import roles

TITLE: Final = "Testi in lavorazione"
MAY: Final = ("add", "change", "publish", "lock", "unlock")


def find() -> TextsRoot | None:
    """Return the shelf, or none while nobody wrote anything."""
    found: TextsRoot | None = TextsRoot.objects.first()
    return found


def texts_root() -> TextsRoot:
    """Return the shelf, made if there is none yet, with those who write allowed on it."""
    found = find()
    if found is None:
        top = Page.get_first_root_node()
        found = TextsRoot(title=TITLE, slug="testi-in-lavorazione", live=False, locale=top.locale)
        top.add_child(instance=found)
        roles.install()
    return found
