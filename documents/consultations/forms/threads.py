# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filters of the observations under a section: wrong values are ignored, never an error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.consultations.queries.reading_frames import SectionReading
from portal.comments.enums import Kind

ANSWERED, UNANSWERED = "si", "no"


class ThreadsForm(forms.Form):
    """How a reader narrows what was said about a section: by paragraph, by kind, with or without an answer."""

    paragrafo = forms.ChoiceField(label=gettext_lazy("Paragrafo"), required=False)
    tipo = forms.ChoiceField(
        label=gettext_lazy("Che cos'è"), required=False, choices=[("", gettext_lazy("tutte")), *Kind.choices]
    )
    risposta = forms.ChoiceField(
        label=gettext_lazy("Risposta dell'ufficio"),
        required=False,
        choices=[
            ("", gettext_lazy("tutte")),
            (ANSWERED, gettext_lazy("con risposta")),
            (UNANSWERED, gettext_lazy("senza risposta")),
        ],
    )

    def __init__(self, data: Any, *, read: SectionReading) -> None:
        super().__init__(data, auto_id="filtro-%s")
        field = self.fields["paragrafo"]
        if isinstance(field, forms.ChoiceField):
            numbered = [
                (str(paragraph.identity), _("paragrafo %(number)d") % {"number": paragraph.number})
                for paragraph in read.paragraphs
                if not paragraph.is_heading
            ]
            field.choices = [("", _("tutta la sezione")), *numbered]

    def wanted(self) -> dict[str, Any]:
        """Return what was chosen, as the query of threads wants it."""
        self.is_valid()
        chosen = self.cleaned_data
        kind, answer = chosen.get("tipo"), chosen.get("risposta")
        return {
            "target_id": chosen.get("paragrafo") or "",
            "kinds": [kind] if kind else [],
            "only_answered": {ANSWERED: True, UNANSWERED: False}.get(answer or ""),
        }
