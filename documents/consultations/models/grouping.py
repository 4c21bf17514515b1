# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contributions that make the same point: proposed by likeness of words or of meaning, decided by a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations.enums import GroupState
from documents.consultations.models.consultation import Consultation
from portal.comments.models import Observation


class LikeGroup(models.Model):
    """Some contributions that may be answered together. Never public."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="groups")
    state = models.CharField(_("stato"), max_length=10, choices=GroupState.choices, default=GroupState.PROPOSED)
    way = models.CharField(_("come è stato visto"), max_length=20)
    proposed_at = models.DateTimeField(_("proposto il"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("deciso il"), null=True)

    class Meta:
        verbose_name = _("gruppo di osservazioni simili")
        verbose_name_plural = _("gruppi di osservazioni simili")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"gruppo {self.pk}"


class LikeMember(models.Model):
    """A contribution in a group: proposed (nobody has said), in, or out."""

    group = models.ForeignKey(LikeGroup, on_delete=models.CASCADE, related_name="members")
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="like_memberships")
    likeness = models.FloatField(_("somiglianza"), default=0)
    is_in = models.BooleanField(_("ne fa parte"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("osservazione di un gruppo")
        verbose_name_plural = _("osservazioni di un gruppo")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("group", "observation"), name="like_member_once"),
            models.UniqueConstraint(
                fields=("observation",), condition=models.Q(is_in=True), name="like_member_in_one_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id}:{self.observation_id}"
