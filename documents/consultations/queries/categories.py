# SPDX-License-Identifier: AGPL-3.0-or-later
"""The categories of a consultation: what a contribution may say it is about."""

from __future__ import annotations

from django.db.models import Count

from documents.consultations.models import Category, Consultation
from portal.comments.models import Observation


def categories_of(consultation: Consultation) -> list[Category]:
    """Return the categories in their order; a consultation not yet saved has none."""
    return list(consultation.categories.order_by("position", "pk")) if consultation.pk else []


def category_choices(consultation: Consultation) -> list[tuple[str, str]]:
    """Return the categories for a list of choices: slug and label."""
    return [(one.slug, one.label) for one in categories_of(consultation)]


def uses_of(consultation: Consultation) -> dict[str, int]:
    """Return how many contributions, in whatever state, chose each category."""
    if not consultation.pk:
        return {}
    rows = Observation.objects.in_scope(consultation.scope).exclude(category="").order_by()
    return dict(rows.values_list("category").annotate(total=Count("pk")))
