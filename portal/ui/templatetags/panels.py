# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pieces that other apps put on a page (`portal.core.panels`), drawn each with its own template and words."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.core.panels import Panel

register = template.Library()


@register.simple_tag(takes_context=True)
def draw_panel(context: dict[str, Any], panel: Panel) -> SafeString:
    """Return the inside of a panel: its template, given what `panel.context` holds and the request."""
    return render_to_string(panel.template, panel.context, request=context["request"])
