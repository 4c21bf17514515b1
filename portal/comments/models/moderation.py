# SPDX-License-Identifier: AGPL-3.0-or-later
"""What moderators decided and what readers reported."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.comments import enums
from portal.comments.models.observation import Observation, ObservationRevision


class ModerationDecision(models.Model):
    """One decision about one revision; never changed."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="decisions")
    revision = models.ForeignKey(ObservationRevision, null=True, on_delete=models.PROTECT, related_name="decisions")
    decision = models.CharField(_("decisione"), max_length=8, choices=enums.Decision.choices)
    reason = models.CharField(_("motivo"), max_length=16, choices=enums.HidingReason.choices, blank=True)
    message = models.TextField(_("testo per chi ha scritto"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decisa il"))

    class Meta:
        verbose_name = _("decisione di moderazione")
        verbose_name_plural = _("decisioni di moderazione")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.decision} {self.observation_id}"


class Report(models.Model):
    """A reader asks the moderators to look at a published observation."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="reports")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("motivo"), max_length=16, choices=enums.ReportReason.choices)
    text = models.TextField(_("spiegazione"), blank=True, max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("segnalazione di un'osservazione")
        verbose_name_plural = _("segnalazioni di osservazioni")
        constraints = [models.UniqueConstraint(fields=("observation", "user"), name="report_once_per_person")]

    def __str__(self) -> str:
        return f"{self.reason} {self.observation_id}"
