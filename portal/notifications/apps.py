# SPDX-License-Identifier: AGPL-3.0-or-later
"""Avvisi e posta."""

from datetime import time

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "portal.notifications"
    label = "notifications"
    verbose_name = "Avvisi e posta"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the lower floor its outbox, and the worker what it empties."""
        from portal.core import clock, mailing
        from portal.notifications import (
            queries,  # noqa: F401 -- registers what is exported
            sending,
            services,
        )

        mailing.register_outbox(services.queue_mail)
        clock.register_drain("mail.urgent", sending.send_urgent, is_urgent=True)
        clock.register_drain("mail", sending.send_other)
        clock.register_daily("notifications.purge", services.purge, at=time(3, 40))
