# SPDX-License-Identifier: AGPL-3.0-or-later
"""La mia area."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "portal.desk"
    label = "desk"
    verbose_name = "La mia area"
    default_auto_field = "django.db.models.BigAutoField"
