# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a page says of a service's authorisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _

from partners.models import PartnerService

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A state in words, with its symbol and tone."""

    label: StrOrPromise
    symbol: str
    tone: str


@register.simple_tag
def accreditation_badge(service: PartnerService, today: date) -> Badge:
    """Return how a service stands today: what was given and is over reads so."""
    label = service.get_accreditation_display()
    if service.is_in_order and service.is_expired_on(today):
        return Badge(label=_("%(state)s, scaduto") % {"state": label}, symbol="!", tone="warning")
    if service.is_in_order:
        return Badge(label=label, symbol="✓", tone="success")
    return Badge(label=label, symbol="!", tone="warning")
