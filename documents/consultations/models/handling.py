# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the office works at a contribution before it answers: who has it in hand, what they tell each other."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.comments.models import Observation

LONGEST_NOTE = 4000


class Handling(models.Model):
    """A contribution is being looked into (*in esame*), perhaps by a person it was given to. Never public."""

    observation = models.OneToOneField(Observation, on_delete=models.PROTECT, related_name="handling")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("assegnata a"),
    )
    started_at = models.DateTimeField(_("in esame dal"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lavorazione di un'osservazione")
        verbose_name_plural = _("lavorazioni delle osservazioni")

    def __str__(self) -> str:
        return f"lavorazione {self.pk}"


class Note(models.Model):
    """A word among colleagues about a contribution. It is shown and exported to nobody else."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField(_("nota"), max_length=LONGEST_NOTE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("scritta il"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("nota interna")
        verbose_name_plural = _("note interne")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"nota {self.pk}"
