# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the register is kept true: changes of verified data, yearly confirmations, reminders that were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.enums import ChangeState, ConfirmationDoor
from partners.models.partner import Partner


class PartnerChange(models.Model):
    """A change of verified data that the partner asks for: the old data stay until the office decides."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="changes", verbose_name=_("partner"))
    values = models.JSONField(_("dati nuovi"), default=dict)
    before = models.JSONField(_("dati di prima"), default=dict)
    note = models.TextField(_("perché cambiano"), blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("chiesta il"))
    state = models.CharField(_("stato"), max_length=12, choices=ChangeState.choices, default=ChangeState.WAITING)
    reason = models.TextField(_("motivo della decisione"), blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("decisa il"), null=True)

    class Meta:
        verbose_name = _("modifica da verificare")
        verbose_name_plural = _("modifiche da verificare")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("partner",), condition=models.Q(state=ChangeState.WAITING), name="partner_change_one_waiting"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=ChangeState.REFUSED) | ~models.Q(reason=""),
                name="partner_change_refused_has_reason",
                violation_error_message=_("Scrivi il motivo: l'organizzazione lo legge."),
            ),
        ]

    def __str__(self) -> str:
        return f"modifica {self.pk}"

    def rows(self) -> list[tuple[str, str, str]]:
        """Return each datum with its label, as it was and as it is asked, in words."""
        found = []
        for name, value in self.values.items():
            field = Partner._meta.get_field(name)
            words = dict(getattr(field, "flatchoices", []) or [])
            before = self.before.get(name, "")
            label = str(getattr(field, "verbose_name", name))
            found.append((label, str(words.get(before, before)), str(words.get(value, value))))
        return found


class PartnerConfirmation(models.Model):
    """Somebody said that the data of a partner are right."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="confirmations")
    moment = models.DateTimeField(_("momento"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    door = models.CharField(_("come"), max_length=8, choices=ConfirmationDoor.choices)

    class Meta:
        verbose_name = _("conferma dei dati")
        verbose_name_plural = _("conferme dei dati")
        ordering = ["-moment", "-pk"]

    def __str__(self) -> str:
        return f"conferma {self.pk}"


class PartnerReminder(models.Model):
    """A reminder that was sent, once for each date and each distance from it: what was missed is made up once."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField(_("scadenza"))
    days = models.SmallIntegerField(_("giorni prima"))
    sent_at = models.DateTimeField(_("mandato il"))

    class Meta:
        verbose_name = _("promemoria mandato")
        verbose_name_plural = _("promemoria mandati")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=("partner", "due_on", "days"), name="partner_reminder_once")]

    def __str__(self) -> str:
        return f"promemoria {self.pk}"
