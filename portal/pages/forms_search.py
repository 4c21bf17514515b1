# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person asks the search: what is not understood is left out, never an error page."""

from __future__ import annotations

import re
from collections.abc import Callable

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.queries import Order, SearchQuery
from search.sources import all_sources
from search.wording import MAX_LENGTH, tidy

WORDS, KIND, AREA, YEAR, IN_FORCE, ORDER, PAGE = "q", "tipo", "area", "anno", "in-vigore", "ordine", "page"
_YEAR = re.compile(r"[0-9]{4}")
_SLUG = re.compile(r"[\w-]{1,100}", re.ASCII)
_PAGE = re.compile(r"[0-9]{1,6}", re.ASCII)
BY_DATE = "data"


class SearchBox(forms.Form):
    """The box; its words stay in it."""

    q = forms.CharField(
        label=_("Che cosa cerchi?"),
        required=False,
        help_text=_("Parole qualsiasi; fra virgolette, le parole esatte."),
        widget=forms.TextInput(
            attrs={"type": "search", "maxlength": MAX_LENGTH, "autocomplete": "off", "spellcheck": "true"}
        ),
    )


def asked(data: QueryDict) -> SearchQuery:
    """Return what the address asks."""
    kinds = {source.kind for source in all_sources()}
    return SearchQuery(
        words=tidy(data.get(WORDS, "")),
        kinds=_values(data, KIND, kinds.__contains__),
        areas=_values(data, AREA, _SLUG.fullmatch),
        years=_values(data, YEAR, _YEAR.fullmatch),
        in_force_on=timezone.localdate() if data.get(IN_FORCE) == "1" else None,
        order=Order.DATE if data.get(ORDER) == BY_DATE else Order.RELEVANCE,
        page=int(data.get(PAGE, "")) if _PAGE.fullmatch(data.get(PAGE, "")) else 1,
    )


def _values(data: QueryDict, name: str, is_known: Callable[[str], object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in data.getlist(name) if is_known(value)))
