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
    HEALTH_REFERENT = "REF_SANITARIO", _("referente sanitario")


class Power(models.TextChoices):
    """What a mandate allows."""

    SPEAK = "PARLARE", _("parlare")
    VOTE = "VOTARE", _("votare")
    SIGN = "FIRMARE", _("firmare")


class IdentifierScheme(models.TextChoices):
    """Another register in which an organisation has a number."""

    IPA = "IPA", _("Indice delle pubbliche amministrazioni (IPA)")
    SCHOOL = "MIUR", _("Codice meccanografico della scuola")
    REA = "REA", _("Repertorio economico amministrativo (REA)")
    COOPERATIVES = "COOPERATIVE", _("Albo nazionale delle cooperative")
    REGIONAL = "REGIONALE", _("Albo o registro regionale")
    LEGAL_PERSONS = "PERSONE_GIURIDICHE", _("Registro delle persone giuridiche")
    CIVIL_SERVICE = "SERVIZIO_CIVILE", _("Albo del Servizio civile universale")
    OTHER = "ALTRO", _("Altro albo o registro")


class Accreditation(models.TextChoices):
    """How a service stands towards who authorises and watches over it (Regolamento, art. 7)."""

    NOT_NEEDED = "NON_RICHIESTA", _("non richiede autorizzazione")
    AUTHORISED = "AUTORIZZATO", _("autorizzato")
    ACCREDITED = "ACCREDITATO", _("accreditato")
    REQUESTED = "IN_ISTRUTTORIA", _("autorizzazione in istruttoria")
    SUSPENDED = "SOSPESO", _("autorizzazione sospesa")
    REVOKED = "REVOCATO", _("autorizzazione revocata")


class PaperKind(models.TextChoices):
    """What a document of a partner is."""

    STATUTE = "STATUTO", _("Statuto")
    DEED = "ATTO_COSTITUTIVO", _("Atto costitutivo")
    BALANCE = "BILANCIO", _("Bilancio o rendiconto")
    SOCIAL_REPORT = "BILANCIO_SOCIALE", _("Bilancio sociale")
    INSURANCE = "ASSICURAZIONE", _("Polizza dei volontari")
    REGULARITY = "DURC", _("Documento di regolarità contributiva (DURC)")
    SERVICE_CHARTER = "CARTA_SERVIZI", _("Carta dei servizi")
    OTHER = "ALTRO", _("Altro documento")


class ChangeState(models.TextChoices):
    """Where a change of verified data stands."""

    WAITING = "IN_VERIFICA", _("in verifica")
    ACCEPTED = "ACCOLTA", _("accolta")
    REFUSED = "NON_ACCOLTA", _("non accolta")
    SUPERSEDED = "SUPERATA", _("superata da un'altra richiesta")


class ConfirmationDoor(models.TextChoices):
    """How somebody confirmed that the data are right."""

    MAIL = "EMAIL", _("dal collegamento nell'e-mail")
    SITE = "SITO", _("dalla pagina dell'organizzazione")
    OFFICE = "UFFICIO", _("dall'ufficio")


class ImportState(models.TextChoices):
    """Where the reading of a list of the RUNTS stands."""

    WAITING = "IN_CODA", _("in coda")
    RUNNING = "IN_CORSO", _("in corso")
    DONE = "FINITA", _("finita")
    REFUSED = "NON_LETTA", _("non letta")
