# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the register: kinds of organisation, sections of the RUNTS, roles and powers of people."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartnerKind(models.TextChoices):
    """What an organisation is."""

    MUNICIPALITY = "COMUNE", _("Comune")
    REGION = "REGIONE", _("Regione")
    HEALTH_AUTHORITY = "SANITA", _("Azienda sanitaria")
    SCHOOL = "SCUOLA", _("Scuola")
    UNIVERSITY = "UNIVERSITA", _("Università")
    PUBLIC_BODY = "ENTE_PUBBLICO", _("Altro ente pubblico")
    ETS = "ETS", _("Ente del Terzo settore")
    USERS_ORGANISATION = "UTENTI", _("Organizzazione di utenti e familiari")
    TRADE_UNION = "SINDACATO", _("Sindacato")
    EMPLOYERS = "DATORIALE", _("Associazione datoriale")
    PROFESSIONAL_ORDER = "ORDINE", _("Ordine professionale")
    RELIGIOUS_BODY = "RELIGIOSO", _("Ente religioso")
    ENTERPRISE = "IMPRESA", _("Impresa")
    OTHER = "ALTRO", _("Altra organizzazione")


INSTITUTIONAL_KINDS: Final = frozenset(
    {
        PartnerKind.MUNICIPALITY,
        PartnerKind.REGION,
        PartnerKind.HEALTH_AUTHORITY,
        PartnerKind.SCHOOL,
        PartnerKind.UNIVERSITY,
        PartnerKind.PUBLIC_BODY,
    }
)


class Nature(models.TextChoices):
    """Whether an organisation is part of the public administration (Regolamento, art. 6)."""

    INSTITUTIONAL = "ISTITUZIONALE", _("Istituzionale")
    NOT_INSTITUTIONAL = "NON_ISTITUZIONALE", _("Non istituzionale")


class RuntsSection(models.TextChoices):
    """The sections of the national register of the third sector (D.M. 106/2020, art. 3)."""

    ODV = "ODV", _("Organizzazioni di volontariato")
    APS = "APS", _("Associazioni di promozione sociale")
    PHILANTHROPIC = "FILANTROPICI", _("Enti filantropici")
    SOCIAL_ENTERPRISE = "IMPRESE_SOCIALI", _("Imprese sociali, cooperative sociali comprese")
    NETWORK = "RETI", _("Reti associative")
    MUTUAL_AID = "SOMS", _("Società di mutuo soccorso")
    OTHER = "ALTRI", _("Altri enti del Terzo settore")


class PartnerState(models.TextChoices):
    """Where an organisation stands towards the Distretto."""

    ADMITTED = "AMMESSA", _("fa parte del Distretto")
    SUSPENDED = "SOSPESA", _("adesione sospesa")
    CEASED = "CESSATA", _("non fa più parte del Distretto")


class MandateRole(models.TextChoices):
    """Why a person acts for an organisation."""

    LEGAL_REPRESENTATIVE = "RAPPRESENTANTE", _("rappresentante legale")
    DELEGATE = "DELEGATO", _("persona delegata")
    SUBSTITUTE = "SUPPLENTE", _("supplente")
    OPERATOR = "OPERATORE", _("operatore o operatrice")


class Power(models.TextChoices):
    """What a mandate allows."""

    SPEAK = "PARLARE", _("parlare")
    VOTE = "VOTARE", _("votare")
    SIGN = "FIRMARE", _("firmare")
