# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is typed to invite people and to name the health referent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners import scopes
from partners.enums import MandateRole, PartnerKind
from partners.models import Mandate, Partner
from partners.models.mandate import WHOLE_DISTRICT
from partners.services import Offer

POWERS = ("can_speak", "can_vote", "can_sign")
DAY = {"type": "date"}


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **kwargs)


class OfferForm(forms.Form):
    """What a person is invited to do."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail della persona"),
        help_text=gettext_lazy("Personale: l'invito vale solo per questo indirizzo."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Ruolo"), widget=forms.RadioSelect)
    can_speak = forms.BooleanField(label=gettext_lazy("Può parlare (scrivere a nome nostro)"), required=False)
    can_vote = forms.BooleanField(label=gettext_lazy("Può votare"), required=False)
    can_sign = forms.BooleanField(label=gettext_lazy("Può firmare"), required=False)
    scope = forms.ChoiceField(label=gettext_lazy("Dove vale"), choices=scopes.choices, initial=WHOLE_DISTRICT)
    ends_on = _day(gettext_lazy("Fino al, compreso"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an invitation to nothing."""
        values = super().clean() or self.cleaned_data
        if not any(values.get(power) for power in POWERS):
            self.add_error("can_speak", ValidationError(_("Scegli almeno un potere: parlare, votare o firmare.")))
        return values

    @property
    def offer(self) -> Offer:
        """What was chosen."""
        values = {name: self.cleaned_data.get(name, False) for name in POWERS}
        return Offer(
            email=self.cleaned_data["email"],
            role=MandateRole(self.cleaned_data["role"]),
            scope=self.cleaned_data["scope"],
            ends_on=self.cleaned_data["ends_on"],
            **values,
        )


class InviteForm(OfferForm):
    """The same, by who represents an organisation by law: only powers that they hold are shown."""

    def __init__(self, *args: Any, own: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = (MandateRole.DELEGATE, MandateRole.SUBSTITUTE, MandateRole.OPERATOR)
        self.fields["role"].choices = [(one.value, one.label) for one in chosen]  # type: ignore[attr-defined]
        for power in POWERS:
            if not getattr(own, power):
                del self.fields[power]
        if own.scope != WHOLE_DISTRICT:
            own_scope = dict(scopes.choices()).get(own.scope, own.scope)
            self.fields["scope"].choices = [(own.scope, own_scope)]  # type: ignore[attr-defined]
        if own.last_day is not None:
            self.fields["ends_on"].help_text = _("Se lo lasci vuoto dura quanto il tuo mandato.")


class StaffInviteForm(OfferForm):
    """An invitation by the office, to any role in any organisation."""

    partner = forms.ModelChoiceField(label=gettext_lazy("Organizzazione"), queryset=Partner.objects.none())
    field_order = ["email", "partner", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [one for one in MandateRole if one != MandateRole.HEALTH_REFERENT]
        self.fields["role"].choices = [(one.value, one.label) for one in roles]  # type: ignore[attr-defined]
        self.fields["partner"].queryset = Partner.objects.admitted()  # type: ignore[attr-defined]


class SpanForm(forms.Form):
    """Something that lasts from a day to a day."""

    starts_on = _day(gettext_lazy("Dal"))
    ends_on = _day(gettext_lazy("Al, compreso"))

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        values = super().clean() or self.cleaned_data
        start, end = values.get("starts_on"), values.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("L'ultimo giorno viene prima del primo."))
        return values


class ExpertForm(SpanForm):
    """An expert, invited for a time."""

    email = forms.EmailField(label=gettext_lazy("E-mail della persona"))
    subject = forms.CharField(label=gettext_lazy("Di che cosa si occupa"), max_length=200)
    scope = forms.ChoiceField(label=gettext_lazy("Dove aiuta"), choices=scopes.choices)
    act_number = forms.CharField(label=gettext_lazy("Numero dell'atto"), max_length=40, required=False)
    act_date = _day(gettext_lazy("Data dell'atto"), required=False)
    url = forms.URLField(
        label=gettext_lazy("Pagina in «Consulenti e collaboratori»"), required=False, assume_scheme="https"
    )
    field_order = ["email", "subject", "scope"]


class HealthReferentForm(SpanForm):
    """Who the health authority designated (Regolamento, art. 7), with its act."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail della persona"),
        help_text=gettext_lazy("Se non è mai entrata nel portale riceve un invito."),
    )
    partner = forms.ModelChoiceField(label=gettext_lazy("Azienda sanitaria"), queryset=Partner.objects.none())
    field_order = ["email", "partner"]
    act_number = forms.CharField(label=gettext_lazy("Numero dell'atto di designazione"), max_length=40)
    act_date = _day(gettext_lazy("Data dell'atto"))
    act_body = forms.CharField(label=gettext_lazy("Chi lo ha deciso"), max_length=150)
    act_file = forms.FileField(
        label=gettext_lazy("Copia dell'atto"), error_messages={"required": gettext_lazy("Allega l'atto.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        health = Partner.objects.admitted().filter(kind=PartnerKind.HEALTH_AUTHORITY)
        self.fields["partner"].queryset = health  # type: ignore[attr-defined]
