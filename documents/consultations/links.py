# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of texts and observations, built in one place; the stored ones are always the Italian ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import override

if TYPE_CHECKING:
    from documents.consultations.models import Consultation

STORED_LANGUAGE = "it"


def text(slug: str) -> str:
    """Return where a text is read in its current version."""
    return reverse("consultations:text", args=[slug])


def section(text_slug: str, section_slug: str) -> str:
    """Return where a section is read in the current version."""
    return reverse("consultations:section", args=[text_slug, section_slug])


def paragraph(text_slug: str, section_slug: str, paragraph_id: UUID | str) -> str:
    """Return where a paragraph is read in the current version."""
    return f"{section(text_slug, section_slug)}#p-{paragraph_id}"


def version_paragraph(text_slug: str, number: int, section_slug: str, paragraph_id: UUID | str) -> str:
    """Return where a paragraph is read, for ever, in one version."""
    return f"{version_section(text_slug, number, section_slug)}#p-{paragraph_id}"


def version_section(text_slug: str, number: int, section_slug: str) -> str:
    """Return where a section is read, for ever, in one version."""
    return reverse("consultations:version_section", args=[text_slug, number, section_slug])


def simple(text_slug: str, section_slug: str) -> str:
    """Return where a section is read in simple words in the current version."""
    return reverse("consultations:section_simple", args=[text_slug, section_slug])


def simple_edition(text_slug: str, number: int, section_slug: str, edition: int) -> str:
    """Return where an edition of a section of one version in simple words is read, for ever."""
    return reverse("consultations:simple_edition", args=[text_slug, number, section_slug, edition])


def version_simple(text_slug: str, number: int, section_slug: str) -> str:
    """Return where a section of one version is read in simple words, for ever."""
    return reverse("consultations:version_section_simple", args=[text_slug, number, section_slug])


def version(text_slug: str, number: int) -> str:
    """Return where a version is read, for ever."""
    return reverse("consultations:version", args=[text_slug, number])


def redline(text_slug: str, old: int, new: int) -> str:
    """Return the comparison of two versions."""
    return reverse("consultations:redline", args=[text_slug, old, new])


def redline_section(text_slug: str, old: int, new: int, section_slug: str) -> str:
    """Return the comparison of one section in two versions."""
    return reverse("consultations:redline_section", args=[text_slug, old, new, section_slug])


def redline_paragraph(text_slug: str, old: int, new: int, identity: UUID | str) -> str:
    """Return the place of a paragraph or section in a comparison, on whatever page of it."""
    return f"{redline(text_slug, old, new)}?paragrafo={identity}#p-{identity}"


def sign_off(text_slug: str, pk: int) -> str:
    """Return the page of an answer of the Distretto della Salute, for ever."""
    return reverse("consultations:sign_off_page", args=[text_slug, pk])


def consultation(found: Consultation, page: str = "consultation") -> str:
    """Return the page of a consultation, or one below it (`observations`, `outcomes`, `report`)."""
    return reverse(f"consultations:{page}", args=[found.slug])


def observation(code: str) -> str:
    """Return the page that tells what became of an observation."""
    return reverse("consultations:observation", args=[code])


def stored(make: Callable[..., str], *args: object) -> str:
    """Return an address to be kept in a row: the Italian one, whatever language the page is in."""
    with override(STORED_LANGUAGE):
        return make(*args)
