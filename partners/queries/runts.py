# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asking what the public list of the RUNTS knows."""

from __future__ import annotations

from partners.models import RuntsRecord
from partners.validators import clean_number


def runts_record(fiscal_code: str) -> RuntsRecord | None:
    """Return the body with this fiscal code that the last list named, however the code was typed; or nothing."""
    return RuntsRecord.objects.listed().filter(fiscal_code=clean_number(fiscal_code)).first()
