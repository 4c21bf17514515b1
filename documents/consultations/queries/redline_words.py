# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader of a comparison is told, for the eye and the ear: the whole in a sentence, each change in a few words.

From these words and from «aggiunto» and «tolto» alone one can put both versions together again: what moved says where
it was, where it stood a mark says that it went, and every section says its place in either version.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.consultations.redline import Change, Entry, Redline, SectionDiff, count

ORDER: Final = (
    "title", "edited", "moved_edited", "added", "removed", "moved", "form", "section_added", "section_removed",
    "section_edited", "section_moved",
)  # fmt: skip


def summary(redline: Redline) -> str:
    """Return the changes in one sentence: «3 modifiche: 1 paragrafo cambiato, …»."""
    return _sentence(redline.counts) or _("Nessuna modifica: le due versioni hanno le stesse parole.")


def section_summary(section: SectionDiff) -> str:
    """Return the changes of one section in one sentence."""
    return _sentence(count([section])) or _("Nessuna modifica in questa sezione.")


def how_many(section: SectionDiff) -> int:
    """Return how many changes a section has."""
    return sum(count([section]).values())


def section_note(section: SectionDiff, old: int, new: int) -> str:
    """Return where a section stands in both versions, and what happened to it as a whole."""
    before = _("non c'era nella versione %(number)d") % {"number": old}
    if section.old_order is not None:
        before = _("sezione %(place)d nella versione %(number)d") % {"place": section.old_order + 1, "number": old}
    after = _("non c'è più nella versione %(number)d") % {"number": new}
    if section.new_order is not None:
        after = _("sezione %(place)d nella versione %(number)d") % {"place": section.new_order + 1, "number": new}
    told = {
        Change.ADDED: _("sezione aggiunta"),
        Change.REMOVED: _("sezione tolta"),
        Change.EDITED: _("titolo cambiato"),
    }.get(section.change, "")
    moved = _("sezione spostata") if section.is_moved else ""
    return ", ".join(part for part in (before, after, told, moved) if part)


def entry_note(entry: Entry) -> str:
    """Return what happened to a paragraph, in words; nothing when nothing did."""
    if entry.is_mark:
        return _mark(entry)
    told = {
        Change.ADDED: _("titoletto aggiunto") if entry.is_heading else _("paragrafo aggiunto"),
        Change.REMOVED: _("titoletto tolto") if entry.is_heading else _("paragrafo tolto"),
        Change.EDITED: _("titoletto cambiato") if entry.is_heading else _("paragrafo cambiato"),
        Change.FORM: _("stesse parole, altra forma"),
    }.get(entry.change, "")
    if not entry.is_moved or entry.was is None or entry.old is None:
        return told
    place = {"what": _what(entry), "section": entry.was.section_title}
    moved = _("spostato: era il %(what)s, in «%(section)s»") % place
    return ", ".join(part for part in (told, moved) if part)


def sign(entry: Entry) -> str:
    """Return the sign of what happened, so that colour is never alone."""
    if entry.is_mark:
        return "↷"
    signs = {Change.ADDED: "+", Change.REMOVED: "−", Change.EDITED: "±", Change.FORM: "≈"}
    return signs.get(entry.change, "") + ("⇄" if entry.is_moved else "")


def _mark(entry: Entry) -> str:
    number = entry.new.number if entry.new else 0
    place = {"what": _what(entry), "section": entry.gone_to, "number": number}
    if number:
        return _("qui c'era il %(what)s: ora è il paragrafo %(number)d, in «%(section)s»") % place
    return _("qui c'era il %(what)s: ora è in «%(section)s»") % place


def _what(entry: Entry) -> str:
    """Return what something was called in the old version: a paragraph by its number, a sub-heading by its turn."""
    if entry.was is not None and entry.was.heading:
        return _("titoletto %(number)d") % {"number": entry.was.heading}
    return _("paragrafo %(number)d") % {"number": entry.old.number if entry.old else 0}


def _sentence(counts: Counter[str]) -> str:
    total = sum(counts.values())
    if not total:
        return ""
    told = [_counted(name, counts[name]) for name in ORDER if counts[name]]
    return f"{ngettext('%(n)d modifica', '%(n)d modifiche', total) % {'n': total}}: {', '.join(told)}."


def _counted(name: str, total: int) -> str:
    forms = {
        "title": ngettext("%(n)d titolo del testo cambiato", "%(n)d titoli del testo cambiati", total),
        "edited": ngettext("%(n)d paragrafo cambiato", "%(n)d paragrafi cambiati", total),
        "moved_edited": ngettext("%(n)d paragrafo spostato e cambiato", "%(n)d paragrafi spostati e cambiati", total),
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
