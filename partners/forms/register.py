# SPDX-License-Identifier: AGPL-3.0-or-later
"""What visitors choose in the list of partners, and the choice about one's own name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners import queries
from partners.enums import PartnerKind
from partners.queries import RegisterFilters


def _kinds() -> list[tuple[str, Any]]:
    return [("", _("Tutti i tipi")), *PartnerKind.choices]


def _areas() -> list[tuple[str, Any]]:
    return [("", _("Tutte le aree")), *((area.slug, area.name) for area in queries.areas_in_use())]


class RegisterForm(forms.Form):
    """The filters of the list; what is not understood is left out, never an error page."""

    testo = forms.CharField(label=_("Cerca nel registro"), required=False, max_length=100)
    tipo = forms.ChoiceField(label=_("Tipo di organizzazione"), required=False, choices=_kinds)
    area = forms.ChoiceField(label=_("Area di intervento"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        area: Any = self.fields["area"]
        area.choices = _areas()  # a list: a function would ask the database at every look

    @property
    def filters(self) -> RegisterFilters:
        """What was understood of the choices."""
        self.is_valid()
        chosen = self.cleaned_data
        return RegisterFilters(text=chosen.get("testo", ""), kind=chosen.get("tipo", ""), area=chosen.get("area", ""))


class PublicNameForm(forms.Form):
    """Whether my name is shown on the page of the organisation I act for."""

    is_public = forms.BooleanField(
        label=_("Mostra il mio nome sulla pagina pubblica dell'organizzazione"),
        required=False,
        help_text=_("Chiunque potrà leggere nome, cognome e ruolo. Puoi cambiare idea quando vuoi."),
    )
