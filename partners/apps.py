# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partner del Distretto."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"
    label = "partners"
    verbose_name = "Partner del Distretto"
    default_auto_field = "django.db.models.BigAutoField"
