# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages of the register have in common: where they stand, what was ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.consultations.models import Consultation

ICON = "comment"
MOST_TOGETHER = 100


def numbers_in(values: Sequence[str]) -> list[int]:
    """Return the numbers among what came with a form."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]  # noqa: PLR2004


def frame(title: str, found: Consultation, *, is_below: bool = False) -> dict[str, Any]:
    """Return the title of a page and where it stands."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Pagina iniziale")},
        {"url": reverse("consultations_admin:list"), "label": _("Consultazioni")},
        {"url": reverse("consultations_admin:detail", args=[found.pk]), "label": found.title},
    ]
    if is_below:
        crumbs.append(
            {"url": reverse("answers_admin:register", args=[found.pk]), "label": _("Osservazioni e risposte")}
        )
    crumbs.append({"url": "", "label": title})
    return {"breadcrumbs_items": crumbs, "header_title": title, "page_title": title, "header_icon": ICON}
