# SPDX-License-Identifier: AGPL-3.0-or-later
"""`manage.py audit_verify`: was the audit trail touched?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import audit_chain


class Command(BaseCommand):
    """Walk the chain of seals; end with an error when something was changed or waits too long for its seal."""

    help = "Controlla che il registro delle azioni non sia stato toccato."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found.

        :raises CommandError: the trail was touched, or the worker has not sealed it for minutes.
        """
        verdict = audit_chain.verify()
        self.stdout.write(f"Azioni sigillate: {verdict.sealed}")
        self.stdout.write(f"Azioni in attesa di sigillo: {verdict.unsealed}")
        self.stdout.write(f"Ultimo sigillo (da conservare altrove): {verdict.last_hash}")
        for fault in verdict.faults:
            self.stderr.write(f"- {fault}")
        if verdict.late:
            self.stderr.write(f"- {verdict.late} azioni attendono il sigillo da più di cinque minuti")
        if not verdict.is_sound:
            raise CommandError("Il registro delle azioni non è integro.")
        self.stdout.write(self.style.SUCCESS("Il registro delle azioni è integro."))
