# SPDX-License-Identifier: AGPL-3.0-or-later
"""Filters of the lists of observations: wrong values are ignored, never an error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.consultations.enums import OutcomeKind
from documents.consultations.queries.observations import WITHOUT_ANSWER, outcome_label
from documents.consultations.queries.outcomes import (
    CITIZENS,
    LATE,
    NOBODY,
    ON_TIME,
    PARTNERS,
    AnswerState,
    RegisterFilter,
)
from portal.comments.enums import Channel, Kind, State

ANY = ("", _("tutte"))
LONGEST_WORDS = 100
ANSWERS = (
    (AnswerState.NONE, _("senza risposta")),
    (AnswerState.IN_HAND, _("in esame")),
    (AnswerState.PREPARED, _("risposta preparata")),
    (AnswerState.PUBLISHED, _("risposta pubblicata")),
    (AnswerState.STALE, _("risposta da rivedere")),
)


class _Filters(forms.Form):
    """A form that narrows a list; what is not understood does not narrow."""

    def wanted(self, name: str) -> str:
        """Return what was chosen in a field, or nothing."""
        self.is_valid()  # a field that was taken away narrows nothing
        return str(self.cleaned_data.get(name) or "")


class ObservationsForm(_Filters):
    """How a reader narrows the observations of a consultation."""

    sezione = forms.ChoiceField(label=_("Parte del testo"), required=False)
    tipo = forms.ChoiceField(label=_("Che cos'è"), required=False, choices=[ANY, *Kind.choices])
    categoria = forms.ChoiceField(label=_("Di che cosa parla"), required=False)
    esito = forms.ChoiceField(label=_("Risposta dell'ufficio"), required=False)
    q = forms.CharField(label=_("Parole"), required=False, max_length=LONGEST_WORDS)

    def __init__(
        self, data: Any, *, sections: Sequence[tuple[str, str]], categories: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__(data, auto_id="filtro-%s")
        _categories(self, categories)
        _choices(self, "sezione", [("", _("tutto il testo")), *sections])
        kinds = [(kind.value, outcome_label(kind)) for kind in OutcomeKind]
        _choices(self, "esito", [ANY, *kinds, (WITHOUT_ANSWER, outcome_label(WITHOUT_ANSWER))])


class RegisterForm(_Filters):
    """How staff narrow the register of contributions."""

    sezione = forms.ChoiceField(label=_("Parte del testo"), required=False)
    paragrafo = forms.IntegerField(label=_("Paragrafo, per numero"), required=False, min_value=1, max_value=99_999)
    risposta = forms.ChoiceField(label=_("Risposta"), required=False, choices=[ANY, *ANSWERS])
    esito = forms.ChoiceField(label=_("Esito"), required=False, choices=[ANY, *OutcomeKind.choices])
    assegnata = forms.ChoiceField(label=_("Affidata a"), required=False)
    stato = forms.ChoiceField(label=_("Stato"), required=False, choices=[ANY, *State.choices])
    tipo = forms.ChoiceField(label=_("Che cos'è"), required=False, choices=[ANY, *Kind.choices])
    categoria = forms.ChoiceField(label=_("Di che cosa parla"), required=False)
    canale = forms.ChoiceField(label=_("Da dove arriva"), required=False, choices=[ANY, *Channel.choices])
    chi = forms.ChoiceField(
        label=_("Chi scrive"),
        required=False,
        choices=[ANY, (CITIZENS, _("persone")), (PARTNERS, _("partner e seggi"))],
    )
    tardi = forms.ChoiceField(
        label=_("Quando è arrivata"),
        required=False,
        choices=[ANY, (ON_TIME, _("in tempo")), (LATE, _("dopo la chiusura"))],
    )
    q = forms.CharField(label=_("Parole o numero"), required=False, max_length=LONGEST_WORDS)

    def __init__(
        self,
        data: Any,
        *,
        sections: Sequence[tuple[str, str]],
        categories: Sequence[tuple[str, str]] = (),
        viewer_pk: int | None = None,
    ) -> None:
        super().__init__(data, auto_id="filtro-%s")
        _choices(self, "assegnata", _assignees(data, viewer_pk))
        _categories(self, categories)
        _choices(self, "sezione", [("", _("tutto il testo")), *sections])

    @property
    def filters(self) -> RegisterFilter:
        """What was chosen, for the query."""
        return RegisterFilter(
            section=self.wanted("sezione"),
            answer=self.wanted("risposta"),
            state=self.wanted("stato"),
            kind=self.wanted("tipo"),
            channel=self.wanted("canale"),
            category=self.wanted("categoria"),
            words=self.wanted("q"),
            paragraph=self.wanted("paragrafo"),
            outcome=self.wanted("esito"),
            voice=self.wanted("chi"),
            assignee=self.wanted("assegnata"),
            late=self.wanted("tardi"),
        )


def _assignees(data: Any, viewer_pk: int | None) -> list[tuple[str, Any]]:
    """Return whom contributions may be given to, as a filter: me, nobody, and whoever the address names."""
    choices: list[tuple[str, Any]] = [ANY, (NOBODY, _("nessuno"))]
    if viewer_pk is not None:
        choices.append((str(viewer_pk), _("me")))
    named = str(data.get("assegnata", "")) if data else ""
    if named.isascii() and named.isdigit() and len(named) < 10 and named != str(viewer_pk):  # noqa: PLR2004
        choices.append((named, _("un'altra persona")))
    return choices


def _categories(form: forms.Form, categories: Sequence[tuple[str, str]]) -> None:
    if categories:
        _choices(form, "categoria", [ANY, *categories])
    else:
        del form.fields["categoria"]


def _choices(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
