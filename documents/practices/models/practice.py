# SPDX-License-Identifier: AGPL-3.0-or-later
"""Good practices (Regolamento, art. 14): what worked, what did not, and what others may take from it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.practices.enums import PracticeState
from partners.models.partner import PARTNER_TOKEN
from portal.core import audiences


class PracticeQuerySet(models.QuerySet["Practice"]):
    """Practices, as somebody may see them."""

    def for_audience(self, tokens: frozenset[str]) -> PracticeQuerySet:
        """Keep what is published, what is of one's own organisation, and everything for staff."""
        if audiences.STAFF in tokens:
            return self.all()
        own = [token.removeprefix(PARTNER_TOKEN) for token in tokens if token.startswith(PARTNER_TOKEN)]
        return self.filter(Q(is_published=True) | Q(partner_id__in=own))


class Practice(models.Model):
    """An experience told so that others can repeat it: problem, actions, evidence, lessons, conditions."""

    title = models.CharField(_("titolo"), max_length=100)
    slug = models.SlugField(_("indirizzo della pagina"), max_length=120, unique=True)
    area = models.ForeignKey(
        "core.Area",
        verbose_name=_("area di intervento"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
    )
    partner = models.ForeignKey(
        "partners.Partner",
        verbose_name=_("chi l'ha fatta"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="practices",
    )
    state = models.CharField(_("stato"), max_length=12, choices=PracticeState.choices, default=PracticeState.PILOT)
    problem = models.TextField(_("il problema"))
    activities = models.TextField(_("che cosa si è fatto"))
    actors = models.TextField(_("chi ci ha lavorato"), blank=True)
    recipients = models.TextField(_("per chi"), blank=True)
    human_resources = models.TextField(_("persone impiegate"), blank=True)
    economic_resources = models.TextField(_("costi e fondi"), blank=True)
    starts_on = models.DateField(_("dal"), null=True, blank=True)
    ends_on = models.DateField(_("al"), null=True, blank=True)
    place = models.CharField(_("dove"), max_length=150, blank=True)
    evidence = models.TextField(_("che risultati ha dato"), blank=True)
    lessons = models.TextField(_("difficoltà e lezioni apprese"), blank=True)
    transferability = models.TextField(_("a quali condizioni si può ripetere"), blank=True)
    contact_email = models.EmailField(_("e-mail per saperne di più"), blank=True)
    contact_phone = models.CharField(_("telefono per saperne di più"), max_length=40, blank=True)
    documents = models.ManyToManyField(
        "library.Document", verbose_name=_("documenti"), blank=True, related_name="practices"
    )
    is_published = models.BooleanField(_("pubblicata"), default=False)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("buona pratica")
        verbose_name_plural = _("buone pratiche")
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="practice_ends_after_it_starts",
                violation_error_message=_("L'ultimo giorno viene prima del primo."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the practice's page."""
        return reverse("practices:detail", args=[self.slug])

    @property
    def url(self) -> str:
        """The address of the practice's page."""
        return self.get_absolute_url()

    @property
    def audience(self) -> frozenset[str]:
        """Whoever holds one of these tokens may read it."""
        if self.is_published:
            return audiences.EVERYBODY
        own = {f"{PARTNER_TOKEN}{self.partner_id}"} if self.partner_id else set()
        return frozenset({audiences.STAFF, *own})
