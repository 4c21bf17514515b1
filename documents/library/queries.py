# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the library, always for someone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from documents.library.models import Document, Protocol
from documents.library.models.document import DocumentQuerySet
from documents.library.models.protocol import ProtocolQuerySet
from partners.models import Partner
from portal.core.exceptions import NotReadable

Either = TypeVar("Either", DocumentQuerySet, ProtocolQuerySet)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a reader asked for; empty means everything."""

    words: str = ""
    kind: str = ""
    area: str = ""
    year: int | None = None
    in_force_on: date | None = None


def readable_documents(filters: Filters, *, audience: frozenset[str]) -> DocumentQuerySet:
    """Return the documents that these tokens may open, newest first, in a constant number of queries."""
    found = Document.objects.for_audience(audience).select_related("area").order_by("-issued_on", "-pk")
    found = _narrow(found, filters)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year:
        found = found.filter(issued_on__year=filters.year)
    return found


def readable_protocols(filters: Filters, *, audience: frozenset[str]) -> ProtocolQuerySet:
    """Return the agreements that these tokens may read, newest first, in a constant number of queries."""
    found = Protocol.objects.for_audience(audience).select_related("area").prefetch_related("parties__partner")
    found = _narrow(found, filters)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.year:
        found = found.filter(signed_on__year=filters.year)
    return found


def _narrow(found: Either, filters: Filters) -> Either:
    for word in filters.words.split():
        number = word.split("/")[0]
        found = found.filter(Q(title__icontains=word) | Q(number__iexact=number))
    if filters.area:
        found = found.filter(area__slug=filters.area)
    if filters.in_force_on:
        found = found.in_force_on(filters.in_force_on)
    return found


def readable_document(pk: int, *, audience: frozenset[str]) -> Document:
    """Return a document if the holder of these tokens may open it.

    :raises NotReadable: it does not exist, or it is for others; the two look the same.
    """
    found = (
        Document.objects.for_audience(audience)
        .select_related("area")
        .prefetch_related("parties", "protocols")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotReadable
    return found


def readable_protocol(slug: str, *, audience: frozenset[str]) -> Protocol:
    """Return an agreement if the holder of these tokens may read it.

    :raises NotReadable: it does not exist, or it is for others; the two look the same.
    """
    found = readable_protocols(Filters(), audience=audience).filter(slug=slug).select_related("document").first()
    if found is None:
        raise NotReadable
    return found


def years_of(documents: QuerySet[Document]) -> list[int]:
    """Return the years in which these documents were issued, latest first."""
    days = documents.order_by().exclude(issued_on=None).values_list("issued_on__year", flat=True).distinct()
    return sorted(set(days), reverse=True)


def protocols_of(partner: Partner, *, audience: frozenset[str]) -> list[Protocol]:
    """Return the agreements that a partner signed, as this visitor may read them."""
    return list(Protocol.objects.for_audience(audience).filter(parties__partner=partner))


def protocols_with(document: Document, *, audience: frozenset[str]) -> list[Protocol]:
    """Return the agreements whose signed text is this document, as this visitor may read them."""
    return list(Protocol.objects.for_audience(audience).filter(document=document))


def signed_text(protocol: Protocol, *, audience: frozenset[str]) -> Document | None:
    """Return the signed text of an agreement, if there is one and this visitor may open it."""
    if protocol.document_id is None:
        return None
    return Document.objects.for_audience(audience).filter(pk=protocol.document_id).first()
