# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choosing words inside the paragraph, and writing the paragraph anew: fields that a form about a paragraph gains."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.comments.enums import Kind
from portal.comments.forms.fields import LONGEST_TEXT, WordsField
from portal.comments.passages import Passage, passage, spans, tidy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CHANGED = gettext_lazy("Il paragrafo è cambiato mentre scrivevi: scegli di nuovo le parole. Il tuo testo è ancora qui.")
FIRST, LAST, SEEN, PROPOSED = "words_first", "words_last", "words_seen", "proposed"


class ProposedField(WordsField):
    """A paragraph as somebody would write it."""

    def to_python(self, value: Any) -> str:
        """Return its words, tidy."""
        return tidy(super().to_python(value))


def proposed_field(quote: str) -> ProposedField:
    """Return the box in which a paragraph is written anew, with its words of today."""
    return ProposedField(
        label=gettext_lazy("Le parole che proponi"),
        required=False,
        max_length=LONGEST_TEXT,
        initial=quote,
        help_text=gettext_lazy(
            "Solo per una proposta di testo. Qui c'è il paragrafo com'è oggi: cambia le parole che cambieresti. "
            "Il perché scrivilo nel tuo testo."
        ),
        widget=forms.Textarea(attrs={"rows": 7, "lang": "it", "data-proposed": ""}),
        error_messages={
            "max_length": gettext_lazy("È troppo lungo: hai scritto %(show_value)d caratteri su %(limit_value)d.")
        },
    )


class PassageMixin(forms.Form):
    """What a form about a paragraph asks besides: which words, and what words instead."""

    quote: str = ""

    def offer_passage(self, quote: str, *, chosen: tuple[int, int] | None = None) -> None:
        """Let words of this paragraph be chosen, from first to last; without a choice it is the whole of it."""
        self.quote = quote
        places = spans(quote)
        options = [(start, end, f"{number}. {quote[start:end]}") for number, (start, end) in enumerate(places, start=1)]
        self.fields[FIRST] = _select(
            gettext_lazy("Dalla parola"), [(f"{start}:{label}", label) for start, _end, label in options],
            help_text=gettext_lazy("Facoltativo: per parlare solo di alcune parole del paragrafo scegli la prima…"),
        )  # fmt: skip
        self.fields[LAST] = _select(
            gettext_lazy("Alla parola"), [(f"{end}:{label}", label) for _start, end, label in options],
            help_text=gettext_lazy("…e l'ultima."),
        )  # fmt: skip
        self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=digest(quote))
        if chosen is not None:
            values = {start: f"{start}:{label}" for start, _end, label in options}
            self.fields[FIRST].initial = values.get(chosen[0], "")
            values = {end: f"{end}:{label}" for _start, end, label in options}
            self.fields[LAST].initial = values.get(chosen[1], "")

    def offer_proposal(self, quote: str, *, initial: str = "") -> None:
        """Let the paragraph be written anew."""
        self.quote = quote
        self.fields[PROPOSED] = proposed_field(initial or quote)

    @property
    def chosen(self) -> tuple[int, int] | None:
        """From which character to which the chosen words reach; none: the whole paragraph."""
        data = getattr(self, "cleaned_data", {})
        if not (data.get(FIRST) and data.get(LAST)):
            return None
        return _offset(data[FIRST]), _offset(data[LAST])

    @property
    def shown_passage(self) -> Passage:
        """The paragraph with the words that the form shows as chosen, valid or not."""
        if FIRST not in self.fields:
            return passage(self.quote, None)
        values = [str(self[name].value() or "") for name in (FIRST, LAST)]
        if not all(value.partition(":")[0].isascii() and value.partition(":")[0].isdigit() for value in values):
            return passage(self.quote, None)
        start, end = (_offset(value) for value in values)
        return passage(self.quote, (start, end) if start < end <= len(self.quote) else None)

    @property
    def proposed(self) -> str:
        """The paragraph as it was written anew; empty when it is not a proposal."""
        data = getattr(self, "cleaned_data", {})
        return str(data.get(PROPOSED, "")) if data.get("kind", Kind.PROPOSAL) == Kind.PROPOSAL else ""

    def clean(self) -> dict[str, Any]:
        """Check that the words are those of the paragraph, and that a proposal proposes something."""
        data: dict[str, Any] = super().clean() or {}
        if FIRST in self.fields:
            self._check_words(data)
        if PROPOSED in self.fields and PROPOSED in data:
            self._check_proposal(data)
        return data

    def _check_words(self, data: dict[str, Any]) -> None:
        first, last = data.get(FIRST, ""), data.get(LAST, "")
        if not first and not last:
            return
        if data.get(SEEN) != digest(self.quote):
            self.add_error(FIRST, CHANGED)
        elif not first and FIRST not in self.errors:
            self.add_error(FIRST, _("Scegli anche la prima parola, o lascia tutto il paragrafo."))
        elif not last and LAST not in self.errors:
            self.add_error(LAST, _("Scegli anche l'ultima parola, o lascia tutto il paragrafo."))
        elif first and last and _offset(first) >= _offset(last):
            self.add_error(LAST, _("L'ultima parola viene prima della prima: scegline una che segue."))

    def _check_proposal(self, data: dict[str, Any]) -> None:
        is_proposal = data.get("kind", Kind.PROPOSAL) == Kind.PROPOSAL
        is_same = data[PROPOSED] == tidy(self.quote)
        if is_proposal and not data[PROPOSED]:
            self.add_error(PROPOSED, _("Scrivi il paragrafo come lo vorresti."))
        elif is_proposal and is_same:
            self.add_error(
                PROPOSED, _("Le parole sono uguali a quelle di oggi: cambiale, oppure scegli un altro tipo.")
            )
        elif not is_proposal and data[PROPOSED] and not is_same and "kind" in self.fields:
            self.add_error("kind", _("Hai cambiato le parole del paragrafo: scegli «proposta di testo»."))


def digest(quote: str) -> str:
    """Return what tells whether a form was shown with this very paragraph."""
    return hashlib.sha256(quote.encode()).hexdigest()[:16]


def _select(label: _StrPromise, options: list[tuple[str, str]], *, help_text: _StrPromise) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", gettext_lazy("Tutto il paragrafo")), *options],
        help_text=help_text,
        error_messages={"invalid_choice": CHANGED},
        widget=forms.Select(attrs={"lang": "it", "data-choose": ""}),
    )


def _offset(value: str) -> int:
    return int(value.partition(":")[0])
