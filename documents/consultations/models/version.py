# SPDX-License-Identifier: AGPL-3.0-or-later
"""Frozen versions. Nothing here is ever updated; a later step of a version is a row of its own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations import enums
from documents.consultations.models.identity import Paragraph, Section
from documents.consultations.models.text import Text


class Version(models.Model):
    """A text as it stood at one moment, with its SHA-256 and an address that answers for ever."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("numero"))
    title = models.CharField(_("titolo"), max_length=250)
    note = models.TextField(_("nota alla versione"), blank=True)
    published_at = models.DateTimeField(_("pubblicata il"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+"
    )
    sha256 = models.CharField(_("impronta SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("versione")
        verbose_name_plural = _("versioni")
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(fields=("text", "number"), name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.title}, versione {self.number}"


class VersionStage(models.Model):
    """A step that a version took, with its act: *in consultazione*, *proposta definitiva*, *adottata*, *approvata*."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField(_("stato"), max_length=12, choices=enums.Stage.choices)
    reached_at = models.DateTimeField(_("dal"))
    act_number = models.CharField(_("numero dell'atto"), max_length=40, blank=True)
    act_body = models.CharField(_("organo"), max_length=120, blank=True)
    act_date = models.DateField(_("data dell'atto"), null=True, blank=True)
    note = models.TextField(_("nota"), blank=True)

    class Meta:
        verbose_name = _("stato di una versione")
        verbose_name_plural = _("stati delle versioni")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("version", "stage"), name="version_stage_once"),
            models.CheckConstraint(
                condition=~models.Q(stage__in=("ADOPTED", "APPROVED"))
                | (~models.Q(act_number="") & ~models.Q(act_body="") & models.Q(act_date__isnull=False)),
                name="version_stage_needs_its_act",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.stage}"


class VersionSection(models.Model):
    """A section as it stood in a version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="sections")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="twins")
    position = models.PositiveSmallIntegerField(_("posizione"))
    slug = models.SlugField(_("indirizzo"), max_length=255)
    title = models.CharField(_("titolo"), max_length=250)

    class Meta:
        verbose_name = _("sezione di una versione")
        verbose_name_plural = _("sezioni delle versioni")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=("version", "section"), name="version_section_once"),
            models.UniqueConstraint(fields=("version", "slug"), name="version_section_slug_once"),
            models.UniqueConstraint(fields=("version", "position"), name="version_section_position_once"),
        ]

    def __str__(self) -> str:
        return self.title


class VersionParagraph(models.Model):
    """A paragraph or a sub-heading as it stood in a version.

    `position` runs through all blocks of the text from 1, `number` (what readers see) through its paragraphs;
    a sub-heading has number 0.
    """

    section = models.ForeignKey(VersionSection, on_delete=models.PROTECT, related_name="paragraphs")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="paragraphs")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="twins")
    position = models.PositiveIntegerField(_("posizione nel testo"))
    number = models.PositiveIntegerField(_("numero"), default=0)
    is_heading = models.BooleanField(_("titoletto"), default=False)
    html = models.TextField(_("testo con la sua forma"))
    plain = models.TextField(_("testo semplice"))

    class Meta:
        verbose_name = _("paragrafo di una versione")
        verbose_name_plural = _("paragrafi delle versioni")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=("version", "paragraph"), name="version_paragraph_once"),
            models.UniqueConstraint(fields=("version", "position"), name="version_paragraph_position_once"),
            models.UniqueConstraint(
                fields=("version", "number"), condition=~models.Q(number=0), name="version_paragraph_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(is_heading=True, number=0) | models.Q(is_heading=False, number__gt=0),
                name="version_paragraph_is_numbered_unless_heading",
            ),
        ]

    def __str__(self) -> str:
        return f"§ {self.number}" if self.number else self.plain
