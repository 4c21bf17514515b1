# SPDX-License-Identifier: AGPL-3.0-or-later
"""What texts tell the floors below when the portal starts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

FROZEN = (
    "consultations_version",
    "consultations_versionsection",
    "consultations_versionparagraph",
    "consultations_versionstage",
    "consultations_cause",
    "consultations_simplesection",
    "consultations_simpleparagraph",
)


def set_up() -> None:
    """Guard frozen versions, allow writers on the shelf, name the deeds, hear Wagtail, be found by the search."""
    from documents.consultations import (
        permissions,
        receivers,  # noqa: F401 -- registers itself
    )
    from documents.consultations.search_sources import simple, texts  # noqa: F401 -- registers itself
    from documents.consultations.services import shelf
    from portal.core import audit_words, roles, triggers

    triggers.immutable(*FROZEN)
    roles.allow_on_page("texts", shelf.find, shelf.MAY, *permissions.WRITERS)
    audit_words.name_actions(
        {
            "text.read": _("bozza letta da un file o da parole incollate"),
            "text.redrafted": _("nuova stesura portata su un testo"),
            "text.paired": _("paragrafi riconosciuti"),
            "text.imported": _("testo creato da una bozza"),
            "cause.given": _("causa di una modifica data"),
            "cause.taken_back": _("causa di una modifica tolta"),
            "simple_words.saved": _("parole semplici salvate"),
            "simple_words.published": _("parole semplici pubblicate accanto a una versione"),
            "version.published": _("versione pubblicata"),
            "version.adopted": _("versione adottata"),
            "version.approved": _("versione approvata"),
        }
    )
