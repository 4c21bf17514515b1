# SPDX-License-Identifier: AGPL-3.0-or-later
"""What moderators decided and what readers reported."""

from __future__ import annotations

from datetime import datetime

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

    wagtail_reference_index_ignore = True

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
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("segnalazione di un'osservazione")
        verbose_name_plural = _("segnalazioni di osservazioni")
        constraints = [models.UniqueConstraint(fields=("observation", "user"), name="report_once_per_person")]

    def __str__(self) -> str:
        return f"{self.reason} {self.observation_id}"


class BanQuerySet(models.QuerySet["Ban"]):
    """Bans, narrowed."""

    def active_at(self, moment: datetime) -> BanQuerySet:
        """Return those that hold at this moment."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=moment), lifted_at=None)


class Ban(models.Model):
    """A person may not write for a time, or until somebody lifts it; what was said stays."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bans")
    reason = models.TextField(_("motivo"))
    until = models.DateTimeField(_("fino al"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("deciso il"))
    lifted_at = models.DateTimeField(_("tolto il"), null=True, blank=True)

    objects = BanQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sospensione dalla scrittura")
        verbose_name_plural = _("sospensioni dalla scrittura")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"sospensione {self.pk}"
