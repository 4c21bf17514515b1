# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office types about an application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.enums import CheckResult
from partners.queries.applications import ChecklistRow, Difference

LONGEST = 5000


def _text(label: Any, help_text: Any, required: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": required},
    )  # fmt: skip


class ChecklistForm(forms.Form):
    """What was found of every criterion, with a note that only the office reads."""

    prefix = "controllo"

    def __init__(self, *args: Any, rows: Sequence[ChecklistRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            self.fields[f"esito_{row.criterion.pk}"] = forms.ChoiceField(
                label=row.criterion.label, choices=CheckResult.choices, widget=forms.RadioSelect, required=False,
                initial=row.check.result if row.check else None, help_text=row.criterion.explanation,
            )  # fmt: skip
            self.fields[f"nota_{row.criterion.pk}"] = forms.CharField(
                label=_("Nota interna"), required=False, max_length=300, initial=row.check.note if row.check else ""
            )

    @property
    def found(self) -> list[tuple[Any, CheckResult, str]]:
        """The criteria about which something new was ticked or noted."""
        changed = []
        for row in self.rows:
            result = self.cleaned_data[f"esito_{row.criterion.pk}"]
            note = self.cleaned_data[f"nota_{row.criterion.pk}"]
            before = (row.check.result, row.check.note) if row.check else ("", "")
            if result and (result, note) != before:
                changed.append((row.criterion, CheckResult(result), note))
        return changed


class AskForm(forms.Form):
    """What is missing, and how many days there are to send it."""

    request = _text(
        _("Che cosa serve"), _("In parole semplici: che cosa manca e perché serve."), _("Scrivi che cosa serve.")
    )
    days = forms.IntegerField(label=_("Giorni per rispondere"), min_value=1, max_value=30)

    prefix = "integrazione"


class NoticeForm(forms.Form):
    """Why the application may be refused."""

    reasons = _text(
        _("Motivi"),
        _("Li legge chi ha presentato la domanda, che ha dieci giorni per rispondere."),
        _("Scrivi i motivi."),
    )

    prefix = "preavviso"


class AdmitForm(forms.Form):
    """The admission, with what prevails where register and application do not agree."""

    prefix = "ammissione"
    motivation = _text(_("Motivazione"), _("La legge chi ha presentato la domanda."), _("Scrivi la motivazione."))
    taken = forms.MultipleChoiceField(
        label=_("Prendi dalla domanda"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ciò che non spunti resta com'è nel registro. Ciò che nel registro manca si riempie."),
    )
    has_seat = forms.BooleanField(
        label=_("Dalle un seggio nel Distretto"), required=False, initial=True,
        help_text=_("Lo occupa chi riceve il primo mandato."),
    )  # fmt: skip

    def __init__(self, *args: Any, differences: Sequence[Difference] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not differences:
            del self.fields["taken"]
            return
        words = [(one.name, f"{one.label}: {one.proposed} (nel registro: {one.kept})") for one in differences]
        self.fields["taken"].choices = words  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    """The refusal."""

    motivation = _text(
        _("Motivazione"),
        _("Di' anche perché le risposte al preavviso, se ci sono, non bastano."),
        _("Scrivi la motivazione."),
    )

    prefix = "rifiuto"


class MembershipForm(forms.Form):
    """Why a membership is suspended, begins again or ends."""

    reason = _text(_("Motivo"), _("Lo legge l'organizzazione."), _("Scrivi il motivo."))

    prefix = "adesione"


class RegistryForm(forms.Form):
    """The number that the office's protocol gave."""

    number = forms.CharField(label=_("Numero di protocollo"), max_length=40, required=False)

    prefix = "numero"


class MoveCallForm(forms.Form):
    """Another closing for a call, with its public reason."""

    closes_at = forms.DateTimeField(
        label=_("Nuova chiusura"),
        required=False,
        help_text=_("Giorno e ora di Roma. Vuota: l'avviso resta sempre aperto."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = _text(_("Motivo"), _("Si legge in pubblico, sulla pagina dell'avviso."), _("Scrivi il motivo."))
