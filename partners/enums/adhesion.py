# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of joining the Distretto: applications, checks, requests to who applies."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApplicationState(models.TextChoices):
    """Where an application to join stands (L. 241/1990)."""

    DRAFT = "BOZZA", _("in preparazione")
    SENT = "PRESENTATA", _("presentata")
    IN_CHECK = "IN_VERIFICA", _("in verifica")
    ADMITTED = "AMMESSA", _("ammessa")
    REFUSED = "RESPINTA", _("non ammessa")
    SUSPENDED = "SOSPESA", _("sospesa")
    CEASED = "CESSATA", _("cessata")
    WITHDRAWN = "RITIRATA", _("ritirata")


WAITING_STATES: Final = (ApplicationState.SENT, ApplicationState.IN_CHECK)
MEMBER_STATES: Final = (ApplicationState.ADMITTED, ApplicationState.SUSPENDED)


class StepKind(models.TextChoices):
    """What the office asks of who applies while it checks."""

    INTEGRATION = "INTEGRAZIONE", _("richiesta di integrazione")
    OBJECTION = "PREAVVISO", _("preavviso di rigetto")


class CheckResult(models.TextChoices):
    """What an officer found of one criterion."""

    YES = "SI", _("sì")
    NO = "NO", _("no")
    UNCLEAR = "DA_CHIARIRE", _("da chiarire")


class ApplicantRole(models.TextChoices):
    """Why a person may apply for an organisation."""

    LEGAL_REPRESENTATIVE = "RAPPRESENTANTE", _("la rappresento per legge")
    DELEGATED = "INCARICO", _("ho l'incarico di chi la rappresenta")
