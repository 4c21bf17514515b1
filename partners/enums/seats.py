# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of seats and of how who holds them is chosen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeatKind(models.TextChoices):
    """Whose a seat of the Distretto is."""

    SINGLE = "SINGOLO", _("di un'organizzazione")
    COLLECTIVE = "COLLETTIVO", _("collettivo")


class DesignationKind(models.TextChoices):
    """Where a designation is made."""

    ELSEWHERE = "ALTROVE", _("fatta altrove, con un verbale")
    ROUND = "QUI", _("con un voto su questo portale")


class DesignationState(models.TextChoices):
    """Where a designation stands."""

    RUNNING = "IN_CORSO", _("in corso")
    COUNTED = "SCRUTINATA", _("voti contati")
    TIED = "PARITA", _("parità da sciogliere")
    CLOSED = "CONCLUSA", _("conclusa")
    CANCELLED = "ANNULLATA", _("annullata")


class Elected(models.TextChoices):
    """What came of a candidacy."""

    PRINCIPAL = "TITOLARE", _("eletta o eletto come titolare")
    SUBSTITUTE = "SUPPLENTE", _("eletta o eletto come supplente")
    NO = "NO", _("non eletta o non eletto")


class InvitationKind(models.TextChoices):
    """What a person is invited to."""

    PERSON = "PERSONA", _("agire per un'organizzazione")
    SEAT = "SEGGIO", _("tenere un seggio collettivo")
    EXPERT = "ESPERTO", _("aiutare come persona esperta")
