# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of texts, consultations and outcomes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TextKind(models.TextChoices):
    """What a text is."""

    PIANO = "PIANO", _("Piano sociale di zona")
    REGULATION = "REGULATION", _("Regolamento")
    SOCIAL_REPORT = "SOCIAL_REPORT", _("Bilancio sociale")


class Stage(models.TextChoices):
    """How far a version has come, each step with its act (a *bozza* is a frozen version that people read)."""

    CONSULTATION = "CONSULTATION", _("testo in consultazione")
    PROPOSAL = "PROPOSAL", _("proposta definitiva")
    ADOPTED = "ADOPTED", _("adottata")
    APPROVED = "APPROVED", _("approvata")


class ParentKind(models.TextChoices):
    """How a paragraph came from another."""

    SPLIT = "SPLIT", _("diviso da")
    MERGE = "MERGE", _("unito da")


class OriginKind(models.TextChoices):
    """What an editor said about a paragraph that could not be recognised with certainty."""

    SPLIT = "SPLIT", _("viene da una divisione")
    MERGE = "MERGE", _("ha preso le parole di un altro")
    NEW = "NEW", _("nuovo")
    GONE = "GONE", _("tolto")


class OutcomeKind(models.TextChoices):
    """What the office decided about an observation."""

    ACCEPTED = "ACCEPTED", _("accolta")
    PARTLY = "PARTLY", _("accolta in parte")
    REJECTED = "REJECTED", _("non accolta")
    ALREADY_THERE = "ALREADY_THERE", _("il testo lo prevede già")
    OFF_TOPIC = "OFF_TOPIC", _("fuori tema, o riguarda un altro ufficio")


class ChangeKind(models.TextChoices):
    """What changed between two versions, and therefore owes a cause."""

    WORDS = "WORDS", _("parole cambiate")
    ADDED = "ADDED", _("paragrafo aggiunto")
    REMOVED = "REMOVED", _("paragrafo tolto")
    MOVED = "MOVED", _("paragrafo spostato")
    SECTION_WORDS = "SECTION_WORDS", _("titolo di sezione cambiato")
    SECTION_ADDED = "SECTION_ADDED", _("sezione aggiunta")
    SECTION_REMOVED = "SECTION_REMOVED", _("sezione tolta")
    SECTION_MOVED = "SECTION_MOVED", _("sezione spostata")
    TITLE = "TITLE", _("titolo del testo cambiato")


class CauseKind(models.TextChoices):
    """Why words changed."""

    OBSERVATION = "OBSERVATION", _("un'osservazione accolta")
    TAVOLO = "TAVOLO", _("una decisione di un tavolo")
    SIGN_OFF = "SIGN_OFF", _("un visto o un parere")
    OFFICE = "OFFICE", _("d'ufficio")


class SignOffKind(models.TextChoices):
    """What became of a section that the Distretto della Salute must agree with."""

    SIGNED = "SIGNED", _("firmata")
    RETURNED = "RETURNED", _("restituita con osservazioni")
    SILENCE = "SILENCE", _("nessuna risposta nel termine")
    OVERRIDDEN = "OVERRIDDEN", _("superata dal coordinamento, con il motivo")


class Phase(models.TextChoices):
    """Where a consultation stands, as readers say it."""

    PREPARING = "PREPARING", _("in preparazione")
    COMING = "COMING", _("si apre presto")
    OPEN = "OPEN", _("aperta")
    CLOSED = "CLOSED", _("chiusa, risposte in corso")
    RESULTS = "RESULTS", _("chiusa, con le risposte")


ACCEPTING = (OutcomeKind.ACCEPTED, OutcomeKind.PARTLY)


class GroupState(models.TextChoices):
    """What a person made of a proposed group."""

    PROPOSED = "PROPOSED", _("proposto")
    ACCEPTED = "ACCEPTED", _("accettato")
    DISCARDED = "DISCARDED", _("scartato")


class SheetState(models.TextChoices):
    """Where a table of answers that came back stands; a long one is read and prepared by the worker."""

    READING = "READING", _("si sta leggendo")
    WRONG = "WRONG", _("ha righe da correggere")
    READ = "READ", _("letta, da guardare")
    WAITING = "WAITING", _("le risposte si stanno preparando")
    APPLIED = "APPLIED", _("risposte preparate")
    REFUSED = "REFUSED", _("non è stato preparato niente")
