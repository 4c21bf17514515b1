# SPDX-License-Identifier: AGPL-3.0-or-later
"""What visitors choose in the list of partners, and the choice about one's own name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.enums import PartnerKind, RuntsSection
from partners.queries import Counts, Facet, RegisterFilters

Choices = Sequence[tuple[str, Any]]
# The name of a filter in the address, and in our words.
PARAMETERS = {
    "testo": "text",
    "tipo": "kind",
    "sezione": "section",
    "area": "area",
    "destinatari": "target",
    "territorio": "territory",
    "servizio": "service",
    "ordine": "order",
}
ORDERS = [
    ("", _("Per nome")),
    ("nuovi", _("Prima chi è entrato da poco")),
    ("verificati", _("Prima i dati confermati da poco")),
]
KINDS: dict[str, Choices] = {"tipo": PartnerKind.choices, "sezione": RuntsSection.choices}
EVERY = {
    "tipo": _("Tutti i tipi"),
    "sezione": _("Tutte le sezioni"),
    "area": _("Tutte le aree"),
    "destinatari": _("Tutti"),
    "territorio": _("Tutto il territorio"),
    "servizio": _("Tutti i servizi"),
}


class OpenField(forms.ChoiceField):
    """A choice among words that the office keeps or towns that partners wrote: one that nobody has gives nobody."""

    def valid_value(self, value: str) -> bool:
        """Take any word of a reasonable length."""
        return len(value) <= 80 and "\x00" not in value  # noqa: PLR2004 -- as long as the columns


class RegisterForm(forms.Form):
    """The filters of the list; what is not understood is left out, never an error page."""

    testo = forms.CharField(label=_("Cerca nel registro"), required=False, max_length=100)
    tipo = forms.ChoiceField(label=_("Tipo di organizzazione"), required=False, choices=PartnerKind.choices)
    sezione = forms.ChoiceField(label=_("Sezione del RUNTS"), required=False, choices=RuntsSection.choices)
    area = OpenField(label=_("Area di intervento"), required=False)
    destinatari = OpenField(label=_("Per chi lavora"), required=False)
    territorio = OpenField(label=_("Comune"), required=False)
    servizio = OpenField(label=_("Servizio"), required=False)
    ordine = forms.ChoiceField(label=_("In quale ordine"), required=False, choices=ORDERS)

    @property
    def filters(self) -> RegisterFilters:
        """What was understood of the choices."""
        self.is_valid()
        chosen = {ours: self.cleaned_data.get(name, "") for name, ours in PARAMETERS.items()}
        return RegisterFilters(**chosen)

    @property
    def has_choices(self) -> bool:
        """Whether a filter beyond the words is in force: then the filters stand open."""
        return any(self.cleaned_data.get(name) for name in PARAMETERS if name != "testo")

    def know(self, counts: Counts) -> None:
        """Learn the words of the choices, without numbers: what the chips of the filters in force read."""
        self.offered = {name: self._offered(name, counts) for name in EVERY}
        for name, facets in self.offered.items():
            self._offer(name, [(facet.key, facet.label) for facet in facets])

    def count(self) -> None:
        """Say beside each choice how many organisations it leaves."""
        for name, facets in self.offered.items():
            self._offer(name, [(facet.key, f"{facet.label} ({facet.total})") for facet in facets])

    def _offered(self, name: str, counts: Counts) -> list[Facet]:
        """Return only choices that leave somebody, or that are in force."""
        found = {facet.key: facet for facet in counts.facets[PARAMETERS[name]]}
        words = dict(KINDS.get(name, ()))
        if words:
            found = {key: replace(found[key], label=str(words[key])) for key in words if key in found}
        chosen = self.cleaned_data.get(name, "")
        if chosen and chosen not in found:
            found[chosen] = Facet(key=chosen, label=str(words.get(chosen, chosen)), total=0)
        return list(found.values())

    def _offer(self, name: str, choices: Choices) -> None:
        field: Any = self.fields[name]
        field.choices = [("", EVERY[name]), *choices]  # a list: a function would ask the database at every look


class PublicNameForm(forms.Form):
    """Whether my name is shown on the page of the organisation I act for."""

    is_public = forms.BooleanField(
        label=_("Mostra il mio nome sulla pagina pubblica dell'organizzazione"),
        required=False,
        help_text=_("Chiunque potrà leggere nome, cognome e ruolo. Puoi cambiare idea quando vuoi."),
    )
