# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists with filters: which are in force, and the address without each of them."""

from django.forms import ChoiceField, Form
from django.http import HttpRequest

PAGE = "page"


def chips_of(request: HttpRequest, form: Form) -> list[tuple[str, str]]:
    """Return the filters in force as pairs: what to read, and the address of the list without that filter."""
    form.is_valid()
    chips = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value:
            label = _chosen(field, value) if isinstance(field, ChoiceField) else f"«{value}»"
            chips.append((f"{field.label}: {label}", _address_without(request, name)))
    return chips


def _chosen(field: ChoiceField, value: str) -> str:
    return next((str(label) for choice, label in field.widget.choices if str(choice) == str(value)), str(value))


def _address_without(request: HttpRequest, name: str) -> str:
    kept = request.GET.copy()
    kept.pop(name, None)
    kept.pop(PAGE, None)
    return f"{request.path}?{kept.urlencode()}" if kept else request.path
