# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ricerca."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    verbose_name = "Ricerca"
    default_auto_field = "django.db.models.BigAutoField"
