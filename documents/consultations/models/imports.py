# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was understood of a draft, waiting for somebody to say that it is right."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations.models.text import Text


class ImportDraft(models.Model):
    """A draft read from a file or from pasted words; kept here so that no error loses it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("letta il"), auto_now_add=True)
    source_name = models.CharField(_("da dove viene"), max_length=250)
    source_sha256 = models.CharField(_("impronta del file"), max_length=64)
    parsed = models.JSONField(_("che cosa abbiamo capito"))
    text = models.ForeignKey(
        Text, null=True, blank=True, on_delete=models.PROTECT, related_name="imports", verbose_name=_("testo creato")
    )

    class Meta:
        verbose_name = _("bozza letta")
        verbose_name_plural = _("bozze lette")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.source_name
