# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office's answer as it is typed: outcome, reasons, what changes or what will be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents.consultations.enums import ACCEPTING, OutcomeKind
from documents.consultations.models import Outcome, Redraft
from documents.consultations.models.consultation import SHORTEST_REASON
from documents.consultations.models.handling import LONGEST_NOTE
from documents.consultations.models.outcome import SHORTEST_MOTIVATION
from documents.consultations.queries import next_words
from documents.consultations.queries.next_words import NextParagraph
from documents.consultations.services.outcomes import Answer, Promise, Seen
from portal.comments.models import Observation

MOTIVATION_HELP = _("Parla a chi ha scritto: che cosa avete capito, che cosa fate, perché. Almeno 30 caratteri.")


class AnswerForm(forms.Form):
    """One answer, for one observation or for many. `seen` says which words and which draft were on the screen."""

    seen = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Esito"), choices=OutcomeKind.choices, widget=forms.RadioSelect)
    motivation = forms.CharField(
        label=_("Motivo"), widget=forms.Textarea(attrs={"rows": 6}), help_text=MOTIVATION_HELP, max_length=10_000
    )
    paragraphs = forms.MultipleChoiceField(
        label=_("Paragrafi che cambiano"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Se dici di sì, indica almeno un paragrafo oppure prendi un impegno."),
    )
    numbers = forms.CharField(
        label=_("Altri paragrafi, per numero"),
        required=False,
        max_length=200,
        help_text=_("I numeri della prossima versione: 12, 14-16."),
    )
    what = forms.CharField(
        label=_("Impegno: che cosa faremo"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=2000
    )
    who = forms.CharField(label=_("Impegno: chi"), required=False, max_length=150)
    due_date = forms.DateField(
        label=_("Impegno: entro il"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    other_office = forms.CharField(
        label=_("Ufficio competente, se è un altro"),
        required=False,
        max_length=150,
        help_text=_("Solo per «fuori tema, o riguarda un altro ufficio»."),
    )
    correction = forms.CharField(
        label=_("Perché correggi la risposta pubblicata"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Si legge in pubblico, accanto alla risposta di prima, che resta com'era."),
    )
    note = forms.CharField(
        label=_("Nota interna"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("La vede solo l'ufficio: non esce mai, nemmeno nelle tabelle."),
    )
    office = forms.CharField(
        label=_("Ufficio che risponde"), max_length=150, help_text=_("Il nome di chi scrive non compare mai.")
    )

    def __init__(
        self,
        *args: Any,
        observations: Sequence[Observation],
        found: Sequence[NextParagraph],
        office: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._observations = {one.pk: one for one in observations}
        self._found = found
        self._is_correction = any(is_corrected(one) for one in observations)
        if not self._is_correction:
            del self.fields["correction"]
        if len(observations) > 1:
            del self.fields["note"]
        shown = _shown(observations, found)
        field = self.fields["paragraphs"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(one.identity), one.label) for one in shown]
        self.initial = {**_initial(observations, {one.identity for one in shown}, office), **self.initial}

    def clean_motivation(self) -> str:
        """Refuse a reason that is no reason."""
        motivation = str(self.cleaned_data["motivation"]).strip()
        if len(motivation) < SHORTEST_MOTIVATION:
            raise forms.ValidationError(
                _("Il motivo ha %(typed)d caratteri: ne servono almeno %(least)d."),
                params={"typed": len(motivation), "least": SHORTEST_MOTIVATION},
            )
        return motivation

    def clean_correction(self) -> str:
        """Ask why a published answer is corrected."""
        reason = str(self.cleaned_data["correction"]).strip()
        if len(reason) < SHORTEST_REASON:
            raise forms.ValidationError(
                _("Scrivi perché la risposta pubblicata si corregge: almeno %(least)d caratteri."),
                params={"least": SHORTEST_REASON},
            )
        return reason

    def clean_seen(self) -> dict[int, Seen]:
        """Return what was on the screen for each observation."""
        try:
            triples = [[int(part) for part in piece.split(":")] for piece in self.cleaned_data["seen"].split(",")]
            found = {pk: Seen(revision=revision, edition=edition) for pk, revision, edition in triples}
        except ValueError:
            found = {}
        if not found or found.keys() != self._observations.keys():
            raise forms.ValidationError(_("Le osservazioni scelte non sono più quelle: riapri la pagina."))
        return found

    def clean_numbers(self) -> list[UUID]:
        """Return the paragraphs named by number."""
        try:
            return next_words.by_numbers(self._found, self.cleaned_data["numbers"])
        except next_words.NoSuchNumber as error:
            raise forms.ValidationError(
                _("«%(piece)s» non è un paragrafo della prossima versione."), params={"piece": str(error)}
            ) from None

    def clean(self) -> dict[str, Any]:
        """Ask of a yes what it changes, or what will be done, by whom and by when."""
        data = super().clean() or self.cleaned_data
        for name, missing in self._missing_of_the_promise(data).items():
            self.add_error(name, missing)
        is_yes = data.get("kind") in ACCEPTING
        if is_yes and "numbers" in data and not (self._chosen(data) or data.get("what")):
            self.add_error("paragraphs", _("Hai scelto di accogliere: indica che cosa cambia, o prendi un impegno."))
        return data

    @property
    def seen_values(self) -> dict[int, Seen]:
        """What was on the screen for each observation."""
        found: dict[int, Seen] = self.cleaned_data["seen"]
        return found

    @property
    def answer(self) -> Answer:
        """What was typed, as the service takes it."""
        data = self.cleaned_data
        promise = Promise(what=data["what"], who=data["who"], due_date=data["due_date"]) if data["what"] else None
        return Answer(
            kind=data["kind"],
            motivation=data["motivation"],
            office=data["office"],
            other_office=data["other_office"],
            paragraph_ids=frozenset(self._chosen(data)),
            promise=promise,
            correction=data.get("correction", ""),
        )

    def _chosen(self, data: dict[str, Any]) -> set[UUID]:
        return {UUID(pk) for pk in data.get("paragraphs", [])} | set(data.get("numbers", []))

    def _missing_of_the_promise(self, data: dict[str, Any]) -> dict[str, Any]:
        parts = {name: data.get(name) for name in ("what", "who", "due_date")}
        if not any(parts.values()):
            return {}
        words = {
            "what": _("Scrivi che cosa farete."),
            "who": _("Scrivi chi se ne occupa."),
            "due_date": _("Scrivi entro quale giorno."),
        }
        return {name: words[name] for name, value in parts.items() if not value and name not in self.errors}


def resumed(typed: QueryDict) -> dict[str, Any]:
    """Return what was typed so far, to show it again without judging it."""
    return {name: typed.getlist(name) if name == "paragraphs" else typed.get(name) for name in typed}


def seen_of(observations: Sequence[Observation]) -> str:
    """Return what is on the screen, for the hidden field: `observation:revision:draft`."""
    return ",".join(f"{one.pk}:{one.revision_number}:{_edition(one)}" for one in observations)


def outcome_of(observation: Observation) -> Outcome | None:
    """Return the answer that an observation already has, prepared or published."""
    return getattr(observation, "outcome", None)


def is_corrected(observation: Observation) -> bool:
    """Return whether a new answer would correct one that is public, to the same words."""
    found = outcome_of(observation)
    return found is not None and found.is_published and found.revision_number == observation.revision_number


def _edition(observation: Observation) -> int:
    found = outcome_of(observation)
    return found.in_hand.edition if found else 0


def _shown(observations: Sequence[Observation], found: Sequence[NextParagraph]) -> list[NextParagraph]:
    wanted = {one.identity for observation in observations for one in next_words.near(found, observation)}
    named = {pk for observation in observations for pk in _named(observation)}
    return [one for one in found if one.identity in wanted | named]


def _named(observation: Observation) -> set[UUID]:
    found = outcome_of(observation)
    if found is None:
        return set()
    new = found.in_hand
    if isinstance(new, Redraft):
        return {UUID(pk) for pk in new.paragraph_ids}
    return {link.paragraph_id for link in found.outcomeparagraph_set.all()}


def _initial(observations: Sequence[Observation], shown: set[UUID], office: str) -> dict[str, Any]:
    start: dict[str, Any] = {"seen": seen_of(observations), "office": office}
    old = outcome_of(observations[0]) if len(observations) == 1 else None
    if old is None:
        return start
    new = old.in_hand
    return {
        **start,
        "kind": new.kind,
        "motivation": new.motivation,
        "office": new.office,
        "other_office": new.other_office,
        "correction": getattr(new, "reason", ""),
        "paragraphs": [str(pk) for pk in _named(observations[0]) if pk in shown],
        **_promised(new),
    }


def _promised(new: Outcome | Redraft) -> dict[str, Any]:
    if isinstance(new, Redraft):
        return dict(new.promise)
    promised = getattr(new, "commitment", None)
    return {"what": promised.what, "who": promised.who, "due_date": promised.due_date} if promised else {}
