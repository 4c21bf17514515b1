# SPDX-License-Identifier: AGPL-3.0-or-later
"""A worker that stops in the middle of a table of answers, so that a drill may kill it there."""

import time
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

HELD_AT = 3


class FaultConfig(AppConfig):
    """Hold the third answer of a table while there is a file named `hold-answers`; say so with `held-answers`."""

    name = "tests.drills"
    label = "drills"

    def ready(self):
        from documents.consultations.services import outcomes

        prepare, prepared = outcomes.prepare, []

        def held(**values):
            prepared.append(values)
            folder = Path(settings.VAR_DIR)
            while len(prepared) == HELD_AT and (folder / "hold-answers").exists():
                (folder / "held-answers").touch()
                time.sleep(0.05)
            return prepare(**values)

        outcomes.prepare = held
