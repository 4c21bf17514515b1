# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates of single sections, typed all on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.consultations.forms.moments import RomeMomentField
from documents.consultations.models import SectionWindow, VersionSection, Window

OPENS, CLOSES = "apre-", "chiude-"


class SectionWindowsForm(forms.Form):
    """For each section two instants, or nothing: then those of the window count."""

    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Almeno 15 caratteri, se la consultazione è già aperta: si legge in pubblico."),
    )

    def __init__(
        self, *args: Any, window: Window, rows: Sequence[tuple[VersionSection, SectionWindow | None]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._window, self._rows = window, rows
        for section, own in rows:
            self.fields[f"{OPENS}{section.section_id}"] = RomeMomentField(
                label=_("%s: si apre") % section.title, required=False, initial=own.opens_at if own else None
            )
            self.fields[f"{CLOSES}{section.section_id}"] = RomeMomentField(
                label=_("%s: si chiude") % section.title, required=False, initial=own.closes_at if own else None
            )
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def clean(self) -> dict[str, Any]:
        """Refuse at the field what is inverted, half typed or outside the window."""
        data = super().clean() or self.cleaned_data
        for section, _own in self._rows:
            self._check(str(section.section_id), data)
        return data

    def chosen(self) -> list[tuple[VersionSection, tuple[datetime, datetime] | None]]:
        """Return each section with its dates, or nothing where the window's count."""
        found: list[tuple[VersionSection, tuple[datetime, datetime] | None]] = []
        for section, _own in self._rows:
            opens = self.cleaned_data.get(f"{OPENS}{section.section_id}")
            closes = self.cleaned_data.get(f"{CLOSES}{section.section_id}")
            found.append((section, (opens, closes) if opens and closes else None))
        return found

    def closing_field(self, section: VersionSection) -> str:
        """Return the name of the field that a refusal about a section stands at."""
        return f"{CLOSES}{section.section_id}"

    def _check(self, identity: str, data: dict[str, Any]) -> None:
        opens, closes = data.get(f"{OPENS}{identity}"), data.get(f"{CLOSES}{identity}")
        if f"{OPENS}{identity}" in self.errors or f"{CLOSES}{identity}" in self.errors:
            return
        if bool(opens) != bool(closes):
            missing = CLOSES if opens else OPENS
            self.add_error(f"{missing}{identity}", _("Scrivi tutte e due le date, o nessuna."))
        elif opens and closes:
            if closes <= opens:
                self.add_error(f"{CLOSES}{identity}", _("La chiusura viene prima dell'apertura."))
            if opens < self._window.opens_at:
                self.add_error(f"{OPENS}{identity}", _("Viene prima dell'apertura della consultazione."))
            if closes > self._window.closes_at:
                self.add_error(f"{CLOSES}{identity}", _("Viene dopo la chiusura della consultazione."))
