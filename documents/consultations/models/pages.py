# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where editors write: pages under a root outside every site. Readers meet frozen versions only."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from documents.consultations import enums

PARAGRAPH_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class ParagraphBlock(blocks.RichTextBlock):
    """A paragraph, a list or a short table row: what one observation may point to."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(features=PARAGRAPH_FEATURES, **kwargs)


class TextsRoot(Page):
    """The shelf of all texts; never routed."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["consultations.TextPage"]

    class Meta:
        verbose_name = _("testi in lavorazione")


class TextPage(Page):
    """The editor's side of a text: its sections are its children."""

    kind = models.CharField(_("tipo"), max_length=16, choices=enums.TextKind.choices, default=enums.TextKind.PIANO)
    summary = models.TextField(_("in poche parole"), blank=True)
    origin_note = models.CharField(_("da dove viene"), max_length=250, blank=True)
    area = models.ForeignKey("core.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("origin_note"),
        FieldPanel("area"),
    ]
    parent_page_types: ClassVar[list[str]] = ["consultations.TextsRoot"]
    subpage_types: ClassVar[list[str]] = ["consultations.SectionPage"]

    class Meta:
        verbose_name = _("testo")
        verbose_name_plural = _("testi")


class SectionPage(Page):
    """A section as editors write it: «Pubblica» here means *ready for the next version*."""

    body = StreamField(
        [
            ("heading", blocks.CharBlock(label=_("Titoletto"), max_length=250, icon="title")),
            ("paragraph", ParagraphBlock(label=_("Paragrafo"), icon="pilcrow")),
        ],
        verbose_name=_("testo della sezione"),
        blank=True,
    )
    area = models.ForeignKey(
        "core.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("area")
    )
    tavolo = models.ForeignKey(
        "tavoli.Tavolo",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("tavolo che la cura"),
    )

    content_panels = [*Page.content_panels, FieldPanel("body"), FieldPanel("area"), FieldPanel("tavolo")]
    parent_page_types: ClassVar[list[str]] = ["consultations.TextPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("sezione")
        verbose_name_plural = _("sezioni")
