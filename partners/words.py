# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happened to an application, as who applied reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

EVENTS: dict[str, StrOrPromise] = {
    "sent": _("Domanda presentata"),
    "taken_up": _("L'ufficio la sta guardando"),
    "integration_asked": _("L'ufficio ha chiesto un'integrazione"),
    "integrated": _("Hai risposto alla richiesta"),
    "objection_given": _("L'ufficio ha mandato il preavviso di rigetto: dieci giorni per rispondere"),
    "objected": _("Hai risposto al preavviso"),
    "admitted": _("Domanda ammessa"),
    "refused": _("Domanda non ammessa"),
    "suspended": _("Adesione sospesa"),
    "resumed": _("L'adesione riprende"),
    "ceased": _("Adesione finita"),
    "withdrawn": _("Domanda ritirata"),
}


def event_words(what: str) -> StrOrPromise:
    """Return the words of something that happened."""
    return EVENTS.get(what, what)
