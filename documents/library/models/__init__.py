# SPDX-License-Identifier: AGPL-3.0-or-later
"""The library's rows."""

from documents.library.models.document import Document

__all__ = ["Document"]
