# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sheet where a section is told in simple words: a box beside each official paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.consultations.models.simple import MOST_WORDS, SHORTEST_REASON
from documents.consultations.queries.simple_sheets import Absorbed, Line, Sheet
from documents.consultations.services.simple_words import Fate, Typed

FATES = (
    (Fate.WAITS.value, gettext_lazy("Decido dopo: restano qui")),
    (Fate.JOINED.value, gettext_lazy("Aggiungile in fondo a queste")),
    (Fate.LEFT.value, gettext_lazy("Non servono più: si ritrovano nella storia")),
)


@dataclass(frozen=True, kw_only=True)
class Box:
    """A block of the section with its fields; a sub-heading has none."""

    line: Line
    words: forms.BoundField | None = None
    is_said_above: forms.BoundField | None = None
    is_confirmed: forms.BoundField | None = None
    joined: tuple[tuple[Absorbed, forms.BoundField], ...] = ()


class EditionForm(forms.Form):
    """Why words that came out are corrected, and the digest of what was looked at."""

    expected = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("Perché le correggi"),
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Almeno 15 caratteri. Si legge in pubblico, accanto alle parole corrette."),
        error_messages={
            "required": gettext_lazy("Scrivi perché: si legge in pubblico."),
            "min_length": gettext_lazy("Il motivo è troppo corto: almeno %(limit_value)d caratteri."),
        },
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]


class SimpleWordsForm(forms.Form):
    """Simple words for each paragraph, and the digest of what was looked at."""

    expected = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.initial.setdefault("expected", sheet.digest)
        for place, line in enumerate(sheet.paragraphs):
            self._add(line, is_first=place == 0)

    def clean(self) -> dict[str, Any]:
        """Return the values, if each paragraph is told once, and what is told above has something above."""
        values: dict[str, Any] = super().clean() or {}
        is_told = False
        for line in self.sheet.paragraphs:
            words, is_said_above = str(values.get(_words(line), "")).strip(), values.get(_above(line))
            if is_said_above and words:
                self.add_error(_above(line), _("Scrivi le parole, oppure di' che sono già sopra: non tutte e due."))
            elif is_said_above and not is_told:
                self.add_error(_above(line), _("Sopra non c'è ancora nessun paragrafo in parole semplici."))
            is_told = is_told or bool(words) or Fate.JOINED in self._fates(line, values)
            if len(words) + sum(len(one.words) for one in line.absorbed) > MOST_WORDS and not self.errors:
                self._refuse_too_long(line, words, values)
        return values

    def _fates(self, line: Line, values: dict[str, Any]) -> list[str]:
        return [values.get(_joined(line, one), "") for one in line.absorbed]

    def _refuse_too_long(self, line: Line, words: str, values: dict[str, Any]) -> None:
        taken = [one.words for one in line.absorbed if values.get(_joined(line, one)) == Fate.JOINED]
        if len("\n\n".join([words, *taken])) > MOST_WORDS:
            self.add_error(
                _words(line), _("Con le parole da aggiungere è troppo lungo: al massimo %d caratteri.") % MOST_WORDS
            )

    @property
    def boxes(self) -> Iterator[Box]:
        """Every block of the section in its order, with its fields."""
        for line in self.sheet.lines:
            if line.is_heading:
                yield Box(line=line)
                continue
            yield Box(
                line=line,
                words=self[_words(line)],
                is_said_above=self[_above(line)] if _above(line) in self.fields else None,
                is_confirmed=self[_confirmed(line)] if _confirmed(line) in self.fields else None,
                joined=tuple((one, self[_joined(line, one)]) for one in line.absorbed),
            )

    @property
    def typed(self) -> dict[UUID, Typed]:
        """What was typed, by paragraph."""
        values = self.cleaned_data
        return {
            line.identity: Typed(
                words=values[_words(line)],
                is_said_above=bool(values.get(_above(line))),
                is_confirmed=bool(values.get(_confirmed(line))),
                joined={one.identity: Fate(values[_joined(line, one)]) for one in line.absorbed},
            )
            for line in self.sheet.paragraphs
        }

    def _add(self, line: Line, *, is_first: bool) -> None:
        self.fields[_words(line)] = forms.CharField(
            label=_("Paragrafo %(number)d in parole semplici") % {"number": line.number}
            if line.number
            else _("Paragrafo nuovo in parole semplici"),
            required=False,
            strip=False,
            max_length=MOST_WORDS,
            initial=line.words,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        if not is_first:
            self.fields[_above(line)] = forms.BooleanField(
                label=gettext_lazy("È già detto nel paragrafo sopra"), required=False, initial=line.is_said_above
            )
        if line.is_stale:
            self.fields[_confirmed(line)] = forms.BooleanField(
                label=gettext_lazy("Le parole semplici sono ancora giuste"), required=False
            )
        for one in line.absorbed:
            self.fields[_joined(line, one)] = forms.ChoiceField(
                label=_("Che cosa fare con le parole semplici del paragrafo %(number)d") % {"number": one.number}
                if one.number
                else _("Che cosa fare con queste parole semplici"),
                required=False,
                choices=FATES,
                initial=Fate.WAITS,
            )


def _words(line: Line) -> str:
    return f"parole-{line.identity}"


def _above(line: Line) -> str:
    return f"sopra-{line.identity}"


def _confirmed(line: Line) -> str:
    return f"giuste-{line.identity}"


def _joined(line: Line, one: Absorbed) -> str:
    return f"unite-{line.identity}-{one.identity}"
