# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identities that live through versions: of sections, of paragraphs."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations import enums
from documents.consultations.models.text import Text


class Section(models.Model):
    """A section of a text, through all its versions. Retired, never deleted, once anything names it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="sections")
    page_id = models.PositiveIntegerField(_("pagina di lavoro"), null=True, blank=True, unique=True)
    area = models.ForeignKey("core.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="sections")
    tavolo = models.ForeignKey(
        "tavoli.Tavolo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sections",
        verbose_name=_("tavolo che la cura"),
    )
    needs_sign_off = models.BooleanField(_("socio-sanitaria"), default=False)
    retired_at = models.DateTimeField(_("tolta il"), null=True, blank=True)

    class Meta:
        verbose_name = _("sezione")
        verbose_name_plural = _("sezioni")

    def __str__(self) -> str:
        return str(self.pk)


class Paragraph(models.Model):
    """A paragraph of a text, through all its versions. Retired, never deleted, once anything names it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="paragraphs")
    retired_at = models.DateTimeField(_("tolto il"), null=True, blank=True)

    class Meta:
        verbose_name = _("paragrafo")
        verbose_name_plural = _("paragrafi")

    def __str__(self) -> str:
        return str(self.pk)


class ParagraphParent(models.Model):
    """A paragraph came from another by a split or a merge."""

    child = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="parents")
    parent = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="children")
    kind = models.CharField(max_length=5, choices=enums.ParentKind.choices)

    class Meta:
        verbose_name = _("parentela di un paragrafo")
        verbose_name_plural = _("parentele dei paragrafi")
        constraints = [models.UniqueConstraint(fields=("child", "parent"), name="parentage_once")]

    def __str__(self) -> str:
        return f"{self.parent_id} → {self.child_id}"


class BlockIdentity(models.Model):
    """Maps a block of an editor's page to a paragraph: (page, block id) is not an identity, this row is."""

    page_id = models.PositiveIntegerField(_("pagina di lavoro"))
    block_id = models.CharField(_("blocco"), max_length=64)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.CASCADE, related_name="blocks")

    class Meta:
        verbose_name = _("identità di un blocco")
        verbose_name_plural = _("identità dei blocchi")
        constraints = [models.UniqueConstraint(fields=("page_id", "block_id"), name="block_identity_once")]

    def __str__(self) -> str:
        return f"{self.page_id}:{self.block_id}"


class BlockOrigin(models.Model):
    """What an editor said before a version about a block: a part of that paragraph, one that took it in, or new.

    Without a block: that paragraph is gone, and lives on in no other.
    """

    page_id = models.PositiveIntegerField(_("pagina di lavoro"), default=0)
    block_id = models.CharField(_("blocco"), max_length=64, blank=True)
    kind = models.CharField(max_length=5, choices=enums.OriginKind.choices)
    paragraph = models.ForeignKey(Paragraph, null=True, blank=True, on_delete=models.CASCADE, related_name="origins")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("provenienza di un blocco")
        verbose_name_plural = _("provenienze dei blocchi")
        constraints = [
            models.UniqueConstraint(fields=("page_id", "block_id", "paragraph"), name="block_origin_once"),
            models.UniqueConstraint(
                fields=("page_id", "block_id"), condition=models.Q(kind="NEW"), name="block_origin_new_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="NEW", paragraph__isnull=True)
                | (~models.Q(kind="NEW") & models.Q(paragraph__isnull=False)),
                name="block_origin_names_a_paragraph_unless_new",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}:{self.block_id} {self.kind}"
