# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of good practices."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PracticeState(models.TextChoices):
    """How far an experience is."""

    PILOT = "PILOTA", _("pilota")
    ESTABLISHED = "CONSOLIDATA", _("consolidata")
    ENDED = "CONCLUSA", _("conclusa")
