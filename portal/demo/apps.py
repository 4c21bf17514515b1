# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sito dimostrativo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "portal.demo"
    label = "demo"
    verbose_name = "Sito dimostrativo"
    default_auto_field = "django.db.models.BigAutoField"
