# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers that came back in a table, read and waiting for somebody to say that they are right."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations.models.consultation import Consultation


class AnswerSheet(models.Model):
    """The rows of a table that change an answer; emptied when they were prepared, or after a week."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("letta il"))
    source_name = models.CharField(_("da dove viene"), max_length=250)
    rows = models.JSONField(_("righe"), default=list)
    applied_at = models.DateTimeField(_("preparate il"), null=True)

    class Meta:
        verbose_name = _("tabella di risposte")
        verbose_name_plural = _("tabelle di risposte")

    def __str__(self) -> str:
        return self.source_name
