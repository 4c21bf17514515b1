# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contributions by other doors: many at once, and the code with which an author takes one as one's own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.comments import enums
from portal.comments.models.observation import Observation


class PaperBatch(models.Model):
    """Many contributions read from one file or one text: first looked at, then entered all together or not at all."""

    scope = models.CharField(_("consultazione"), max_length=40)
    source = models.CharField(_("da che cosa"), max_length=8, choices=enums.BatchSource.choices)
    name = models.CharField(_("nome del file"), max_length=150)
    sha256 = models.CharField(_("impronta"), max_length=64)
    state = models.CharField(
        _("stato"), max_length=8, choices=enums.BatchState.choices, default=enums.BatchState.PREVIEW
    )
    rows = models.JSONField(_("righe"), default=list)
    done_rows = models.PositiveIntegerField(_("righe controllate"), default=0)
    report = models.JSONField(_("che cosa non va"), default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("chiesto il"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("letta il"))
    entered_at = models.DateTimeField(_("inserita il"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lotto di contributi")
        verbose_name_plural = _("lotti di contributi")
        default_permissions = ()
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("scope", "sha256"), condition=models.Q(state="ENTERED"), name="batch_entered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"lotto {self.pk}"


class ClaimCode(models.Model):
    """A code on a printed slip: who types it takes the contribution as one's own. Only its hash is kept."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="claim_codes")
    code_hash = models.CharField(_("impronta del codice"), max_length=64, unique=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    issued_at = models.DateTimeField(_("dato il"))
    revoked_at = models.DateTimeField(_("revocato il"), null=True, blank=True)
    used_at = models.DateTimeField(_("usato il"), null=True, blank=True)
    used_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("codice per chi ha scritto")
        verbose_name_plural = _("codici per chi ha scritto")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("observation",),
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
                name="claim_code_one_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(used_at__isnull=True) | models.Q(revoked_at__isnull=True),
                name="claim_code_used_or_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"codice {self.pk}"
