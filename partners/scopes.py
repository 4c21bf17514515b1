# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a mandate holds: the whole Distretto, or something that an app above registers (`tavolo:12`)."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from partners.models.mandate import WHOLE_DISTRICT

ScopeChoices = Callable[[], list[tuple[str, str]]]
_kinds: dict[str, ScopeChoices] = {}


def register(kind: str) -> Callable[[ScopeChoices], ScopeChoices]:
    """Register the scopes of a kind: a function that lists tokens and names, for staff who give mandates."""

    def add(choices: ScopeChoices) -> ScopeChoices:
        _kinds[kind] = choices
        return choices

    return add


def choices() -> list[tuple[str, str]]:
    """Return every scope in which a mandate may hold today, with its name."""
    found = [(WHOLE_DISTRICT, _("Tutto il Distretto"))]
    for listed in _kinds.values():
        found.extend(listed())
    return found


def is_known(scope: str) -> bool:
    """Return whether a scope is the Distretto or something that exists."""
    return scope == WHOLE_DISTRICT or scope in dict(choices())
