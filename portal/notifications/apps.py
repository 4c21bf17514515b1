# SPDX-License-Identifier: AGPL-3.0-or-later
"""Avvisi e posta."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = "Avvisi e posta"
    default_auto_field = "django.db.models.BigAutoField"
