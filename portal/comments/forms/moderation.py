# SPDX-License-Identifier: AGPL-3.0-or-later
"""What moderators fill in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.comments import enums
from portal.comments.forms.fields import WordsField
from portal.comments.queries.moderation import Filters
from portal.comments.services import Seen

SHORTEST_MESSAGE = 20


class FiltersForm(forms.Form):
    """What to see of the queue."""

    consultazione = forms.ChoiceField(label=_("Consultazione"), required=False)
    tipo = forms.ChoiceField(label=_("Tipo"), required=False, choices=[("", _("tutti")), *enums.Kind.choices])
    perche = forms.ChoiceField(
        label=_("Perché è qui"),
        required=False,
        choices=[
            ("", _("tutti i motivi")),
            ("new", _("nuove")),
            ("revised", _("modificate da chi le ha scritte")),
            ("reported", _("segnalate da chi legge")),
        ],
    )

    def __init__(self, *args: Any, scopes: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultazione"].choices = [("", _("tutte")), *scopes.items()]  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """What was chosen; nonsense in the address filters nothing."""
        self.is_valid()
        data = self.cleaned_data
        return Filters(scope=data.get("consultazione", ""), kind=data.get("tipo", ""), reason=data.get("perche", ""))


class SeenForm(forms.Form):
    """What stood before the moderator's eyes."""

    seen_state = forms.ChoiceField(choices=enums.State.choices, widget=forms.HiddenInput)
    seen_revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    @property
    def seen(self) -> Seen:
        """The state and the revision that were seen."""
        return Seen(state=self.cleaned_data["seen_state"], revision_number=self.cleaned_data["seen_revision"])


class HideForm(SeenForm):
    """Why it is not published, in a code for us and in words for who wrote it."""

    reason = forms.ChoiceField(
        label=_("Motivo"), choices=[("", _("Scegli un motivo")), *enums.HidingReason.choices],
        error_messages={"required": _("Scegli un motivo.")},
    )  # fmt: skip
    message = WordsField(
        label=_("Testo per chi ha scritto"),
        min_length=SHORTEST_MESSAGE,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Lo legge chi ha scritto, sulla sua ricevuta. Spiega che cosa può cambiare per essere pubblicato."),
        error_messages={
            "required": _("Scrivi perché: chi ha scritto ha diritto di saperlo."),
            "min_length": _("È troppo breve: scrivi almeno %(limit_value)d caratteri."),
        },
    )


class BanForm(forms.Form):
    """For how long a person may not write, and why."""

    days = forms.TypedChoiceField(
        label=_("Per quanto tempo"),
        coerce=int,
        choices=[(7, _("7 giorni")), (30, _("30 giorni")), (0, _("finché non lo toglie un moderatore"))],
    )
    reason = WordsField(
        label=_("Motivo"),
        min_length=SHORTEST_MESSAGE,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("La persona lo legge quando prova a scrivere."),
    )

    def until(self, moment: datetime) -> datetime | None:
        """Return when it ends, or nothing."""
        days: int = self.cleaned_data["days"]
        return moment + timedelta(days=days) if days else None
