# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works in the office, and how many people the Regolamento wants for each function (art. 7)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class StaffFunction(models.Model):
    """A function of the office, with its category and the least number of people."""

    name = models.CharField(_("funzione"), max_length=120)
    category = models.CharField(_("categoria"), max_length=40, blank=True)
    minimum = models.PositiveSmallIntegerField(_("quante persone almeno"), default=1)
    position = models.PositiveSmallIntegerField(_("posizione"), default=100)

    class Meta:
        verbose_name = _("funzione dell'ufficio")
        verbose_name_plural = _("funzioni dell'ufficio")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=("name", "category"), name="staff_function_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.category})" if self.category else self.name


class StaffPositionQuerySet(models.QuerySet["StaffPosition"]):
    """Positions, by whether somebody holds them."""

    def held_on(self, day: date) -> StaffPositionQuerySet:
        """Keep those that hold on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)


class StaffPosition(models.Model):
    """A person holds a function of the office from a day to a day. Public: the name and the role, nothing else."""

    function = models.ForeignKey(
        StaffFunction, verbose_name=_("funzione"), on_delete=models.PROTECT, related_name="positions"
    )
    holder_name = models.CharField(_("nome e cognome"), max_length=120)
    title = models.CharField(_("ruolo, come si legge in pubblico"), max_length=120, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al, compreso"), null=True, blank=True)

    objects = StaffPositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("posizione nell'ufficio")
        verbose_name_plural = _("posizioni nell'ufficio")
        ordering = ["function__position", "starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="staff_position_ends_after_it_starts",
                violation_error_message=_("L'ultimo giorno viene prima del primo."),
            )
        ]

    def __str__(self) -> str:
        return f"posizione {self.pk}"
