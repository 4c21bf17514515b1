# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is typed about seats, designations and the end of mandates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners import scopes
from partners.models import Candidate, RollEntry, Seat

BLANK = "bianca"
DAY = {"type": "date"}
MOMENT = {"type": "datetime-local"}
MOMENT_FORMAT = "%Y-%m-%dT%H:%M"


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **kwargs)


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(label=label, widget=forms.DateTimeInput(attrs=MOMENT, format=MOMENT_FORMAT))


class PartnerChoiceForm(forms.Form):
    """For which of the own organisations one does it; hidden when there is only one."""

    partner = forms.ChoiceField(label=gettext_lazy("Per quale organizzazione"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, voices: Sequence[RollEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.voices = {str(entry.partner_id): entry.partner for entry in voices}
        self.fields["partner"].choices = [(pk, one.name) for pk, one in self.voices.items()]  # type: ignore[attr-defined]
        if len(self.voices) == 1:
            self.fields["partner"].initial = next(iter(self.voices))


class StandForm(PartnerChoiceForm):
    """A candidacy."""

    presentation = forms.CharField(
        label=gettext_lazy("Perché ti candidi"),
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("La legge chi vota."),
    )
    is_name_public = forms.BooleanField(
        label=gettext_lazy("Se mi scelgono, il mio nome compare sul sito"), required=False
    )


class BallotForm(PartnerChoiceForm):
    """A ballot."""

    candidate = forms.ChoiceField(label=gettext_lazy("Chi scegli"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = {str(one.pk): one for one in candidates}
        choices = [(pk, f"{one.name}, {one.partner.name}") for pk, one in self.candidates.items()]
        self.fields["candidate"].choices = [*choices, (BLANK, _("Scheda bianca"))]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Candidate | None:
        """Who was chosen; nobody for a blank ballot."""
        return self.candidates.get(self.cleaned_data["candidate"])


class MandateTermsForm(forms.Form):
    """What the people chosen may do, and for how long."""

    mandate_starts_on = _day(gettext_lazy("Mandato dal"))
    mandate_ends_on = _day(gettext_lazy("Mandato al, compreso"))
    can_sign = forms.BooleanField(label=gettext_lazy("Possono anche firmare"), required=False)
    scope = forms.ChoiceField(label=gettext_lazy("Dove vale"), choices=scopes.choices)

    def clean(self) -> dict[str, Any]:
        """Refuse a mandate that ends before it starts."""
        values = super().clean() or self.cleaned_data
        start, end = values.get("mandate_starts_on"), values.get("mandate_ends_on")
        if start and end and end < start:
            self.add_error("mandate_ends_on", _("L'ultimo giorno viene prima del primo."))
        return values


class SeatChoiceForm(forms.Form):
    """Which collective seat."""

    seat = forms.ChoiceField(label=gettext_lazy("Seggio"))

    def __init__(self, *args: Any, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(seat.pk): seat for seat in seats}
        self.fields["seat"].choices = [(pk, seat.name) for pk, seat in self.seats.items()]  # type: ignore[attr-defined]

    @property
    def chosen_seat(self) -> Seat:
        """The seat that was chosen."""
        return self.seats[self.cleaned_data["seat"]]


class RoundForm(SeatChoiceForm, MandateTermsForm):
    """A round on the portal: until when one may stand, until when one may vote, how many are chosen."""

    candidacies_close_at = _moment(gettext_lazy("Candidature fino a"))
    voting_closes_at = _moment(gettext_lazy("Si vota fino a"))
    principals = forms.IntegerField(label=gettext_lazy("Quanti titolari"), min_value=1, max_value=10, initial=1)
    substitutes = forms.IntegerField(label=gettext_lazy("Quanti supplenti"), min_value=0, max_value=10, initial=1)
    field_order = ["seat", "candidacies_close_at", "voting_closes_at", "principals", "substitutes"]

    def clean(self) -> dict[str, Any]:
        """Refuse a vote that closes before the candidacies."""
        values = super().clean()
        first, last = values.get("candidacies_close_at"), values.get("voting_closes_at")
        if first and last and last <= first:
            self.add_error("voting_closes_at", _("Il voto si chiude dopo le candidature."))
        return values

    @property
    def terms(self) -> dict[str, Any]:
        """What the designation keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seat"}


class ElsewhereForm(SeatChoiceForm, MandateTermsForm):
    """A designation made elsewhere: its minutes, and the people it chose."""

    principal = forms.EmailField(
        label=gettext_lazy("E-mail di chi è titolare"),
        help_text=gettext_lazy("Se non è mai entrata nel portale riceve un invito."),
    )
    principal_partner = forms.ChoiceField(label=gettext_lazy("Organizzazione di chi è titolare"))
    substitute = forms.EmailField(label=gettext_lazy("E-mail di chi è supplente"), required=False)
    substitute_partner = forms.ChoiceField(label=gettext_lazy("Organizzazione di chi è supplente"), required=False)
    minutes = forms.FileField(
        label=gettext_lazy("Verbale"),
        help_text=gettext_lazy("Lo leggono l'ufficio e le organizzazioni del seggio."),
        error_messages={"required": gettext_lazy("Allega il verbale.")},
    )
    act_number = forms.CharField(label=gettext_lazy("Numero del verbale"), max_length=40, required=False)
    act_date = _day(gettext_lazy("Data del verbale"))
    act_body = forms.CharField(label=gettext_lazy("Chi ha deciso"), max_length=150)
    field_order = ["seat", "principal", "principal_partner", "substitute", "substitute_partner", "minutes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {
            str(partner.pk): partner for seat in self.seats.values() for partner in seat.constituents.all()
        }
        names = sorted(((pk, one.name) for pk, one in self.partners.items()), key=lambda pair: pair[1].casefold())
        self.fields["principal_partner"].choices = names  # type: ignore[attr-defined]
        self.fields["substitute_partner"].choices = [("", "—"), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an organisation that is not among those of the seat."""
        values = super().clean()
        seat = self.seats.get(str(values.get("seat", "")))
        own = {str(partner.pk) for partner in seat.constituents.all()} if seat else set()
        if values.get("substitute") and not values.get("substitute_partner"):
            self.add_error("substitute_partner", _("Scegli l'organizzazione."))
        for name in ("principal_partner", "substitute_partner"):
            if seat and values.get(name) and values[name] not in own:
                self.add_error(name, _("Questa organizzazione non è tra quelle del seggio."))
        return values

    @property
    def terms(self) -> dict[str, Any]:
        """What the designation keeps."""
        kept = (
            "mandate_starts_on", "mandate_ends_on", "can_sign", "scope", "act_number", "act_date", "act_body",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in kept}


class TieForm(forms.Form):
    """The draw that broke a tie."""

    reason = forms.CharField(
        label=gettext_lazy("Come si è fatto il sorteggio"),
        help_text=gettext_lazy("Quando, dove, davanti a chi. Entra nel verbale."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, tied: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tied = tied
        for one in tied:
            self.fields[f"posto_{one.pk}"] = forms.IntegerField(
                label=_("Posto nel sorteggio di %(name)s") % {"name": one.name}, min_value=1, max_value=100
            )

    @property
    def lots(self) -> dict[int, int]:
        """The place of each in the draw."""
        return {one.pk: self.cleaned_data[f"posto_{one.pk}"] for one in self.tied}


class ProlongForm(forms.Form):
    """How much longer a mandate holds while it is renewed, and why."""

    until = _day(gettext_lazy("Vale fino al, compreso"))
    reason = forms.CharField(
        label=gettext_lazy("Motivo"),
        help_text=gettext_lazy("Per esempio: il rinnovo è in corso e l'assemblea è convocata per il 12."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Scrivi il motivo.")},
    )

    def __init__(self, *args: Any, last_day: date | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last_day, self.today = last_day, today

    def clean_until(self) -> date:
        """Refuse a day that gives nothing more."""
        until: date = self.cleaned_data["until"]
        if until < self.today or (self.last_day is not None and until <= self.last_day):
            raise ValidationError(_("Scegli un giorno dopo l'ultimo in cui già vale."))
        return until
