# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a letter is about, chosen step by step from what an app above offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.comments import targets


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What can be chosen at each step, and the thing once it is chosen: its kind and its identity."""

    scopes: Sequence[tuple[str, str]]
    scope: str
    sections: Sequence[tuple[str, str]]
    section: str
    parts: Sequence[tuple[str, str]]
    target: tuple[str, str] | None


def choices_for(*, scope: str, section: str, target: str) -> Chosen:
    """Return the choices that follow from what was already chosen; what is not on offer counts as not chosen."""
    catalogue = targets.catalogue()
    scopes = list(catalogue.scopes()) if catalogue is not None else []
    scope = scope if scope in dict(scopes) else ""
    sections = list(catalogue.sections(scope)) if catalogue is not None and scope else []
    section = section if section in dict(sections) else ""
    kind, _colon, identity = section.partition(":")
    inside = list(catalogue.paragraphs(scope, identity)) if catalogue is not None and kind == "section" else []
    parts = [(section, dict(sections)[section]), *inside] if inside else []
    is_chosen = target in dict(parts)
    if section and not inside:
        target, is_chosen = section, True
    return Chosen(
        scopes=scopes,
        scope=scope,
        sections=sections,
        section=section,
        parts=parts,
        target=_pair(target) if is_chosen else None,
    )


def _pair(value: str) -> tuple[str, str]:
    kind, _colon, identity = value.partition(":")
    return kind, identity
