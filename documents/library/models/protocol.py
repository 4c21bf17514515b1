# SPDX-License-Identifier: AGPL-3.0-or-later
"""Protocolli d'intesa and other agreements (Regolamento, art. 6)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from documents.library import enums
from documents.library.models.document import Document
from portal.core import audiences


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    """Agreements, as somebody may see them."""

    def for_audience(self, tokens: frozenset[str]) -> ProtocolQuerySet:
        """Keep what the holder of these tokens may read; staff may read all."""
        if audiences.STAFF in tokens:
            return self.all()
        return self.filter(audience__in=tokens)

    def in_force_on(self, day: date) -> ProtocolQuerySet:
        """Keep those that bind on a day."""
        return self.filter(models.Q(in_force_to=None) | models.Q(in_force_to__gte=day), in_force_from__lte=day)


class Protocol(ClusterableModel):
    """An agreement between bodies: who signed, what each owes, from when to when."""

    title = models.CharField(_("titolo"), max_length=250)
    slug = models.SlugField(_("indirizzo della pagina"), max_length=120, unique=True)
    kind = models.CharField(_("tipo"), max_length=12, choices=enums.ProtocolKind.choices)
    number = models.CharField(_("numero"), max_length=40, blank=True)
    signed_on = models.DateField(_("firmato il"))
    subject = models.TextField(_("che cosa prevede"))
    obligations = models.TextField(_("impegni di chi firma"), blank=True)
    area = models.ForeignKey(
        "core.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="protocols", verbose_name=_("area")
    )
    in_force_from = models.DateField(_("in vigore dal"))
    in_force_to = models.DateField(_("in vigore fino al"), null=True, blank=True)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="protocols",
        verbose_name=_("testo firmato"),
    )
    audience = models.CharField(_("chi può leggerlo"), max_length=40, default=audiences.PUBLIC, db_index=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = _("protocollo d'intesa")
        verbose_name_plural = _("protocolli d'intesa")
        ordering = ["-signed_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(in_force_to=None) | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="protocol_ends_after_it_starts",
                violation_error_message=_("La fine non può venire prima dell'inizio."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("library:protocol", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it."""
        return self.audience == audiences.PUBLIC

    def force_on(self, day: date) -> enums.Force:
        """Return whether it binds on a day: a function of its dates and nothing else."""
        return enums.force_on(day, self.in_force_from, self.in_force_to)


class ProtocolParty(models.Model):
    """A partner that signed, and in what role."""

    protocol = ParentalKey(Protocol, on_delete=models.CASCADE, related_name="parties")
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="protocol_parties", verbose_name=_("partner")
    )
    role = models.CharField(_("ruolo"), max_length=120, blank=True, help_text=_("Per esempio: capofila, gestore."))

    class Meta:
        verbose_name = _("firmatario")
        verbose_name_plural = _("firmatari")
        constraints = [models.UniqueConstraint(fields=("protocol", "partner"), name="protocol_party_once")]

    def __str__(self) -> str:
        return f"{self.protocol_id}:{self.partner_id}"
