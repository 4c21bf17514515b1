# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents that an organisation hands in about itself, each with its own expiry; never public."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.enums import PaperKind
from partners.models.partner import Partner


class PartnerPaper(models.Model):
    """A document of a partner (statute, insurance, balance): read by its people and by the office."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="papers", verbose_name=_("partner"))
    kind = models.CharField(_("che cos'è"), max_length=20, choices=PaperKind.choices)
    title = models.CharField(_("titolo"), max_length=150, blank=True)
    file = models.ForeignKey(
        "core.PrivateUpload", verbose_name=_("file"), on_delete=models.PROTECT, related_name="+", editable=False
    )
    issued_on = models.DateField(_("data del documento"), null=True, blank=True)
    expires_on = models.DateField(_("vale fino al, compreso"), null=True, blank=True)
    added_at = models.DateTimeField(_("consegnato il"), auto_now_add=True)
    removed_at = models.DateTimeField(_("tolto il"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("documento di un partner")
        verbose_name_plural = _("documenti dei partner")
        ordering = ["kind", "-added_at", "-pk"]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())

    def is_expired_on(self, day: date) -> bool:
        """Return whether it was over on this day."""
        return self.expires_on is not None and self.expires_on < day
