# SPDX-License-Identifier: AGPL-3.0-or-later
"""What cannot be recognised with certainty, side by side with what it may be: for whoever decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from documents.consultations import redline
from documents.consultations.matching import Decision, Doubt, Fate, Matching, Proposal, choice_of, proposals_of
from documents.consultations.matching.decisions import GONE, INTO, NEW
from documents.consultations.redline import Segment

PREFIX: Final = "esito-"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A paragraph as the page shows it: its number, where it stands, its words."""

    number: int
    section_title: str
    plain: str


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer: what a form sends, how it is said, how the words would have changed."""

    value: str
    label: str
    segments: tuple[Segment, ...]
    is_likeliest: bool
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Question:
    """A paragraph that somebody must say something about."""

    key: str
    name: str
    shown: Shown
    is_gone: bool
    options: tuple[Option, ...]
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """What was certain, said in a sentence; `name` is how a form says that it is not so."""

    key: str
    name: str
    label: str
    shown: Shown
    segments: tuple[Segment, ...]
    denial: str
    denial_label: str
    is_denied: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Everything that one page asks and tells."""

    questions: tuple[Question, ...]
    recognised: tuple[Recognised, ...]


def sheet(
    found: Matching,
    decision: Decision,
    *,
    old: Mapping[str, Shown],
    new: Mapping[str, Shown],
    choices: Mapping[str, str],
    known: Mapping[str, str],
) -> Sheet:
    """Return what is to be asked and told; `choices` are shown as chosen, `known` is not shown at all."""
    return _Builder(found, decision, old, new, choices, known).sheet()


def chosen(data: Mapping[str, str]) -> dict[str, str]:
    """Return what a form says of each key."""
    return {name.removeprefix(PREFIX): value for name, value in data.items() if name.startswith(PREFIX) and value}


@dataclass(frozen=True)
class _Builder:
    found: Matching
    decision: Decision
    old: Mapping[str, Shown]
    new: Mapping[str, Shown]
    choices: Mapping[str, str]
    known: Mapping[str, str]

    def sheet(self) -> Sheet:
        asked = [self._about_new(doubt) for doubt in self.found.doubts]
        asked += [self._about_old(key, into) for key, into in self.found.unsure.items()]
        return Sheet(
            questions=tuple(sorted(asked, key=lambda one: (one.is_gone, one.shown.number))),
            recognised=tuple(sorted(self._recognised(), key=lambda one: one.shown.number)),
        )

    def _about_new(self, doubt: Doubt) -> Question:
        shown = self.new[doubt.new]
        options = []
        for at, one in enumerate(proposals_of(doubt)):
            words = " ".join(self.old[key].plain for key in one.old)
            option = self._option(doubt.new, choice_of(one), self._in_words(one), is_likeliest=at == 0)
            options.append(replace(option, segments=tuple(redline.words(words, shown.plain)) if one.old else ()))
        return self._question(doubt.new, shown, options, is_gone=False)

    def _about_old(self, key: str, into: Sequence[str]) -> Question:
        shown = self.old[key]
        told = _("le sue parole stanno nel paragrafo %(number)d (%(section)s)")
        options = []
        for at, one in enumerate(into):
            label = told % {"number": self.new[one].number, "section": self.new[one].section_title}
            option = self._option(key, INTO + one, label, is_likeliest=at == 0)
            options.append(replace(option, segments=tuple(redline.words(shown.plain, self.new[one].plain))))
        options.append(self._option(key, GONE, _("è tolto, e non sta in nessun altro")))
        return self._question(key, shown, options, is_gone=True)

    def _option(self, key: str, value: str, label: str, *, is_likeliest: bool = False) -> Option:
        is_chosen = self.choices.get(key) == value
        return Option(value=value, label=label, segments=(), is_likeliest=is_likeliest, is_chosen=is_chosen)

    def _question(self, key: str, shown: Shown, options: Sequence[Option], *, is_gone: bool) -> Question:
        return Question(
            key=key,
            name=PREFIX + key,
            shown=shown,
            is_gone=is_gone,
            options=tuple(options),
            is_open=key in self.decision.open,
        )

    def _recognised(self) -> Iterator[Recognised]:
        for fate, pairs in ((Fate.SAME, self.found.same), (Fate.SPLIT, self.found.splits)):
            for key, parent in pairs.items():
                if key not in self.known and key in self.new and parent in self.old:
                    yield self._told(key, key, Proposal(fate=fate, old=(parent,), score=1.0))
        for key, parents in self.found.merges.items():
            for parent in parents:
                both = tuple(one for one in (self.found.same.get(key), parent) if one is not None)
                yield self._told(key, parent, Proposal(fate=Fate.MERGE, old=both, score=1.0))

    def _told(self, key: str, named: str, proposal: Proposal) -> Recognised:
        words = " ".join(self.old[one].plain for one in proposal.old)
        is_merge = named != key
        return Recognised(
            key=key,
            name=PREFIX + named,
            label=self._in_words(proposal),
            shown=self.new[key],
            segments=tuple(redline.words(words, self.new[key].plain)),
            denial=GONE if is_merge else NEW,
            denial_label=_("Non è così: quel paragrafo è tolto") if is_merge else _("Non è così: è un paragrafo nuovo"),
            is_denied=named in self.choices,
        )

    def _in_words(self, proposal: Proposal) -> str:
        if proposal.fate == Fate.NEW:
            return _("è un paragrafo nuovo")
        places = [
            _("%(number)d (%(section)s)") % {"number": self.old[key].number, "section": self.old[key].section_title}
            for key in proposal.old
        ]
        told = {
            Fate.SAME: _("è il paragrafo %(places)s"),
            Fate.SPLIT: _("viene dalla divisione del paragrafo %(places)s"),
            Fate.MERGE: _("unisce i paragrafi %(places)s"),
        }[proposal.fate]
        return told % {"places": _(" e ").join(places)}
