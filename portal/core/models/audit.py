# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit trail (Regolamento, art. 15): rows are added and never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One deed. Holds ids only; what is personal stands in `AuditText`, which can be emptied.

    No foreign key: an append-only row must not stop another from being emptied.
    """

    moment = models.DateTimeField(_("momento"), db_index=True)
    actor_id = models.BigIntegerField(_("chi"), null=True, db_index=True)
    partner_id = models.BigIntegerField(_("per quale partner"), null=True)
    action = models.CharField(_("azione"), max_length=80, db_index=True)
    target_kind = models.CharField(_("su che cosa"), max_length=80)
    target_id = models.CharField(_("identità"), max_length=64)
    text_hash = models.CharField(_("impronta salata del testo"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("azione registrata")
        verbose_name_plural = _("azioni registrate")
        indexes = [models.Index(fields=("target_kind", "target_id"), name="audit_target")]

    def __str__(self) -> str:
        return f"{self.action} {self.target_kind}:{self.target_id}"


class AuditText(models.Model):
    """What stood before, what stands after, and why: beside the event so that it can be emptied."""

    event = models.OneToOneField(AuditEvent, on_delete=models.DO_NOTHING, primary_key=True, related_name="text")
    salt = models.CharField(max_length=32)
    body = models.JSONField(_("prima, dopo, motivo, nomi"), default=dict)

    class Meta:
        verbose_name = _("testo di un'azione")
        verbose_name_plural = _("testi delle azioni")

    def __str__(self) -> str:
        return f"testo di {self.event_id}"


class AuditSeal(models.Model):
    """A link of the hash chain: names the rows that it covers, so that late commits fork nothing."""

    sealed_at = models.DateTimeField()
    event_ids = models.JSONField()
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("sigillo")
        verbose_name_plural = _("sigilli")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.hash


class AuditSealedEvent(models.Model):
    """Which seal covers an event; one row for each event, so that none is sealed twice."""

    event = models.OneToOneField(AuditEvent, on_delete=models.DO_NOTHING, primary_key=True, related_name="sealed")
    seal = models.ForeignKey(AuditSeal, on_delete=models.DO_NOTHING, related_name="sealed_events")

    class Meta:
        verbose_name = _("azione sigillata")
        verbose_name_plural = _("azioni sigillate")

    def __str__(self) -> str:
        return f"azione {self.event_id} nel sigillo {self.seal_id}"
