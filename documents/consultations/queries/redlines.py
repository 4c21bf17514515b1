# SPDX-License-Identifier: AGPL-3.0-or-later
"""What changed between two versions, and which observations changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.consultations import links
from documents.consultations.models import OutcomeParagraph, Version
from documents.consultations.queries import drafts
from documents.consultations.redline import Change, Entry, Redline, SectionDiff, compare


@dataclass(frozen=True, kw_only=True)
class Cause:
    """An observation whose published outcome names a paragraph."""

    code: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph of the comparison with what its reader is told."""

    entry: Entry
    note: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of the comparison with its lines."""

    section: SectionDiff
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions side by side, ready to be read."""

    old: Version
    new: Version
    redline: Redline
    parts: tuple[Part, ...]

    @property
    def untouched(self) -> list[SectionDiff]:
        """The sections in which nothing happened."""
        return [part.section for part in self.parts if part.section.is_untouched]

    @property
    def summary(self) -> str:
        """Everything in one sentence: «3 modifiche: 1 paragrafo cambiato, …»."""
        return summary(self.redline)


def between(old: Version, new: Version) -> Comparison:
    """Return what changed between two versions: five queries, whatever their length."""
    redline = compare(drafts.pieces_of_version(old), drafts.pieces_of_version(new), titles=(old.title, new.title))
    touched = [entry for section in redline.sections for entry in section.entries if not entry.is_untouched]
    causes = _causes(entry.identity for entry in touched)
    return Comparison(
        old=old,
        new=new,
        redline=redline,
        parts=tuple(
            Part(
                section=section,
                note=section_note(section),
                lines=tuple(
                    Line(entry=entry, note=entry_note(entry), causes=causes.get(entry.identity, ()))
                    for entry in section.entries
                ),
            )
            for section in redline.sections
        ),
    )


def summary(redline: Redline) -> str:
    """Return the changes in one sentence, for the eye and for the ear."""
    if not redline.total:
        return _("Nessuna modifica: le due versioni hanno le stesse parole.")
    told = [_counted(name, redline.counts[name]) for name in ORDER if redline.counts[name]]
    total = ngettext("%(total)d modifica", "%(total)d modifiche", redline.total) % {"total": redline.total}
    return f"{total}: {', '.join(told)}."


def section_note(section: SectionDiff) -> str:
    """Return what happened to a section as a whole, if anything did."""
    told = {
        Change.ADDED: _("sezione aggiunta"),
        Change.REMOVED: _("sezione tolta"),
        Change.EDITED: _("titolo cambiato"),
    }.get(section.change, "")
    if section.is_moved:
        return ", ".join(part for part in (told, _("sezione spostata")) if part)
    return told


def entry_note(entry: Entry) -> str:
    """Return what happened to a paragraph, in words; nothing when nothing did."""
    told = {
        Change.ADDED: _("titoletto aggiunto") if entry.is_heading else _("paragrafo aggiunto"),
        Change.REMOVED: _("titoletto tolto") if entry.is_heading else _("paragrafo tolto"),
        Change.EDITED: _("titoletto cambiato") if entry.is_heading else _("paragrafo cambiato"),
        Change.FORM: _("stesse parole, altra forma"),
    }.get(entry.change, "")
    if not entry.is_moved or entry.was is None or entry.old is None:
        return told
    place = {"number": entry.old.number, "section": entry.was.section_title}
    moved = _("spostato: era il paragrafo %(number)d, in «%(section)s»") % place
    return ", ".join(part for part in (told, moved) if part)


ORDER: Final = (
    "title", "edited", "added", "removed", "moved", "form", "section_added", "section_removed", "section_edited",
    "section_moved",
)  # fmt: skip


def _counted(name: str, total: int) -> str:
    forms = {
        "title": ngettext("%(n)d titolo del testo cambiato", "%(n)d titoli del testo cambiati", total),
        "edited": ngettext("%(n)d paragrafo cambiato", "%(n)d paragrafi cambiati", total),
        "added": ngettext("%(n)d paragrafo aggiunto", "%(n)d paragrafi aggiunti", total),
        "removed": ngettext("%(n)d paragrafo tolto", "%(n)d paragrafi tolti", total),
        "moved": ngettext("%(n)d paragrafo spostato", "%(n)d paragrafi spostati", total),
        "form": ngettext(
            "%(n)d paragrafo cambiato solo nella forma", "%(n)d paragrafi cambiati solo nella forma", total
        ),
        "section_added": ngettext("%(n)d sezione aggiunta", "%(n)d sezioni aggiunte", total),
        "section_removed": ngettext("%(n)d sezione tolta", "%(n)d sezioni tolte", total),
        "section_edited": ngettext("%(n)d titolo di sezione cambiato", "%(n)d titoli di sezione cambiati", total),
        "section_moved": ngettext("%(n)d sezione spostata", "%(n)d sezioni spostate", total),
    }
    return forms[name] % {"n": total}


def _causes(identities: Iterable[str]) -> Mapping[str, tuple[Cause, ...]]:
    found: dict[str, list[Cause]] = defaultdict(list)
    rows = OutcomeParagraph.objects.filter(
        paragraph_id__in=[one for one in identities if not one.startswith("new:")],
        outcome__published_at__isnull=False,
    )
    for row in rows.select_related("outcome__observation").order_by("pk"):
        code = row.outcome.observation.code
        found[str(row.paragraph_id)].append(Cause(code=code, url=links.observation(code)))
    return {identity: tuple(causes) for identity, causes in found.items()}
