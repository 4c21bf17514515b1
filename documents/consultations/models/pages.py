# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where editors write: pages under a root outside every site. Readers meet frozen versions only."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from documents.consultations import enums

PARAGRAPH_FEATURES = ["bold", "italic", "link", "ul", "ol"]


class ParagraphBlock(blocks.RichTextBlock):
    """A paragraph, a list or a short table row: what one observation may point to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(features=PARAGRAPH_FEATURES, **kwargs)


class TextsRoot(Page):
    """The shelf of all texts; never routed."""

    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["consultations.TextPage"]
    promote_panels: ClassVar[list[Any]] = []

    class Meta:
        verbose_name = _("testi in lavorazione")


class TextPage(Page):
    """The editor's side of a text: its sections are its children."""

    kind = models.CharField(_("tipo"), max_length=16, choices=enums.TextKind.choices, default=enums.TextKind.PIANO)
    summary = models.TextField(
        _("in poche parole"), blank=True, help_text=_("Due o tre frasi: che cos'è questo testo e a chi serve.")
    )
    origin_note = models.CharField(
        _("da dove viene"), max_length=250, blank=True, help_text=_("Per esempio: testo reale, usato come esempio.")
    )
    area = models.ForeignKey(
        "core.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("area")
    )

    template = "consultations/text_preview.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("summary"),
        FieldPanel("origin_note"),
        FieldPanel("area"),
    ]
    promote_panels: ClassVar[list[Any]] = []
    parent_page_types: ClassVar[list[str]] = ["consultations.TextsRoot"]
    subpage_types: ClassVar[list[str]] = ["consultations.SectionPage"]
    admin_default_ordering = "ord"

    class Meta:
        verbose_name = _("testo")
        verbose_name_plural = _("testi")


class SectionPage(Page):
    """A section as editors write it: to publish it in Wagtail means *ready for the next version*."""

    body = StreamField(
        [
            ("heading", blocks.CharBlock(label=_("Titoletto"), max_length=250, icon="title")),
            ("paragraph", ParagraphBlock(label=_("Paragrafo"), icon="pilcrow")),
        ],
        verbose_name=_("testo della sezione"),
        blank=True,
        help_text=_(
            "Un blocco per ogni paragrafo: è quello che le persone potranno osservare. "
            "Spostate i blocchi con le frecce: così le osservazioni li seguono."
        ),
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

    needs_sign_off = models.BooleanField(
        _("socio-sanitaria"),
        default=False,
        help_text=_("La proposta definitiva aspetta la firma del Distretto della Salute su queste parole."),
    )

    template = "consultations/section_preview.html"
    content_panels = [
        HelpPanel(
            content=_(
                "<p>«Dichiara pronta» vuol dire: <strong>pronta per la prossima versione</strong>. "
                "Chi legge il sito vede solo le versioni pubblicate dal coordinamento.</p>"
            )
        ),
        *Page.content_panels,
        FieldPanel("body"),
        FieldPanel("area"),
        FieldPanel("tavolo"),
        FieldPanel("needs_sign_off"),
    ]
    parent_page_types: ClassVar[list[str]] = ["consultations.TextPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("sezione")
        verbose_name_plural = _("sezioni")

    def clean(self) -> None:
        """Give a new id to every block whose own is missing, malformed or repeated in this page."""
        super().clean()
        mint_missing_ids(self.body)


def body_of(blocks: Iterable[tuple[str, str, str | None]]) -> StreamValue:
    """Return the body of a section made of these blocks: kind, value (HTML of a paragraph), id if it has one."""
    stored = [
        {"type": kind, "value": value, **({"id": block_id} if block_id else {})} for kind, value, block_id in blocks
    ]
    return StreamValue(SectionPage._meta.get_field("body").stream_block, stored, is_lazy=True)


def stored_in(body: StreamValue) -> Iterator[tuple[str, str, str | None]]:
    """Yield kind, value and id of each block of a section, as `body_of` takes them."""
    for block in body:
        yield block.block_type, block.value.source if block.block_type == "paragraph" else block.value, block.id


def mint_missing_ids(body: StreamValue) -> int:
    """Give each block of a page an id that no other block of it has; return how many were given.

    The server accepts what the browser sends: a forged or repeated id would make two blocks one identity.
    The first block that bears an id keeps it.
    """
    seen: set[str] = set()
    given = 0
    for block in body:
        if not _is_uuid(block.id) or block.id in seen:
            block.id = str(uuid.uuid4())
            given += 1
        seen.add(block.id)
    return given


def _is_uuid(value: str | None) -> bool:
    try:
        return bool(value) and str(uuid.UUID(value)) == value
    except (ValueError, AttributeError, TypeError):
        return False
