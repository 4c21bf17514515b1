# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the library. Kinds follow the national vocabularies of documents and notices (CC-BY 4.0)."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What a document is."""

    COUNCIL_RESOLUTION = "COUNCIL_RESOLUTION", _("Deliberazione del Consiglio comunale")
    EXECUTIVE_RESOLUTION = "EXECUTIVE_RESOLUTION", _("Deliberazione della Giunta comunale")
    DECISION = "DECISION", _("Determinazione del Dirigente")
    NOTICE = "NOTICE", _("Avviso")
    PLANNING = "PLANNING", _("Documento di programmazione e rendicontazione")
    GUIDELINES = "GUIDELINES", _("Atto di indirizzo")
    REGULATION = "REGULATION", _("Regolamento")
    MINUTES = "MINUTES", _("Verbale")
    REPORT = "REPORT", _("Relazione")
    SUPPORT = "SUPPORT", _("Documento tecnico di supporto")
    FORM = "FORM", _("Modulistica")
    AGREEMENT = "AGREEMENT", _("Accordo tra enti")
    OTHER = "OTHER", _("Altro documento")


class ProtocolKind(models.TextChoices):
    """What an agreement is called."""

    MEMORANDUM = "MEMORANDUM", _("Protocollo d'intesa")
    AGREEMENT = "AGREEMENT", _("Accordo")
    CONVENTION = "CONVENTION", _("Convenzione")


class TextState(models.TextChoices):
    """Whether the words inside a file can be searched."""

    WAITING = "WAITING", _("testo non ancora letto")
    READ = "READ", _("testo letto")
    EMPTY = "EMPTY", _("nessun testo: forse è una scansione")
    UNREADABLE = "UNREADABLE", _("testo non estratto")


class Force(models.TextChoices):
    """Whether an act binds on a given day."""

    NOT_YET = "NOT_YET", _("non ancora in vigore")
    IN_FORCE = "IN_FORCE", _("in vigore")
    EXPIRED = "EXPIRED", _("scaduto")


def force_on(day: date, starts: date | None, ends: date | None) -> Force:
    """Return whether something binds on a day; both ends are inclusive and either may be open."""
    if starts is not None and day < starts:
        return Force.NOT_YET
    if ends is not None and day > ends:
        return Force.EXPIRED
    return Force.IN_FORCE
