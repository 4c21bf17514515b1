# SPDX-License-Identifier: AGPL-3.0-or-later
"""The library's rows."""

from documents.library.models.document import Document, DocumentParty, ExtractedPage
from documents.library.models.protocol import Protocol, ProtocolParty

__all__ = ["Document", "DocumentParty", "ExtractedPage", "Protocol", "ProtocolParty"]
