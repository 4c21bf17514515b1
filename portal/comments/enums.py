# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the observations. Stored in capitals, shown as the reader says them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an observation stands between its author and the public."""

    PENDING = "PENDING", _("arrivata, in attesa di pubblicazione")
    PUBLISHED = "PUBLISHED", _("pubblicata")
    HIDDEN = "HIDDEN", _("non pubblicata")
    WITHDRAWN = "WITHDRAWN", _("ritirata da chi l'ha scritta")


class Kind(models.TextChoices):
    """What a person wants to do with the words."""

    OBSERVATION = "OBSERVATION", _("osservazione")
    QUESTION = "QUESTION", _("domanda")
    PROPOSAL = "PROPOSAL", _("proposta di testo")
    AGREEMENT = "AGREEMENT", _("sono d'accordo con queste parole")


# An agreement asks nothing: it may be answered, and is owed no answer.
ASKING = (Kind.OBSERVATION, Kind.QUESTION, Kind.PROPOSAL)


class Channel(models.TextChoices):
    """The door by which an observation came in."""

    WEB = "WEB", _("dal sito")
    PAPER = "PAPER", _("su carta")
    PEC = "PEC", _("per PEC")
    PHONE = "PHONE", _("per telefono")
    COUNTER = "COUNTER", _("allo sportello")
    TAVOLO = "TAVOLO", _("in un tavolo")
    FOCUS_GROUP = "FOCUS_GROUP", _("in un gruppo di ascolto")


class Capacity(models.TextChoices):
    """In what capacity a person writes for somebody else."""

    FAMILY = "FAMILY", _("come familiare")
    GUARDIAN = "GUARDIAN", _("come tutore")
    SUPPORT_ADMINISTRATOR = "SUPPORT_ADMINISTRATOR", _("come amministratore di sostegno")
    OPERATOR = "OPERATOR", _("come operatore di un servizio")


class NameChoice(models.TextChoices):
    """How the author's name is shown."""

    INITIALS = "INITIALS", _("le iniziali")
    CHOSEN = "CHOSEN", _("un nome scelto da me")
    FULL = "FULL", _("nome e cognome")


class HidingReason(models.TextChoices):
    """Why a moderator does not publish, as told to the author."""

    PERSONAL_DATA = "PERSONAL_DATA", _("nomina una persona o racconta fatti privati")
    HEALTH_DATA = "HEALTH_DATA", _("parla della salute di una persona riconoscibile")
    OFFENSIVE = "OFFENSIVE", _("offende qualcuno")
    SPAM = "SPAM", _("è pubblicità o un testo senza relazione con la consultazione")
    DUPLICATE = "DUPLICATE", _("è identica a un'altra osservazione della stessa persona")
    UNLAWFUL = "UNLAWFUL", _("contiene qualcosa che la legge vieta di pubblicare")


class ReportReason(models.TextChoices):
    """Why a reader asks the moderators to look."""

    PERSONAL_DATA = "PERSONAL_DATA", _("nomina una persona o racconta fatti privati")
    OFFENSIVE = "OFFENSIVE", _("offende qualcuno")
    SPAM = "SPAM", _("è pubblicità")
    OTHER = "OTHER", _("un altro motivo")


class RevisionState(models.TextChoices):
    """Whether the words of a revision are the ones in force."""

    PENDING = "PENDING", _("in attesa di pubblicazione")
    APPROVED = "APPROVED", _("in vigore")
    REJECTED = "REJECTED", _("non pubblicata")
    SUPERSEDED = "SUPERSEDED", _("sostituita")


class Decision(models.TextChoices):
    """What a moderator decided."""

    PUBLISH = "PUBLISH", _("pubblicare")
    HIDE = "HIDE", _("non pubblicare")


class ResponseState(models.TextChoices):
    """Where the official response of an organisation stands."""

    DRAFT = "DRAFT", _("non inviata")
    SENT = "SENT", _("inviata")


class ResponseStepKind(models.TextChoices):
    """What happened to a response, as colleagues read it."""

    STARTED = "STARTED", _("ha cominciato a scrivere")
    LEAD = "LEAD", _("ha affidato la guida")
    TAKEN = "TAKEN", _("ha messo un contributo nella risposta")
    DROPPED = "DROPPED", _("ha lasciato fuori un contributo")
    REMOVED = "REMOVED", _("ha tolto un suo contributo")
    SENT = "SENT", _("ha inviato la risposta")


class BatchSource(models.TextChoices):
    """What many contributions were read from."""

    SHEET = "SHEET", _("foglio di calcolo")
    MINUTES = "MINUTES", _("verbale")


class BatchState(models.TextChoices):
    """Where a batch of contributions stands."""

    CHECKING = "CHECKING", _("si stanno controllando le righe")
    PREVIEW = "PREVIEW", _("da controllare")
    WAITING = "WAITING", _("si stanno inserendo i contributi")
    ENTERED = "ENTERED", _("inserita")
