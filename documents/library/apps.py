# SPDX-License-Identifier: AGPL-3.0-or-later
"""Documenti e protocolli."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "documents.library"
    label = "library"
    verbose_name = "Documenti e protocolli"
    default_auto_field = "django.db.models.BigAutoField"
