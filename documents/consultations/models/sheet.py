# SPDX-License-Identifier: AGPL-3.0-or-later
"""Answers that came back in a table, read and waiting for somebody to say that they are right."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations.enums import SheetState
from documents.consultations.models.consultation import Consultation


class AnswerSheet(models.Model):
    """The rows of a table that change an answer; emptied when they were prepared, or after a week.

    While a long table is being read, `rows` holds its cells as they were typed; see Note [A long table].
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("letta il"))
    source_name = models.CharField(_("da dove viene"), max_length=250)
    rows = models.JSONField(_("righe"), default=list)
    state = models.CharField(_("stato"), max_length=8, choices=SheetState.choices, default=SheetState.READ)
    total_rows = models.PositiveIntegerField(_("righe"), default=0)
    done_rows = models.PositiveIntegerField(_("righe lette"), default=0)
    report = models.JSONField(_("che cosa non va"), default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("chiesto il"), null=True)
    applied_at = models.DateTimeField(_("preparate il"), null=True)

    class Meta:
        verbose_name = _("tabella di risposte")
        verbose_name_plural = _("tabelle di risposte")

    def __str__(self) -> str:
        return self.source_name

    @property
    def is_ready(self) -> bool:
        """Whether it was read, and something was found to prepare; also when it was prepared already."""
        is_read = self.state not in {SheetState.READING, SheetState.WRONG}
        return is_read and (bool(self.rows) or self.applied_at is not None)
