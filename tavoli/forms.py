# SPDX-License-Identifier: AGPL-3.0-or-later
"""What visitors choose in the list of tavoli."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.queries import areas_in_use
from tavoli.enums import TavoloKind, TavoloState
from tavoli.queries import TavoliFilters


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Tutti i tipi")), *TavoloKind.choices]


def _areas() -> list[tuple[str, Any]]:
    return [("", _("Tutte le aree")), *((area.slug, area.name) for area in areas_in_use())]


def _states() -> list[tuple[str, Any]]:
    return [("", _("Non chiusi")), *TavoloState.choices]


class TavoliForm(forms.Form):
    """The filters of the list; what is not understood is left out, never an error page."""

    testo = forms.CharField(label=_("Cerca tra i tavoli"), required=False, max_length=100)
    tipo = forms.ChoiceField(label=_("Tipo di tavolo"), required=False, choices=_kinds)
    area = forms.ChoiceField(label=_("Area di intervento"), required=False)
    stato = forms.ChoiceField(label=_("Stato"), required=False, choices=_states)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        area: Any = self.fields["area"]
        area.choices = _areas()  # a list: a function would ask the database at every look

    @property
    def filters(self) -> TavoliFilters:
        """What was understood of the choices."""
        self.is_valid()
        chosen = self.cleaned_data
        return TavoliFilters(
            text=chosen.get("testo", ""),
            kind=chosen.get("tipo", ""),
            area=chosen.get("area", ""),
            state=chosen.get("stato", ""),
        )
