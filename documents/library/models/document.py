# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files of the library, with what they are and who may open them (Regolamento, art. 6: ricognizione)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.search.queryset import SearchableQuerySetMixin

from documents.library import enums
from portal.core import audiences
from portal.core.models.uploads import private_storage


class DocumentQuerySet(SearchableQuerySetMixin, models.QuerySet["Document"]):
    """Documents, as somebody may see them."""

    def for_audience(self, tokens: frozenset[str]) -> DocumentQuerySet:
        """Keep what the holder of these tokens may open; staff may open all."""
        if audiences.STAFF in tokens:
            return self.all()
        return self.filter(audience__in=tokens)

    def in_force_on(self, day: date) -> DocumentQuerySet:
        """Keep what binds on a day; a document without dates always does."""
        return self.filter(
            models.Q(in_force_from=None) | models.Q(in_force_from__lte=day),
            models.Q(in_force_to=None) | models.Q(in_force_to__gte=day),
        )


class Document(AbstractDocument):
    """A file that people may read. Never served by its raw path: it lies in the private storage."""

    file = models.FileField(_("file"), upload_to="documents", storage=private_storage)
    tags = TaggableManager(blank=True, verbose_name=_("parole chiave"), related_name="library_documents")
    kind = models.CharField(
        _("tipo"), max_length=24, choices=enums.DocumentKind.choices, default=enums.DocumentKind.OTHER
    )
    number = models.CharField(_("numero"), max_length=40, blank=True, help_text=_("Solo il numero: 128, 45/2026."))
    issued_on = models.DateField(_("data"), null=True, blank=True)
    body = models.CharField(_("organo"), max_length=120, blank=True, help_text=_("Chi lo ha fatto: Giunta comunale."))
    summary = models.TextField(_("in poche parole"), blank=True, help_text=_("Due frasi per chi non lo aprirà."))
    area = models.ForeignKey(
        "core.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="documents", verbose_name=_("area")
    )
    in_force_from = models.DateField(_("in vigore dal"), null=True, blank=True)
    in_force_to = models.DateField(_("in vigore fino al"), null=True, blank=True)
    audience = models.CharField(_("chi può leggerlo"), max_length=40, default=audiences.PUBLIC, db_index=True)
    parties = models.ManyToManyField(
        "partners.Partner", through="DocumentParty", related_name="documents", verbose_name=_("partner coinvolti")
    )
    text_state = models.CharField(
        _("testo del file"),
        max_length=12,
        choices=enums.TextState.choices,
        default=enums.TextState.WAITING,
        editable=False,
    )

    objects = DocumentQuerySet.as_manager()

    admin_form_fields = (
        "title", "file", "kind", "number", "issued_on", "body", "summary", "area", "in_force_from", "in_force_to",
        "audience", "collection", "tags",
    )  # fmt: skip

    class Meta(AbstractDocument.Meta):
        default_related_name = "library_documents"
        verbose_name = _("documento")
        verbose_name_plural = _("documenti")

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        """Return the address of the page that describes it."""
        return reverse("library:document", args=[self.pk])

    @property
    def download_url(self) -> str:
        """The address that gives the file to whoever may open it."""
        return reverse("wagtaildocs_serve", args=[self.pk, self.filename])

    @property
    def is_public(self) -> bool:
        """Whether anyone may open it."""
        return self.audience == audiences.PUBLIC

    @property
    def extension(self) -> str:
        """How the file's name ends, without the dot, in capitals: PDF."""
        return Path(self.file.name or "").suffix.lstrip(".").upper()

    @property
    def citation(self) -> str:
        """How it is cited: «Deliberazione della Giunta comunale n. 128 del 31/05/2021»."""
        parts = [str(self.get_kind_display())]
        if self.number:
            parts.append(f"n. {self.number}")
        if self.issued_on:
            parts.append(f"del {self.issued_on:%d/%m/%Y}")
        return " ".join(parts)

    def force_on(self, day: date) -> enums.Force:
        """Return whether it binds on a day."""
        return enums.force_on(day, self.in_force_from, self.in_force_to)


class DocumentParty(models.Model):
    """A partner that a document is about or comes from."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE)
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("partner di un documento")
        verbose_name_plural = _("partner di un documento")
        constraints = [models.UniqueConstraint(fields=("document", "partner"), name="document_party_once")]

    def __str__(self) -> str:
        return f"{self.document_id}:{self.partner_id}"


class ExtractedPage(models.Model):
    """The words of one page of a file, taken out by the worker so that they can be found."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField(_("pagina"))
    text = models.TextField(_("testo"))

    class Meta:
        verbose_name = _("pagina letta")
        verbose_name_plural = _("pagine lette")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=("document", "number"), name="extracted_page_once")]

    def __str__(self) -> str:
        return f"{self.document_id}, p. {self.number}"
