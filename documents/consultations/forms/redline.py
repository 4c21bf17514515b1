# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which two versions to compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.consultations.models import Version
from portal.ui.dates import in_full_day


class PairForm(forms.Form):
    """Two versions of a text; the older one is taken for the first, whatever the order."""

    da = forms.TypedChoiceField(label=gettext_lazy("Dalla versione"), coerce=int)
    a = forms.TypedChoiceField(label=gettext_lazy("Alla versione"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (one.number, _("%(number)d, %(day)s") % {"number": one.number, "day": in_full_day(one.published_at)})
            for one in versions
        ]
        for name in ("da", "a"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return the values, if they are two.

        :raises ValidationError: they are the same version.
        """
        values: dict[str, Any] = super().clean() or {}
        if values.get("da") is not None and values.get("da") == values.get("a"):
            self.add_error("a", _("Scegli due versioni diverse."))
        return values

    @property
    def pair(self) -> tuple[int, int]:
        """The two versions, the older first."""
        first, second = sorted((self.cleaned_data["da"], self.cleaned_data["a"]))
        return first, second
