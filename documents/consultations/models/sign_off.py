# SPDX-License-Identifier: AGPL-3.0-or-later
"""The agreement of the Distretto della Salute on sections called socio-sanitarie (Regolamento, art. 6)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations import enums
from documents.consultations.models.identity import Section
from portal.core.models import PrivateUpload

SHORTEST_REMARKS = 15


class SignOffRequest(models.Model):
    """A section was ready with these words, and the referent was asked; `due_date` is the last day to answer."""

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="sign_off_requests")
    digest = models.CharField(_("impronta SHA-256 delle parole"), max_length=64)
    asked_at = models.DateTimeField(_("chiesta il"))
    due_date = models.DateField(_("entro il"))

    class Meta:
        verbose_name = _("richiesta di firma")
        verbose_name_plural = _("richieste di firma")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=("section", "digest"), name="sign_off_asked_once")]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.digest[:8]}"


class SignOff(models.Model):
    """What was decided about exactly these words; other words need another. Never changed.

    Given by the referent on the site, or recorded by staff from a note of the health authority (`act_number`).
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="sign_offs")
    digest = models.CharField(_("impronta SHA-256 delle parole"), max_length=64)
    kind = models.CharField(_("che cosa"), max_length=10, choices=enums.SignOffKind.choices)
    words = models.TextField(_("osservazioni o motivo"), blank=True)
    signer = models.CharField(_("chi"), max_length=150, blank=True)
    act_number = models.CharField(_("numero della nota"), max_length=40, blank=True)
    act_date = models.DateField(_("data della nota"), null=True, blank=True)
    file = models.ForeignKey(
        PrivateUpload, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("copia")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("il"))

    class Meta:
        verbose_name = _("firma del Distretto della Salute")
        verbose_name_plural = _("firme del Distretto della Salute")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("section", "digest"),
                condition=models.Q(kind__in=("SIGNED", "OVERRIDDEN")),
                name="sign_off_settled_once",
            ),
            models.UniqueConstraint(
                fields=("section", "digest"), condition=models.Q(kind="SILENCE"), name="sign_off_silent_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=("RETURNED", "OVERRIDDEN")) | ~models.Q(words=""),
                name="sign_off_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.section_id}: {self.digest[:8]}"

    @property
    def settles(self) -> bool:
        """Whether the section may go into the *proposta definitiva*."""
        return self.kind in {enums.SignOffKind.SIGNED, enums.SignOffKind.OVERRIDDEN}
