# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who acts for an organisation, with which powers and until when (Regolamento, art. 6)."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.enums import MandateRole, PartnerState, Power, SeatKind

WHOLE_DISTRICT = "distretto"


def day_of(moment: datetime) -> date:
    """Return the day that it is in Italy at this moment: mandates end at midnight there."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates, and whether they hold."""

    def active_at(self, moment: datetime) -> MandateQuerySet:
        """Keep those that hold: begun, not over, not revoked, of a person and a partner still there."""
        day = day_of(moment)
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day) | Q(prolonged_until__gte=day),
            starts_on__lte=day,
            revoked_at__isnull=True,
            user__is_active=True,
            partner__state=PartnerState.ADMITTED,
        )

    def held_at(self, moment: datetime) -> MandateQuerySet:
        """Keep those that held at a moment of the past, whatever became of person, partner or mandate since."""
        day = day_of(moment)
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day) | Q(prolonged_until__gte=day),
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=moment),
            starts_on__lte=day,
        )

    def for_a_partner(self) -> MandateQuerySet:
        """Leave out those that many organisations gave together: they say nothing for one of them."""
        return self.filter(Q(seat=None) | Q(seat__kind=SeatKind.SINGLE))

    def for_many(self) -> MandateQuerySet:
        """Keep those that hold a collective seat."""
        return self.filter(seat__kind=SeatKind.COLLECTIVE)

    def with_power(self, power: Power) -> MandateQuerySet:
        """Keep those that give this power."""
        field = {Power.SPEAK: "can_speak", Power.VOTE: "can_vote", Power.SIGN: "can_sign"}[power]
        return self.filter(**{field: True})

    def covering(self, scope: str) -> MandateQuerySet:
        """Keep those that hold in a scope: a mandate for the whole Distretto holds everywhere."""
        return self.filter(scope__in={WHOLE_DISTRICT, scope})


class Mandate(models.Model):
    """A person may speak, vote or sign for an organisation, in a scope, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("persona"), on_delete=models.PROTECT, related_name="mandates"
    )
    partner = models.ForeignKey(
        "partners.Partner", verbose_name=_("partner"), on_delete=models.PROTECT, related_name="mandates"
    )
    role = models.CharField(_("ruolo"), max_length=20, choices=MandateRole.choices, default=MandateRole.DELEGATE)
    can_speak = models.BooleanField(_("può parlare"), default=True)
    can_vote = models.BooleanField(_("può votare"), default=False)
    can_sign = models.BooleanField(_("può firmare"), default=False)
    seat = models.ForeignKey(
        "partners.Seat",
        verbose_name=_("seggio"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="mandates",
    )
    designation = models.ForeignKey(
        "partners.Designation", null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="mandates",
    )  # fmt: skip
    scope = models.CharField(_("dove vale"), max_length=40, default=WHOLE_DISTRICT)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al, compreso"), null=True, blank=True)
    prolonged_until = models.DateField(_("prolungato fino al, compreso"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revocato il"), null=True, blank=True, editable=False)
    act_number = models.CharField(_("numero dell'atto"), max_length=40, blank=True)
    act_date = models.DateField(_("data dell'atto"), null=True, blank=True)
    act_body = models.CharField(_("organo che lo ha deciso"), max_length=150, blank=True)
    act_file = models.ForeignKey(
        "core.PrivateUpload",
        verbose_name=_("copia dell'atto"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_name_public = models.BooleanField(_("il nome compare sul sito"), default=False)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandato")
        verbose_name_plural = _("mandati")
        ordering = ["partner__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="mandate_ends_after_it_starts",
                violation_error_message=_("L'ultimo giorno viene prima del primo."),
            ),
            models.CheckConstraint(
                condition=Q(can_speak=True) | Q(can_vote=True) | Q(can_sign=True),
                name="mandate_gives_a_power",
                violation_error_message=_("Scegli almeno un potere: parlare, votare o firmare."),
            ),
        ]
        indexes = [models.Index(fields=("user", "starts_on", "ends_on"), name="mandate_of_user")]

    def __str__(self) -> str:
        """Give only numbers: Wagtail's log stores this text for ever."""
        return f"mandato {self.pk}"

    def person(self) -> str:
        """Return who holds it, for staff: name, or the address when there is no name."""
        return self.user.get_full_name() or self.user.email

    @property
    def is_for_whole_district(self) -> bool:
        """Whether it holds everywhere: who has such a one looks after the partner's data too."""
        return self.scope == WHOLE_DISTRICT

    @property
    def powers(self) -> list[Power]:
        """What it allows, in words that people read."""
        pairs = ((Power.SPEAK, self.can_speak), (Power.VOTE, self.can_vote), (Power.SIGN, self.can_sign))
        return [power for power, is_given in pairs if is_given]

    def holds_at(self, moment: datetime) -> bool:
        """Return whether its own dates hold; whether person and partner are still there is asked by `active_at`."""
        day = day_of(moment)
        return self.revoked_at is None and self.starts_on <= day and (self.last_day is None or day <= self.last_day)

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, with what staff prolonged; none when it has no end."""
        if self.ends_on is None or self.prolonged_until is None:
            return self.ends_on
        return max(self.ends_on, self.prolonged_until)

    def is_prolonged_at(self, moment: datetime) -> bool:
        """Return whether it holds only because staff prolonged it."""
        return self.holds_at(moment) and self.ends_on is not None and day_of(moment) > self.ends_on


class MandateProlongation(models.Model):
    """Staff let a mandate hold while its renewal is under way: until when and why. Never changed, never deleted."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="prolongations")
    until = models.DateField(_("fino al, compreso"))
    reason = models.TextField(_("motivo"))
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("deciso il"))

    class Meta:
        verbose_name = _("prolungamento di un mandato")
        verbose_name_plural = _("prolungamenti dei mandati")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"prolungamento {self.pk}"
