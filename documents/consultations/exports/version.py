# SPDX-License-Identifier: AGPL-3.0-or-later
"""A frozen version as every format tells it: title, sections, paragraphs with number and form. Always in Italian."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.consultations.models import Version
from documents.consultations.queries import drafts, simple
from documents.consultations.queries.simple import SimpleTold
from documents.consultations.redline import Piece, SectionPiece
from portal.ui.dates import in_full_day

LANGUAGE = "it"


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A version with its words at hand; `subtitle` says which one it is and how far it has come."""

    version: Version
    sections: tuple[SectionPiece, ...]
    subtitle: str
    simple: Mapping[str, SimpleTold] = field(default_factory=dict)

    def told_simply(self, piece: Piece) -> str:
        """Return what a paragraph says in simple words, with what it is told together with; empty if nothing."""
        told = self.simple.get(piece.identity)
        if told is None or told.words:
            return told.words if told else ""
        with override(LANGUAGE):
            return _("detto insieme al paragrafo %(number)d") % {"number": told.said_with_number}

    @property
    def simple_label(self) -> str:
        """What stands before simple words."""
        with override(LANGUAGE):
            return _("In parole semplici (vale solo il testo ufficiale):")

    @property
    def title(self) -> str:
        """The title of the text."""
        return self.version.title

    @property
    def fingerprint(self) -> str:
        """The SHA-256 in words."""
        with override(LANGUAGE):
            return _("Impronta SHA-256 di questa versione: %s") % self.version.sha256


def frozen(version: Version) -> Frozen:
    """Return a version with its words, the simple ones beside them: three queries."""
    return Frozen(
        version=version,
        sections=tuple(drafts.pieces_of_version(version)),
        subtitle=subtitle(version),
        simple=simple.of_version(version),
    )


def subtitle(version: Version) -> str:
    """Return which version it is, since when, and the acts that followed."""
    with override(LANGUAGE):
        told = [
            _("Versione %(number)d, pubblicata %(day)s")
            % {"number": version.number, "day": in_full_day(version.published_at)}
        ]
        for stage in sorted(version.stages.all(), key=lambda one: one.pk):
            label = str(stage.get_stage_display())
            if stage.act_number and stage.act_date:
                act = {"number": stage.act_number, "body": stage.act_body, "day": in_full_day(stage.act_date)}
                label += ": " + _("atto n. %(number)s, %(body)s, %(day)s") % act
            told.append(label)
        return "; ".join(told) + "."
