# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public list of the RUNTS as it was last read; legal representatives are personal data and are not kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.enums import ImportState, RuntsSection


class RuntsRecordQuerySet(models.QuerySet["RuntsRecord"]):
    """Bodies of the list."""

    def listed(self) -> RuntsRecordQuerySet:
        """Keep those that the last list named."""
        return self.filter(is_listed=True)


class RuntsRecord(models.Model):
    """A body of the national register of the third sector, as the public list tells it."""

    fiscal_code = models.CharField(_("codice fiscale"), max_length=11, unique=True)
    number = models.CharField(_("repertorio"), max_length=20, blank=True)
    name = models.CharField(_("denominazione"), max_length=255)
    section = models.CharField(_("sezione"), max_length=20, choices=RuntsSection.choices)
    is_network = models.BooleanField(_("anche nella sezione delle reti"), default=False)
    network = models.CharField(_("rete associativa"), max_length=255, blank=True)
    municipality = models.CharField(_("comune della sede legale"), max_length=80, blank=True)
    province = models.CharField(_("provincia"), max_length=40, blank=True)
    is_in_five_per_thousand = models.BooleanField(_("iscritto al cinque per mille"), default=False)
    registered_on = models.DateField(_("iscritto dal"), null=True, blank=True)
    is_listed = models.BooleanField(_("nell'ultimo elenco"), default=True)
    missing_since = models.DateField(_("non più in elenco dal"), null=True, blank=True)
    seen_in = models.ForeignKey(
        "partners.RuntsImport", null=True, on_delete=models.SET_NULL, related_name="records", editable=False
    )

    objects = RuntsRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("ente del RUNTS")
        verbose_name_plural = _("enti del RUNTS")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class RuntsImport(models.Model):
    """One reading of a list of the RUNTS, with its report."""

    started_at = models.DateTimeField(_("momento"), db_index=True)
    finished_at = models.DateTimeField(_("finita il"), null=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("chi"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    file_name = models.CharField(_("file"), max_length=255)
    file = models.ForeignKey("core.PrivateUpload", null=True, on_delete=models.SET_NULL, related_name="+")
    is_dry_run = models.BooleanField(_("solo prova"), default=False)
    state = models.CharField(_("stato"), max_length=12, choices=ImportState.choices, default=ImportState.WAITING)
    total_rows = models.PositiveIntegerField(_("righe lette"), default=0)
    new_count = models.PositiveIntegerField(_("enti nuovi"), default=0)
    changed_count = models.PositiveIntegerField(_("enti cambiati"), default=0)
    same_count = models.PositiveIntegerField(_("enti come prima"), default=0)
    missing_count = models.PositiveIntegerField(_("enti non più in elenco"), default=0)
    refused_count = models.PositiveIntegerField(_("righe non lette"), default=0)
    report = models.JSONField(_("rapporto"), default=dict, blank=True)

    class Meta:
        verbose_name = _("lettura dell'elenco RUNTS")
        verbose_name_plural = _("letture dell'elenco RUNTS")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
