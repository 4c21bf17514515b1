# SPDX-License-Identifier: AGPL-3.0-or-later
"""A section «in parole semplici»: what a paragraph says, told plainly, beside the words that decide."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from documents.consultations.models.identity import Paragraph
from documents.consultations.models.version import VersionParagraph, VersionSection

MOST_WORDS = 6000
SHORTEST_REASON = 15


def _says_one_thing(name: str) -> models.CheckConstraint:
    """A paragraph has simple words of its own, or is told together with another."""
    return models.CheckConstraint(
        condition=(~Q(words="") & Q(said_with__isnull=True)) | Q(words="", said_with__isnull=False), name=name
    )


class SimpleDraft(models.Model):
    """The simple words of a paragraph as the office writes them; the row that `is_ready` goes into the next version.

    `official` is the SHA-256 of the official words that they were written beside: other words, and they may be wrong.
    """

    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="simple_drafts")
    is_ready = models.BooleanField(_("pronte"))
    words = models.TextField(_("parole semplici"), blank=True)
    said_with = models.ForeignKey(
        Paragraph, null=True, on_delete=models.CASCADE, related_name="+", verbose_name=_("già dette con")
    )
    official = models.CharField(_("impronta del testo ufficiale"), max_length=64)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(_("salvate il"))

    class Meta:
        verbose_name = _("parole semplici in preparazione")
        verbose_name_plural = _("parole semplici in preparazione")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("paragraph", "is_ready"), name="simple_draft_once"),
            _says_one_thing("simple_draft_says_one_thing"),
        ]

    def __str__(self) -> str:
        return self.words or f"→ {self.said_with_id}"


class SimpleSectionQuerySet(models.QuerySet["SimpleSection"]):
    """Editions, by which of them is read now."""

    def current(self) -> SimpleSectionQuerySet:
        """Keep the last edition of each section."""
        later = SimpleSection.objects.filter(section=OuterRef("section"), edition__gt=OuterRef("edition"))
        return self.filter(~Exists(later))


class SimpleSection(models.Model):
    """An edition of a section of a version in simple words, with a SHA-256 of its own: never changed, like the version.

    Words that came out wrong are corrected by a later edition, which says why; the earlier ones stay where they were.
    """

    section = models.ForeignKey(VersionSection, on_delete=models.PROTECT, related_name="simple_editions")
    edition = models.PositiveSmallIntegerField(_("edizione"), default=1)
    reason = models.TextField(_("perché è stata corretta"), blank=True)
    sha256 = models.CharField(_("impronta SHA-256"), max_length=64)
    published_at = models.DateTimeField(_("pubblicata il"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, db_constraint=False, on_delete=models.DO_NOTHING, related_name="+"
    )

    objects = SimpleSectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("sezione in parole semplici")
        verbose_name_plural = _("sezioni in parole semplici")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("section", "edition"), name="simple_edition_once"),
            models.CheckConstraint(
                condition=Q(edition=1, reason="") | (Q(edition__gt=1) & ~Q(reason="")),
                name="simple_edition_corrected_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}, {self.edition}: {self.sha256[:8]}"


class SimpleParagraph(models.Model):
    """A paragraph of a version in simple words, or the one that it is told together with."""

    section = models.ForeignKey(SimpleSection, on_delete=models.PROTECT, related_name="paragraphs")
    twin = models.ForeignKey(VersionParagraph, on_delete=models.PROTECT, related_name="in_simple_words")
    words = models.TextField(_("parole semplici"), blank=True)
    said_with = models.ForeignKey(
        VersionParagraph, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("già dette con")
    )

    class Meta:
        verbose_name = _("paragrafo in parole semplici")
        verbose_name_plural = _("paragrafi in parole semplici")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("section", "twin"), name="simple_paragraph_once_an_edition"),
            _says_one_thing("simple_paragraph_says_one_thing"),
        ]

    def __str__(self) -> str:
        return self.words or f"→ {self.said_with_id}"
