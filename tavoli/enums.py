# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the tavoli."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TavoloKind(models.TextChoices):
    """What a tavolo is for."""

    CONCERTATION = "CONCERTAZIONE", _("Concertazione")
    CONSULTATION = "CONSULTAZIONE", _("Consultazione")
    CO_DESIGN = "CO_PROGETTAZIONE", _("Co-progettazione")
    TECHNICAL = "TECNICO", _("Gruppo tecnico")


class Visibility(models.TextChoices):
    """Who may read what a tavolo does."""

    PUBLIC = "PUBBLICO", _("pubblico")
    MINUTES = "TRASPARENTE", _("verbali pubblici")
    RESERVED = "RISERVATO", _("riservato a chi ne fa parte")


class TavoloState(models.TextChoices):
    """Where a tavolo is in its life."""

    CONSTITUTED = "COSTITUITO", _("costituito")
    ACTIVE = "ATTIVO", _("attivo")
    SUSPENDED = "SOSPESO", _("sospeso")
    CLOSED = "CHIUSO", _("chiuso")
