# SPDX-License-Identifier: AGPL-3.0-or-later
"""Persone, ruoli, registro delle azioni."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = "Persone, ruoli, registro delle azioni"
    default_auto_field = "django.db.models.BigAutoField"
