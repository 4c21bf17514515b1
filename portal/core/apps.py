# SPDX-License-Identifier: AGPL-3.0-or-later
"""Persone, ruoli, registro delle azioni."""

from datetime import time

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = "Persone, ruoli, registro delle azioni"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name what is guarded, what the worker does, what deeds and roles are called."""
        from portal.core import (
            admin_rights,
            audit_chain,
            audit_words,
            checks,  # noqa: F401 -- registers itself
            clock,
            copies,
            neighbours,
            personal_data,  # noqa: F401 -- registers itself
            receivers,  # noqa: F401 -- registers itself
            retention,
            triggers,
        )

        triggers.immutable("core_auditevent", "core_auditseal", "core_auditsealedevent")
        triggers.emptiable("core_audittext", body="{}", salt="")
        audit_words.name_actions(audit_words.OWN_ACTIONS)
        clock.register_drain("audit-seals", audit_chain.seal)
        clock.register_drain("copies", copies.settle, is_urgent=True)
        neighbours.register_search()
        clock.register_daily("core.retention", retention.purge, at=time(3, 20))
        admin_rights.allow()
