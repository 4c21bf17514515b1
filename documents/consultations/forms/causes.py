# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an editor types to say why words change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.consultations.enums import CauseKind
from documents.consultations.models import SignOff, Text
from documents.consultations.models.cause import SHORTEST_WORDS
from documents.consultations.queries import sign_offs
from documents.consultations.queries.causes import citable_meetings
from documents.consultations.queries.observations import CODE
from documents.consultations.services.causes import Why
from portal.ui.dates import in_full_day
from tavoli.models import Meeting

MOST_NAMED = 30
LONGEST_WORDS = 2000
TOO_FEW = _("Scrivi almeno 15 caratteri: si legge in pubblico, accanto alla modifica.")


class MeetingField(forms.ModelChoiceField[Meeting]):
    """Meetings, told by their tavolo and day."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Return «Tavolo Disabilità, lunedì 3 ottobre 2026»."""
        return f"{obj.tavolo.name}, {in_full_day(obj.starts_at)}"


class SignOffField(forms.ModelChoiceField[SignOff]):
    """Answers of the Distretto della Salute, told by whose they are and what they said."""

    def label_from_instance(self, obj: SignOff) -> str:
        """Return «Distretto della Salute, nota n. 12, lunedì 3 ottobre 2026 (firmata)»."""
        return f"{sign_offs.told(obj)} ({obj.get_kind_display()})"


class CauseForm(forms.Form):
    """One cause, of one of four kinds, for the changes that are ticked."""

    kind = forms.ChoiceField(label=_("Perché cambia"), choices=CauseKind.choices, widget=forms.RadioSelect())
    observations = forms.CharField(
        label=_("Numeri delle osservazioni accolte"),
        required=False,
        max_length=500,
        help_text=_("Solo per «un'osservazione accolta». Per esempio: 2026-0007, 2026-0012."),
    )
    meeting = MeetingField(
        label=_("Incontro del tavolo"),
        queryset=Meeting.objects.none(),
        required=False,
        help_text=_("Solo per «una decisione di un tavolo». I tavoli riservati non si possono nominare."),
    )
    sign_off = SignOffField(
        label=_("Risposta del Distretto della Salute su questo testo"),
        queryset=SignOff.objects.none(),
        required=False,
        help_text=_("Solo per «un visto o un parere». Si leggono chi l'ha data, il numero e la data."),
    )
    reference = forms.CharField(
        label=_("Oppure: chi ha dato il visto, con numero e data"),
        required=False,
        max_length=200,
        help_text=_("Solo per «un visto o un parere». Per esempio: Distretto della Salute, nota n. 12 del 3 ottobre."),
    )
    words = forms.CharField(
        label=_("La decisione, il parere o il motivo"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Le parole della decisione o del parere; «d'ufficio», il motivo. Si legge in pubblico."),
    )

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = citable_meetings()  # type: ignore[attr-defined]
        self.fields["sign_off"].queryset = sign_offs.citable(text)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return the values, if the chosen kind has what it needs."""
        values: dict[str, Any] = super().clean() or {}
        kind = values.get("kind")
        if kind == CauseKind.OBSERVATION:
            self._need(
                "observations", _numbers(values.get("observations", "")), _("Scrivi almeno un numero, come 2026-0007.")
            )
        elif kind:
            words = values.get("words", "")
            self._need("words", len(words.strip()) >= SHORTEST_WORDS, TOO_FEW)
        if kind == CauseKind.TAVOLO:
            self._need("meeting", values.get("meeting"), _("Scegli l'incontro."))
        if kind == CauseKind.SIGN_OFF:
            whose = values.get("sign_off") or values.get("reference", "").strip()
            self._need("reference", whose, _("Scegli la risposta, o scrivi chi ha dato il visto, con numero e data."))
        return values

    @property
    def why(self) -> Why:
        """The cause that was typed."""
        values = self.cleaned_data
        meeting, sign_off = values["meeting"], values["sign_off"]
        return Why(
            kind=values["kind"],
            observations=_numbers(values["observations"]) or (),
            meeting_id=meeting.pk if meeting else None,
            sign_off_id=sign_off.pk if sign_off else None,
            reference=values["reference"],
            words=values["words"],
        )

    def _need(self, name: str, value: object, error: object) -> None:
        if not value and name not in self.errors:
            self.add_error(name, str(error))


class RestForm(forms.Form):
    """One reason «d'ufficio» for every change that nobody gave a cause."""

    reason = forms.CharField(
        label=_("Motivo d'ufficio per tutte le modifiche che restano"),
        min_length=SHORTEST_WORDS,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"min_length": TOO_FEW, "required": TOO_FEW},
        help_text=_("Si legge in pubblico, accanto a ciascuna. Almeno 15 caratteri."),
    )


def _numbers(typed: str) -> list[int] | None:
    """Return the observations named as «2026-0007, 2026-0012»; none when something was not understood."""
    named = typed.replace(";", ",").replace(" ", ",").split(",")
    found = [CODE.fullmatch(one.strip().removeprefix("n.")) for one in named if one.strip()]
    if not found or len(found) > MOST_NAMED or None in found:
        return None
    return sorted({int(match[2]) for match in found if match})
