# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seats of the Distretto: whose they are. Who holds them is a mandate (Regolamento, art. 6)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.enums import SeatKind


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats, by whether they are there."""

    def there_on(self, day: date) -> SeatQuerySet:
        """Keep those that exist on a day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day), since__lte=day)


class Seat(models.Model):
    """A place in the Distretto: of one partner, or of many together that choose who holds it."""

    kind = models.CharField(_("di chi è"), max_length=12, choices=SeatKind.choices, default=SeatKind.SINGLE)
    name = models.CharField(_("nome"), max_length=200, blank=True)
    partner = models.ForeignKey(
        "partners.Partner",
        verbose_name=_("organizzazione"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
    )
    constituents = models.ManyToManyField(
        "partners.Partner",
        verbose_name=_("organizzazioni che lo scelgono insieme"),
        blank=True,
        related_name="collective_seats",
    )
    position = models.PositiveSmallIntegerField(_("posizione"), default=100)
    since = models.DateField(_("istituito il"))
    ended_on = models.DateField(_("fino al"), null=True, blank=True)
    act_number = models.CharField(_("numero dell'atto"), max_length=40, blank=True)
    act_date = models.DateField(_("data dell'atto"), null=True, blank=True)
    act_body = models.CharField(_("organo che lo ha deciso"), max_length=150, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seggio del Distretto")
        verbose_name_plural = _("seggi del Distretto")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=SeatKind.SINGLE) & Q(partner__isnull=False))
                | (Q(kind=SeatKind.COLLECTIVE) & Q(partner__isnull=True) & ~Q(name="")),
                name="seat_is_of_one_or_of_many",
                violation_error_message=_(
                    "Un seggio è di un'organizzazione, oppure è collettivo: allora ha un nome e nessuna organizzazione."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("since")),
                name="seat_ends_after_it_began",
                violation_error_message=_("L'ultimo giorno viene prima del primo."),
            ),
            models.UniqueConstraint(
                fields=("partner",),
                condition=Q(ended_on=None),
                name="seat_one_for_each_partner",
                violation_error_message=_("Questa organizzazione ha già un seggio."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"seggio {self.pk}"

    @property
    def is_collective(self) -> bool:
        """Whether many organisations choose together who holds it."""
        return self.kind == SeatKind.COLLECTIVE

    @property
    def url(self) -> str:
        """Where anyone reads who holds it now."""
        return f"{reverse('partners:governance')}#seggio-{self.pk}"

    @property
    def shown_name(self) -> str:
        """How readers call it: its name, or that of its organisation."""
        return self.name or (self.partner.name if self.partner else "")
