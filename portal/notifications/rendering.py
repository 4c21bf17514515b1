# SPDX-License-Identifier: AGPL-3.0-or-later
"""A message as plain text and as HTML, from the same words."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string

from portal.core.models import OfficeSettings


def rendered(*, subject: str, text: str, url: str = "", why: str = "", stop_url: str = "") -> tuple[str, str]:
    """Return the two bodies of a message; `url` may be a path of the site."""
    context = {
        "subject": subject,
        "paragraphs": [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()],
        "url": f"{settings.SITE_URL}{url}" if url.startswith("/") else url,
        "why": why,
        "stop_url": stop_url,
        "portal_name": OfficeSettings.load().portal_name,
        "office": OfficeSettings.load(),
    }
    return (
        render_to_string("notifications/mail.txt", context).strip() + "\n",
        render_to_string("notifications/mail.html", context),
    )
