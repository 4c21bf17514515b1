# SPDX-License-Identifier: AGPL-3.0-or-later
"""How documents and agreements are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from documents.library.models import Document, Protocol
from portal.core import audiences
from search.sources import Entry, Source, Title, register


def tokens_of(audience: str) -> frozenset[str]:
    """Return who may read a thing with this audience: staff always may."""
    return audiences.EVERYBODY if audience == audiences.PUBLIC else frozenset({audience, audiences.STAFF})


@register
class DocumentSource(Source):
    """Files, with the words that were taken out of them."""

    kind = "document"
    label = _("Documenti")

    def pks(self) -> Iterable[int | str]:
        """Return every document."""
        return Document.objects.order_by("pk").values_list("pk", flat=True).iterator()

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these documents with the text of their pages."""
        found = Document.objects.filter(pk__in=pks).select_related("area").prefetch_related("pages", "parties")
        return [self._entry(document) for document in found]

    def entry(self, pk: int | str) -> Entry | None:
        """Return one document, if it still exists."""
        return next(iter(self.entries([pk])), None)

    def _entry(self, document: Document) -> Entry:
        words = [document.citation, document.body, document.summary]
        words += [f"{document.number}/{document.issued_on.year}"] if document.number and document.issued_on else []
        words += [partner.name for partner in document.parties.all()]
        words += [page.text for page in document.pages.all()]
        return Entry(
            kind=self.kind,
            pk=document.pk,
            title=document.title,
            text="\n".join(word for word in words if word),
            url=document.get_absolute_url(),
            tokens=tokens_of(document.audience),
            areas=(document.area.slug,) if document.area else (),
            date=document.issued_on,
            in_force_from=document.in_force_from,
            in_force_to=document.in_force_to,
        )

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may open each."""
        return {pk: tokens_of(token) for pk, token in Document.objects.filter(pk__in=pks).values_list("pk", "audience")}

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return documents whose title holds all the words."""
        found = Document.objects.for_audience(tokens)
        for word in words:
            found = found.filter(title__icontains=word)
        return [Title(kind=self.kind, title=each.title, url=each.get_absolute_url()) for each in found[:limit]]


@register
class ProtocolSource(Source):
    """Agreements, with who signed them."""

    kind = "protocol"
    label = _("Protocolli d'intesa")

    def pks(self) -> Iterable[int | str]:
        """Return every agreement."""
        return Protocol.objects.order_by("pk").values_list("pk", flat=True).iterator()

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these agreements."""
        found = Protocol.objects.filter(pk__in=pks).select_related("area").prefetch_related("parties__partner")
        return [self._entry(protocol) for protocol in found]

    def entry(self, pk: int | str) -> Entry | None:
        """Return one agreement, if it still exists."""
        return next(iter(self.entries([pk])), None)

    def _entry(self, protocol: Protocol) -> Entry:
        words = [protocol.get_kind_display(), protocol.number, protocol.subject, protocol.obligations]
        words += [party.partner.name for party in protocol.parties.all()]
        return Entry(
            kind=self.kind,
            pk=protocol.pk,
            title=protocol.title,
            text="\n".join(str(word) for word in words if word),
            url=protocol.get_absolute_url(),
            tokens=tokens_of(protocol.audience),
            areas=(protocol.area.slug,) if protocol.area else (),
            date=protocol.signed_on,
            in_force_from=protocol.in_force_from,
            in_force_to=protocol.in_force_to,
        )

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may read each."""
        return {pk: tokens_of(token) for pk, token in Protocol.objects.filter(pk__in=pks).values_list("pk", "audience")}

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return agreements whose title holds all the words."""
        found = Protocol.objects.for_audience(tokens)
        for word in words:
            found = found.filter(title__icontains=word)
        return [Title(kind=self.kind, title=each.title, url=each.get_absolute_url()) for each in found[:limit]]
