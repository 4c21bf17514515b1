# SPDX-License-Identifier: AGPL-3.0-or-later
"""The search stands beside us on the lowest floor and we do not know it: the settings say where it is reached."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from portal.core import clock, health


def register_search() -> None:
    """Have the worker tell the index what changed, and `/readyz` ask how the index is."""
    clock.register_drain("search", _drain)
    health.register("index", _fault)


def is_index_built() -> bool:
    """Return whether there is an index to search in."""
    return bool(_state().is_built)


def _state() -> Any:
    return import_string(settings.SEARCH_STATE)()


def _drain() -> int:
    handled: int = import_string(settings.SEARCH_DRAIN)()
    return handled


def _fault(moment: datetime) -> str:
    state = _state()
    if state.is_ready:
        return ""
    if not state.is_answering:
        return "does not answer"
    return "is late" if state.is_built else "is not built"
