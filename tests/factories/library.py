# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documents and agreements for tests, with real files."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import factory
from django.core.files.base import ContentFile
from docx import Document as WordDocument
from factory.django import DjangoModelFactory

from documents.library.enums import DocumentKind, ProtocolKind
from documents.library.models import Document, Protocol, ProtocolParty


def docx_with(*paragraphs: str) -> bytes:
    """Return a DOCX file with these paragraphs."""
    word = WordDocument()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


class DocumentFactory(DjangoModelFactory):
    """A public DOCX; `words` is what stands in it, `name` and `content` replace the file."""

    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Relazione numero {n}")
    kind = DocumentKind.REPORT
    issued_on = date(2026, 5, 31)

    @classmethod
    def _create(cls, model_class: type[Document], *args: Any, **kwargs: Any) -> Document:
        words = kwargs.pop("words", "Parole della relazione.")
        content = kwargs.pop("content", None) or docx_with(words)
        name = kwargs.pop("name", "relazione.docx")
        document = model_class(file=ContentFile(content, name=name), **kwargs)
        document.file_size = len(content)
        document.save()
        return document


class ProtocolFactory(DjangoModelFactory):
    """A public agreement in force since 2026; `partners` are those who signed."""

    class Meta:
        model = Protocol
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Protocollo numero {n}")
    slug = factory.Sequence(lambda n: f"protocollo-{n}")
    kind = ProtocolKind.MEMORANDUM
    signed_on = date(2026, 1, 10)
    in_force_from = date(2026, 2, 1)
    subject = "Chi firma lavora insieme."

    @factory.post_generation
    def partners(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        for partner in extracted or ():
            ProtocolParty.objects.create(protocol=self, partner=partner)
