# SPDX-License-Identifier: AGPL-3.0-or-later
"""Testi e consultazioni."""

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "documents.consultations"
    label = "consultations"
    verbose_name = "Testi e consultazioni"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from documents.consultations import answers_setup, texts_setup

        answers_setup.set_up()
        texts_setup.set_up()
