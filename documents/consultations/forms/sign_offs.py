# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the referent and the office type about a signature."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.consultations.models.sign_off import SHORTEST_REMARKS


class RemarksForm(forms.Form):
    """Why a section is given back."""

    remarks = forms.CharField(
        label=_("Osservazioni"),
        min_length=SHORTEST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Che cosa va cambiato perché tu possa firmare. Si leggono nell'ufficio."),
    )


class NoteForm(forms.Form):
    """A note of the health authority."""

    number = forms.CharField(label=_("Numero della nota"), max_length=40)
    day = forms.DateField(label=_("Data della nota"), widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(
        label=_("Copia della nota"), required=False, help_text=_("PDF o immagine, al massimo 10 MB.")
    )


class OverrideForm(forms.Form):
    """Why the office goes on after a silence."""

    reason = forms.CharField(
        label=_("Motivo"),
        min_length=SHORTEST_REMARKS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Si legge in pubblico, accanto alla sezione."),
    )
