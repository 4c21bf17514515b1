# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail that goes with an observation: the receipt, and the code of who writes before signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.comments import scopes
from portal.comments.models import Observation, PartnerResponse, WaitingObservation
from portal.comments.targets import Target
from portal.core.models import OfficeSettings
from portal.notifications.services import queue_mail

STORED_LANGUAGE = "it"


def queue_receipt(
    observation: Observation, *, to: str, target: Target, office: OfficeSettings, language: str = STORED_LANGUAGE
) -> None:
    """Mail the receipt: code, date, words, what happens next. Once for each observation."""
    with override(language):
        context = {
            "observation": observation,
            "target": target,
            "office": office,
            "portal_name": office.portal_name,
            "receipt_url": on_site(observation.receipt_url),
        }
        queue_mail(
            to=to,
            subject=_("Ricevuta della tua osservazione"),
            text=render_to_string("comments/mail/receipt.txt", context),
            html=render_to_string("comments/mail/receipt.html", context),
            key=f"receipt:{observation.pk}",
        )


def queue_response_receipt(
    response: PartnerResponse,
    observations: Sequence[Observation],
    *,
    to: str,
    office: OfficeSettings,
    moment: datetime,
    language: str = STORED_LANGUAGE,
) -> None:
    """Mail who sent the response of a partner its receipt: every number, on what, the words. Once for each response."""
    with override(language):
        context = {
            "response": response,
            "scope": scopes.scope_of(response.scope, moment=moment),
            "observations": observations,
            "office": office,
            "portal_name": office.portal_name,
            "workspace_url": on_site(response.workspace_url),
        }
        queue_mail(
            to=to,
            subject=_("Ricevuta della risposta ufficiale"),
            text=render_to_string("comments/mail/response.txt", context),
            html=render_to_string("comments/mail/response.html", context),
            key=f"response-receipt:{response.pk}",
        )


def queue_code(waiting: WaitingObservation, *, code: str, language: str) -> None:
    """Mail the code that confirms what was written, with the link that takes it up again in another browser."""
    with override(language):
        office = OfficeSettings.load()
        context = {
            "code": code,
            "link": on_site(waiting.confirm_url),
            "expires_at": waiting.expires_at,
            "office": office,
            "portal_name": office.portal_name,
        }
        queue_mail(
            to=waiting.email,
            subject=_("Il codice per inviare la tua osservazione"),
            text=render_to_string("comments/mail/code.txt", context),
            html=render_to_string("comments/mail/code.html", context),
            is_urgent=True,
            is_secret=True,
        )


def on_site(path: str) -> str:
    """Return the whole address of one of our pages, on the configured site and never on the request's host."""
    return urljoin(settings.SITE_URL, path)
