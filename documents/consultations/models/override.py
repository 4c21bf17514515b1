# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate was passed while some had no answer: who decided it says why, for everybody to read."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from documents.consultations.models.consultation import Consultation
from portal.comments.models import Observation

SHORTEST_OVERRIDE = 30


class Override(models.Model):
    """The coordinator published the *proposta definitiva* of a consultation although somebody lacked an answer."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="override")
    reason = models.TextField(_("perché esce lo stesso"), validators=[MinLengthValidator(SHORTEST_OVERRIDE)])
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("deciso il"))

    class Meta:
        verbose_name = _("pubblicazione senza tutte le risposte")
        verbose_name_plural = _("pubblicazioni senza tutte le risposte")
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("reason"), SHORTEST_OVERRIDE), name="override_gives_its_reasons"
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id}: {self.decided_at:%d/%m/%Y}"


class LeftUnanswered(models.Model):
    """A contribution that had no answer when the *proposta definitiva* came out. It may get one later."""

    override = models.ForeignKey(Override, on_delete=models.PROTECT, related_name="left")
    observation = models.OneToOneField(Observation, on_delete=models.PROTECT, related_name="left_unanswered")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("osservazione rimasta senza risposta")
        verbose_name_plural = _("osservazioni rimaste senza risposta")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.override_id}:{self.observation_id}"
