# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the templates of every app may ask: dates in full, days left, form controls, page numbers."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, MultiWidget, RadioSelect
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from laces.templatetags.laces import component

from portal.core.panels import Panel
from portal.ui import dates

register = template.Library()
register.tag("component", component)


@register.filter
def in_full(moment: date | datetime | None) -> str:
    """Return «giovedì 10 dicembre 2026, ore 23:59» (Rome), or nothing."""
    return dates.in_full(moment) if moment else ""


@register.filter
def in_full_day(moment: date | datetime | None) -> str:
    """Return «giovedì 10 dicembre 2026» (Rome), or nothing."""
    return dates.in_full_day(moment) if moment else ""


@register.filter
def plain_day(moment: date | datetime | None) -> str:
    """Return «10 dicembre 2026» (Rome), or nothing."""
    return dates.plain_day(moment) if moment else ""


@register.filter
def days_left(moment: date | datetime | None) -> str:
    """Return «mancano 12 giorni», «manca 1 giorno», «scade oggi» or «scaduto», or nothing."""
    return dates.left_in_words(timezone.now(), moment) if moment else ""


@register.filter
def iso(moment: date | datetime | None) -> str:
    """Return a moment for the `datetime` attribute of `<time>`."""
    return moment.isoformat() if moment else ""


_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device_name(user_agent: str) -> str:
    """Return «Firefox, Windows» for what a browser says of itself, or nothing when it says nothing known."""
    known = (
        next((label for sign, label in signs if sign in (user_agent or "")), "") for signs in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(word for word in known if word)


@register.filter
def control_kind(field: BoundField) -> str:
    """Return how a field is laid out: `hidden`, `choices`, `checkbox`, `group`, `file` or `plain`."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    kinds: tuple[tuple[type | tuple[type, ...], str], ...] = (
        ((RadioSelect, CheckboxSelectMultiple), "choices"),
        (CheckboxInput, "checkbox"),
        (MultiWidget, "group"),
        (FileInput, "file"),
    )
    for classes, kind in kinds:
        if isinstance(widget, classes):
            return kind
    return "group" if field.use_fieldset else "plain"


@register.filter
def control(field: BoundField) -> SafeString:
    """Return the control alone; Django adds `aria-describedby` and `aria-invalid` to it."""
    return field.as_widget()


@register.filter
def page_numbers(page: Page[Any]) -> Iterable[int | str]:
    """Return the numbers to show in the pagination, with dots for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def panel_body(panel: Panel, request: HttpRequest) -> SafeString:
    """Return a panel of a higher app, drawn by its own template with its own values."""
    return render_to_string(panel.template, panel.context, request=request)


@register.simple_tag
def row_act(label: str, about: str, name: str, *args: Any, is_main: bool = False) -> SafeString:
    """Return what the office can do about a row of a list; who listens hears about which one."""
    look = "button button-small" if is_main else "button button-small button-secondary"
    told = format_html('<span class="w-sr-only"> {}</span>', about)
    return format_html('<a class="{}" href="{}">{}{}</a>', look, reverse(name, args=args), label, told)
