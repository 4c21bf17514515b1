# SPDX-License-Identifier: AGPL-3.0-or-later
"""Meetings of a tavolo, and the verbali that tell what was said."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from partners.validators import WebAddressValidator
from portal.core import audiences
from tavoli.enums import TavoloState, Visibility
from tavoli.models.tavolo import Tavolo, tavoli_in


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Meetings, as somebody may see them."""

    def for_audience(self, tokens: frozenset[str]) -> MeetingQuerySet:
        """Keep the meetings of tavoli that the holder of these tokens may read."""
        if audiences.STAFF in tokens:
            return self.all()
        return self.filter(~Q(tavolo__visibility=Visibility.RESERVED) | Q(tavolo_id__in=tavoli_in(tokens)))

    def to_come(self, moment: datetime) -> MeetingQuerySet:
        """Keep those that have not begun, of tavoli still at work, soonest first."""
        at_work = self.exclude(tavolo__state__in=[TavoloState.CLOSED, TavoloState.SUSPENDED])
        return at_work.filter(starts_at__gte=moment).order_by("starts_at", "pk")

    def held(self, moment: datetime) -> MeetingQuerySet:
        """Keep those that have begun or are over, latest first."""
        return self.filter(starts_at__lt=moment).order_by("-starts_at", "-pk")


class Meeting(ClusterableModel):
    """One meeting of a tavolo, in a place or at a distance."""

    tavolo = models.ForeignKey(Tavolo, verbose_name=_("tavolo"), on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("quando"), db_index=True)
    place = models.CharField(_("luogo"), max_length=150, blank=True)
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    link = models.URLField(
        _("collegamento per chi partecipa a distanza"), blank=True, validators=[WebAddressValidator()]
    )
    agenda = models.TextField(_("ordine del giorno"), blank=True)
    notes = models.TextField(_("da sapere prima di venire"), blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("incontro")
        verbose_name_plural = _("incontri")
        ordering = ["-starts_at", "pk"]

    def __str__(self) -> str:
        return f"incontro {self.pk}"

    @property
    def where(self) -> str:
        """The place in one line."""
        return ", ".join(part for part in (self.place, self.address) if part)


class Minutes(models.Model):
    """A *verbale*: a document of the library attached to the meeting that it tells."""

    meeting = ParentalKey(Meeting, verbose_name=_("incontro"), on_delete=models.CASCADE, related_name="minutes")
    document = models.ForeignKey(
        "library.Document", verbose_name=_("verbale"), on_delete=models.PROTECT, related_name="minutes_of"
    )

    class Meta:
        verbose_name = _("verbale")
        verbose_name_plural = _("verbali")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=("meeting", "document"), name="minutes_attached_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} · {self.document_id}"
