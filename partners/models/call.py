# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public call to join the Distretto: what it asks, until when, and every change of its deadline."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel


class CallQuerySet(models.QuerySet["Call"]):
    """Calls, by where they are in time."""

    def published(self) -> CallQuerySet:
        """Keep those that everybody may read."""
        return self.filter(is_published=True)

    def open_at(self, moment: datetime) -> CallQuerySet:
        """Keep those that take applications at this moment."""
        return self.published().filter(Q(closes_at=None) | Q(closes_at__gt=moment), opens_at__lte=moment)


class Call(ClusterableModel):
    """A public call (*avviso*): anyone who meets its criteria may apply until it closes; without an end, always."""

    title = models.CharField(_("titolo"), max_length=200)
    slug = models.SlugField(_("indirizzo della pagina"), max_length=120, unique=True)
    purpose = models.TextField(_("a che cosa serve aderire"))
    who_may_join = models.TextField(_("chi può chiedere"), blank=True)
    what_happens = models.TextField(_("che cosa succede dopo"), blank=True)
    act_number = models.CharField(_("numero dell'atto"), max_length=40, blank=True)
    act_date = models.DateField(_("data dell'atto"), null=True, blank=True)
    act_body = models.CharField(_("organo che lo ha deciso"), max_length=150, blank=True)
    opens_at = models.DateTimeField(_("si apre"))
    closes_at = models.DateTimeField(_("si chiude"), null=True, blank=True)
    is_published = models.BooleanField(_("pubblicato"), default=False)
    decision_days = models.PositiveSmallIntegerField(
        _("giorni per decidere"), default=30, validators=[MinValueValidator(1), MaxValueValidator(180)]
    )
    integration_days = models.PositiveSmallIntegerField(
        _("giorni per integrare"), default=15, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    mandate_months = models.PositiveSmallIntegerField(
        _("mesi di durata del primo mandato"), default=36, validators=[MinValueValidator(1), MaxValueValidator(120)]
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = _("avviso di adesione")
        verbose_name_plural = _("avvisi di adesione")
        ordering = ["-opens_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="call_closes_after_opening",
                violation_error_message=_("L'avviso si chiude prima di aprirsi."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("partners:call", args=[self.slug])

    @property
    def url(self) -> str:
        """The address of its page."""
        return self.get_absolute_url()

    def is_open_at(self, moment: datetime) -> bool:
        """Return whether it takes applications at this moment."""
        return self.is_published and self.opens_at <= moment and (self.closes_at is None or moment < self.closes_at)

    def is_over_at(self, moment: datetime) -> bool:
        """Return whether it is closed for good, unless somebody gives it more time."""
        return self.closes_at is not None and self.closes_at <= moment


class CallCriterion(models.Model):
    """One thing that must be true of who applies; staff tick it, who applies reads it before."""

    call = ParentalKey(Call, verbose_name=_("avviso"), on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("posizione"), default=0)
    label = models.CharField(_("criterio"), max_length=200)
    explanation = models.CharField(_("come si controlla"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("criterio")
        verbose_name_plural = _("criteri")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class CallAttachment(models.Model):
    """A document that the call wants, because no public register has it."""

    call = ParentalKey(Call, verbose_name=_("avviso"), on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField(_("posizione"), default=0)
    label = models.CharField(_("documento"), max_length=120)
    explanation = models.CharField(_("spiegazione"), max_length=300, blank=True)
    is_required = models.BooleanField(_("obbligatorio"), default=True)

    class Meta:
        verbose_name = _("documento richiesto")
        verbose_name_plural = _("documenti richiesti")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class CallExtension(models.Model):
    """A change of the closing of a call, with its public reason. Never changed, never deleted."""

    call = models.ForeignKey(Call, verbose_name=_("avviso"), on_delete=models.PROTECT, related_name="extensions")
    closed_at = models.DateTimeField(_("chiudeva"), null=True)
    closes_at = models.DateTimeField(_("chiude"), null=True)
    reason = models.TextField(_("motivo"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("deciso da"), on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("deciso il"))

    class Meta:
        verbose_name = _("proroga di un avviso")
        verbose_name_plural = _("proroghe degli avvisi")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"proroga {self.pk}"
