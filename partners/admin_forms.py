# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office types about partners and mandates; saving is done by the services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from partners import queries, scopes, services
from partners.admin_merge import proposal
from partners.enums import MandateRole
from partners.models import Mandate, Partner
from partners.validators import clean_number, validate_fiscal_code, validate_vat_number


class PartnerForm(WagtailAdminModelForm):
    """A partner in the register. Identifiers may be typed with spaces; a person's code is refused."""

    slug = forms.SlugField(label=_("Indirizzo della pagina"), required=False, max_length=120)
    fiscal_code = forms.CharField(label=_("Codice fiscale"), required=False, max_length=40)
    vat_number = forms.CharField(label=_("Partita IVA"), required=False, max_length=40)

    def clean_slug(self) -> str:
        """Keep the address there was when the field is emptied: links to it must go on working."""
        return str(self.cleaned_data["slug"] or self.instance.slug)

    def clean_fiscal_code(self) -> str:
        """Return the eleven digits, or refuse with the reason."""
        number = clean_number(self.cleaned_data["fiscal_code"])
        if number:
            validate_fiscal_code(number)
        existing = queries.other_partner_with_code(number, other_than=self.instance.pk)
        if existing is not None:
            words, url = proposal(existing, typed_in=self.instance)
            message = _("Questo codice fiscale è già nel registro: lo porta")
            raise ValidationError(format_html('{} {}. <a href="{}">{}</a>', message, existing.name, url, words))
        return number

    def clean_vat_number(self) -> str:
        """Return the eleven digits, or refuse with the reason."""
        number = clean_number(self.cleaned_data["vat_number"])
        if number:
            validate_vat_number(number)
        return number

    def save(self, commit: bool = True) -> Partner:
        """Save by the service, which records who did it and refreshes pages and search."""
        partner: Partner = super().save(commit=False)
        if not commit:
            return partner
        return services.save_partner(
            partner=partner,
            areas=self.cleaned_data["areas"],
            targets=self.cleaned_data["target_groups"],
            by=self.for_user,
        )


class MandateForm(WagtailAdminModelForm):
    """A mandate. The person is found by the address of an account that exists; later neither can change."""

    email = forms.EmailField(
        label=_("E-mail della persona"),
        help_text=_("L'indirizzo con cui la persona entra nel portale. Deve averlo già usato almeno una volta."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"] = forms.ChoiceField(
            label=_("Dove vale"),
            choices=scopes.choices,
            help_text=_("Per tutto il Distretto, oppure solo per un tavolo."),
        )
        if self.instance.pk:
            self.initial["email"] = self.instance.user.email
            for name in ("email", "partner"):
                self.fields[name].disabled = True

    def clean_email(self) -> str:
        """Find the account of the person, or say what to do when there is none."""
        address: str = self.cleaned_data["email"]
        if self.instance.pk:
            return address
        found = queries.person_with_address(address)
        if found is None:
            raise ValidationError(
                _("Nessuno è entrato nel portale con questo indirizzo. Chiedi alla persona di accedere una volta.")
            )
        self.instance.user = found
        return address

    def clean(self) -> dict[str, Any]:
        """Refuse a seat of others; a collective one is given by its designation only."""
        values: dict[str, Any] = super().clean()
        seat, partner = values.get("seat"), values.get("partner")
        if seat is not None and seat.partner != partner and seat.pk != self.initial.get("seat"):
            self.add_error(
                "seat", _("Il seggio è di altri. Uno collettivo si dà con la designazione, non da questa pagina.")
            )
        if values.get("role") == MandateRole.HEALTH_REFERENT and self.instance.act_file is None:
            self.add_error("role", _("Il referente sanitario si scrive in «Persone e inviti», con l'atto allegato."))
        return values

    def save(self, commit: bool = True) -> Mandate:
        """Save by the service, which records who did it and tells the person."""
        mandate: Mandate = super().save(commit=False)
        return services.save_mandate(mandate=mandate, by=self.for_user) if commit else mandate
