# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the worker leaves behind: a sign that it lives, and what it has done on time."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WorkerPulse(models.Model):
    """The last sign of life of one of the worker's loops."""

    loop = models.CharField(_("ciclo"), max_length=40, unique=True)
    beat_at = models.DateTimeField(_("ultimo segno di vita"))

    class Meta:
        verbose_name = _("segno di vita del lavoro in sottofondo")
        verbose_name_plural = _("segni di vita del lavoro in sottofondo")

    def __str__(self) -> str:
        return self.loop


class ClockTurn(models.Model):
    """Something done on time: which turn was the last one done, and who is doing the next one until when."""

    name = models.CharField(_("che cosa"), max_length=120, unique=True)
    done_turn_at = models.DateTimeField(_("ultimo turno fatto"), null=True)
    claimed_until = models.DateTimeField(_("in corso fino al"), null=True)
    failures = models.PositiveIntegerField(_("tentativi falliti di fila"), default=0)

    class Meta:
        verbose_name = _("lavoro a tempo")
        verbose_name_plural = _("lavori a tempo")

    def __str__(self) -> str:
        return self.name
