# SPDX-License-Identifier: AGPL-3.0-or-later
"""Aspetto."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "portal.ui"
    label = "ui"
    verbose_name = "Aspetto"
    default_auto_field = "django.db.models.BigAutoField"
