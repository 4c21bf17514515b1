# SPDX-License-Identifier: AGPL-3.0-or-later
"""Readable addresses made from names."""

from django.db.models import Model
from django.utils.text import slugify

BREAKS = str.maketrans({"–": "-", "—": "-", "/": "-", "'": "-", "’": "-"})  # «2027–2029» reads `2027-2029`


def stem_of(name: str, *, max_length: int = 100) -> str:
    """Return a name as an address reads it: «Rapporti con l'esterno» gives `rapporti-con-l-esterno`."""
    return slugify(name.translate(BREAKS))[:max_length].strip("-")


def free_slug(model: type[Model], name: str, *, max_length: int = 100) -> str:
    """Return an address made from a name that no row of this model has yet."""
    stem = stem_of(name, max_length=max_length) or "senza-nome"
    taken = set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidate, number = stem, 2
    while candidate in taken:
        candidate, number = f"{stem}-{number}", number + 1
    return candidate
