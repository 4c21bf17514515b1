# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a row says besides: its category, the words that it points to, the words that it proposes. None is needed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.comments.enums import Kind
from portal.comments.passages import tidy
from portal.comments.services.papers_many.authors import plain
from portal.comments.targets import Target

LONGEST = 10_000
Row = dict[str, Any]


def category(row: Row, target: Target | None, errors: list[str]) -> str:
    """Return the category that is named, by its words."""
    named = plain(row.get("category", ""))
    if not named or target is None:
        return ""
    known = {plain(str(label)): slug for slug, label in target.categories}
    if named not in known:
        told = ", ".join(str(label) for _slug, label in target.categories)
        errors.append(
            _("Categoria: scegli tra %s, o lascia vuoto.") % told
            if told
            else _("Categoria: questa consultazione non ne ha, lascia vuoto.")
        )
    return known.get(named, "")


def passage(row: Row, target: Target | None, errors: list[str]) -> tuple[int, int] | None:
    """Return where the words stand that are pointed to: in a paragraph, and there only once."""
    words = row.get("passage", "").strip(' «»"“”')
    if not words or target is None:
        return None
    if target.kind != "paragraph":
        errors.append(_("Parole commentate: scrivi anche il numero del paragrafo."))
        return None
    times = target.quote.count(words)
    if times != 1:
        errors.append(
            _("Parole commentate: nel paragrafo ci sono più volte, aggiungi quelle accanto.")
            if times
            else _("Parole commentate: nel paragrafo non ci sono, copiale com'è scritto.")
        )
        return None
    start = target.quote.index(words)
    return start, start + len(words)


def proposed(row: Row, target: Target | None, kind: str, errors: list[str]) -> str:
    """Return the paragraph as the letter would have it."""
    words = tidy(row.get("proposed", ""))
    if not words or target is None:
        return ""
    if target.kind != "paragraph":
        errors.append(_("Parole proposte: scrivi anche il numero del paragrafo."))
    elif kind != Kind.PROPOSAL:
        errors.append(_("Parole proposte: il tipo deve essere «proposta di testo»."))
    elif words == tidy(target.quote):
        errors.append(_("Parole proposte: sono uguali a quelle del paragrafo."))
    elif len(words) > LONGEST:
        errors.append(_("Parole proposte: al massimo %(most)d caratteri.") % {"most": LONGEST})
    return words
