# SPDX-License-Identifier: AGPL-3.0-or-later
"""The SHA-256 of a version: over canonical JSON, so that anybody can work it out again from what is published."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

from documents.consultations.models import Version
from documents.consultations.queries.drafts import NextVersion

CANONICAL: Final[dict[str, Any]] = {"ensure_ascii": False, "sort_keys": True, "separators": (",", ":")}


def of_version(version: Version) -> str:
    """Return the SHA-256 (64 hexadecimal digits) worked out again from what is stored."""
    return hashlib.sha256(canonical(version).encode()).hexdigest()


def canonical(version: Version) -> str:
    """Return the canonical JSON of a frozen version: what its SHA-256 is taken over."""
    held: dict[int, list[dict[str, Any]]] = {}
    for twin in version.paragraphs.order_by("position"):
        held.setdefault(twin.section_id, []).append(_block(str(twin.paragraph_id), twin.number, twin.html))
    sections = [
        _section(str(section.section_id), section.slug, section.title, held.get(section.pk, []))
        for section in version.sections.order_by("position")
    ]
    return json.dumps(_body(version.text.slug, version.number, version.title, sections), **CANONICAL)


def of_draft(draft: NextVersion, *, title: str) -> dict[str, Any]:
    """Return the same body for what is about to be frozen."""
    sections = [
        _section(
            str(section.section_id),
            section.slug,
            section.title,
            [_block(str(block.paragraph_id), block.number, block.html) for block in section.blocks],
        )
        for section in draft.sections
    ]
    return _body(draft.text.slug, draft.number, title, sections)


def _body(slug: str, number: int, title: str, sections: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"text": slug, "version": number, "title": title, "sections": list(sections)}


def _section(identity: str, slug: str, title: str, paragraphs: list[dict[str, Any]]) -> dict[str, Any]:
    return {"id": identity, "slug": slug, "title": title, "paragraphs": paragraphs}


def _block(identity: str, number: int, html: str) -> dict[str, Any]:
    return {"id": identity, "number": number, "html": html}
