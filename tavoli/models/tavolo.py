# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables where the social plan is agreed (Regolamento, art. 6), and who sits there."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from partners.enums import PartnerKind
from portal.core import audiences
from tavoli.enums import TavoloKind, TavoloState, Visibility

TAVOLO_TOKEN = "tavolo:"  # noqa: S105 -- the beginning of an audience's name


def tavoli_in(tokens: frozenset[str]) -> list[str]:
    """Return the ids of the tavoli that these tokens open."""
    return [token.removeprefix(TAVOLO_TOKEN) for token in tokens if token.startswith(TAVOLO_TOKEN)]


class TavoloQuerySet(models.QuerySet["Tavolo"]):
    """Tavoli, as somebody may see them."""

    def for_audience(self, tokens: frozenset[str]) -> TavoloQuerySet:
        """Keep what the holder of these tokens may read; a reserved tavolo is for its members and for staff."""
        if audiences.STAFF in tokens:
            return self.all()
        return self.filter(~Q(visibility=Visibility.RESERVED) | Q(pk__in=tavoli_in(tokens)))

    def not_closed(self) -> TavoloQuerySet:
        """Keep those still at work, or only suspended."""
        return self.exclude(state=TavoloState.CLOSED)


class Tavolo(ClusterableModel):
    """A *tavolo*: organisations that meet on a subject, called together by the Ufficio di Piano."""

    name = models.CharField(_("nome"), max_length=200)
    slug = models.SlugField(_("indirizzo della pagina"), max_length=120, unique=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=TavoloKind.choices, default=TavoloKind.CONCERTATION)
    area = models.ForeignKey(
        "core.Area",
        verbose_name=_("area di intervento"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tavoli",
    )
    purpose = models.TextField(_("di che cosa si occupa"), blank=True)
    how_to_join = models.TextField(_("come si partecipa"), blank=True)
    visibility = models.CharField(
        _("chi può leggere"), max_length=12, choices=Visibility.choices, default=Visibility.PUBLIC
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("chi coordina"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="coordinated_tavoli",
    )
    state = models.CharField(_("stato"), max_length=12, choices=TavoloState.choices, default=TavoloState.CONSTITUTED)

    objects = TavoloQuerySet.as_manager()

    class Meta:
        verbose_name = _("tavolo")
        verbose_name_plural = _("tavoli")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the tavolo's page."""
        return reverse("tavoli:detail", args=[self.slug])

    @property
    def url(self) -> str:
        """The address of the tavolo's page."""
        return self.get_absolute_url()

    @property
    def token(self) -> str:
        """What its members hold."""
        return f"{TAVOLO_TOKEN}{self.pk}"

    @property
    def audience(self) -> frozenset[str]:
        """Whoever holds one of these tokens may read its page."""
        return frozenset({self.token, audiences.STAFF}) if self.is_reserved else audiences.EVERYBODY

    @property
    def is_reserved(self) -> bool:
        """Whether only members and staff may know that it exists."""
        return self.visibility == Visibility.RESERVED

    @property
    def is_closed(self) -> bool:
        """Whether its work is over; its page stays."""
        return self.state == TavoloState.CLOSED

    def is_member(self, tokens: frozenset[str]) -> bool:
        """Return whether the holder of these tokens sits at it, coordinates it or is staff."""
        return not tokens.isdisjoint({self.token, audiences.STAFF})

    def shows_work_to(self, tokens: frozenset[str]) -> bool:
        """Return whether agenda, place and notes of the meetings are shown, and not only dates and verbali."""
        return self.shows_work_to_everybody or self.is_member(tokens)

    @property
    def shows_work_to_everybody(self) -> bool:
        """Whether agenda, place and notes of the meetings are for everybody."""
        return self.visibility == Visibility.PUBLIC


class TavoloSeat(models.Model):
    """A place at a tavolo, held by an organisation; one may be kept for organisations of users (art. 14)."""

    tavolo = ParentalKey(Tavolo, verbose_name=_("tavolo"), on_delete=models.CASCADE, related_name="seats")
    partner = models.ForeignKey(
        "partners.Partner",
        verbose_name=_("partner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tavolo_seats",
    )
    is_for_users = models.BooleanField(_("posto riservato a un'organizzazione di utenti e familiari"), default=False)

    class Meta:
        verbose_name = _("posto al tavolo")
        verbose_name_plural = _("posti al tavolo")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("tavolo", "partner"),
                name="tavolo_seat_once_for_each_partner",
                violation_error_message=_("Questa organizzazione siede già al tavolo."),
            ),
            models.CheckConstraint(
                condition=Q(partner__isnull=False) | Q(is_for_users=True),
                name="tavolo_seat_empty_only_if_kept",
                violation_error_message=_(
                    "Un posto senza organizzazione può essere solo quello riservato agli utenti."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tavolo_id} · {self.partner_id}"

    def clean(self) -> None:
        """Refuse another kind of organisation on the seat kept for users' ones.

        :raises ValidationError: the seat is kept, and the partner is not an organisation of users or families.
        """
        if self.is_for_users and self.partner and self.partner.kind != PartnerKind.USERS_ORGANISATION:
            raise ValidationError(_("Questo posto è riservato a un'organizzazione di utenti e familiari."))
