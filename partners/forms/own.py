# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the people of a partner type about it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.models import Partner, PartnerPaper, PartnerPlace, PartnerService
from partners.validators import clean_number, validate_fiscal_code, validate_vat_number

DAY = {"type": "date"}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs=DAY, format="%Y-%m-%d")


class OwnCardForm(forms.ModelForm[Partner]):
    """The card of a partner, without what must be verified."""

    class Meta:
        model = Partner
        fields = (
            "what_it_does", "for_whom", "areas", "target_groups", "email", "pec", "phone", "website", "address",
            "postcode", "municipality", "province", "latitude", "longitude", "founded_on", "statute_updated_on",
            "network", "has_legal_personality", "is_in_five_per_thousand",
        )  # fmt: skip
        widgets = {
            "areas": forms.CheckboxSelectMultiple,
            "target_groups": forms.CheckboxSelectMultiple,
            "founded_on": _day(),
            "statute_updated_on": _day(),
        }
        help_texts = {
            "what_it_does": _("Due o tre frasi che capisce chiunque: senza sigle."),
            "phone": _("Quello dell'organizzazione, non il numero di una persona."),
            "email": _("Quella dell'organizzazione: tutti la leggono."),
            "latitude": _("Facoltativa: mette la sede sulla mappa. Per esempio 40,63870."),
        }


class VerifiedDataForm(forms.ModelForm[Partner]):
    """New verified data, with the reason: the office looks at them before anybody reads them."""

    fiscal_code = forms.CharField(label=_("Codice fiscale"), required=False, max_length=40)
    vat_number = forms.CharField(label=_("Partita IVA"), required=False, max_length=40)
    note = forms.CharField(
        label=_("Perché cambiano"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000,
        help_text=_("Per esempio: nuovo statuto, trasformazione, iscrizione al RUNTS."),
    )  # fmt: skip

    class Meta:
        model = Partner
        fields = ("name", "kind", "fiscal_code", "vat_number", "runts_section", "runts_number", "legal_form")

    def clean_fiscal_code(self) -> str:
        """Return the eleven digits, or refuse with the reason."""
        number = clean_number(self.cleaned_data["fiscal_code"])
        if number:
            validate_fiscal_code(number)
        return number

    def clean_vat_number(self) -> str:
        """Return the eleven digits, or refuse with the reason."""
        number = clean_number(self.cleaned_data["vat_number"])
        if number:
            validate_vat_number(number)
        return number

    def asked(self) -> dict[str, Any]:
        """Return the data that were typed, by the names of the columns."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class OwnServiceForm(forms.ModelForm[PartnerService]):
    """A service; its authorisation is written by the office."""

    class Meta:
        model = PartnerService
        fields = ("name", "service_type", "area", "description", "for_whom", "how_to_get", "phone", "opening_hours",
                  "link", "is_active")  # fmt: skip
        help_texts = {"is_active": _("Togli il segno quando il servizio finisce: sparisce dalle pagine, non si perde.")}


class OwnPlaceForm(forms.ModelForm[PartnerPlace]):
    """A place where a partner meets people."""

    class Meta:
        model = PartnerPlace
        fields = ("name", "address", "postcode", "municipality", "phone", "opening_hours", "latitude", "longitude")


class PaperForm(forms.ModelForm[PartnerPaper]):
    """A document that a partner hands in."""

    file = forms.FileField(label=_("File"), help_text=_("PDF, DOCX, ODT, XLSX o un'immagine, fino a 10 MB."))

    class Meta:
        model = PartnerPaper
        fields = ("kind", "title", "issued_on", "expires_on")
        widgets = {"issued_on": _day(), "expires_on": _day()}
