# SPDX-License-Identifier: AGPL-3.0-or-later
"""A point on the map, chosen by an editor: both numbers or none."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


def latitude_field() -> models.DecimalField[Any, Any]:
    """Return the field of a latitude, about a metre fine."""
    return models.DecimalField(
        _("latitudine"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(Decimal(-90)), MaxValueValidator(Decimal(90))],
    )  # fmt: skip


def longitude_field() -> models.DecimalField[Any, Any]:
    """Return the field of a longitude, about a metre fine."""
    return models.DecimalField(
        _("longitudine"), max_digits=8, decimal_places=5, null=True, blank=True,
        validators=[MinValueValidator(Decimal(-180)), MaxValueValidator(Decimal(180))],
    )  # fmt: skip


def coordinates_go_together(name: str) -> list[models.CheckConstraint]:
    """Return the constraint that refuses one coordinate without the other."""
    return [
        models.CheckConstraint(
            condition=Q(latitude__isnull=True, longitude__isnull=True)
            | Q(latitude__isnull=False, longitude__isnull=False),
            name=f"{name}_has_both_coordinates",
            violation_error_message=_("Scrivi tutte e due le coordinate, o nessuna."),
        )
    ]
