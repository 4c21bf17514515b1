# SPDX-License-Identifier: AGPL-3.0-or-later
"""What apps do when a person leaves, and what they give when a person asks for their data: two registries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from portal.core.models import User

Emptying = Callable[["User"], object]
Export = Callable[["User"], Any]

_emptyings: list[Emptying] = []
_exports: dict[str, Export] = {}


def on_emptying(function: Emptying) -> Emptying:
    """Have a function called, in the transaction, before a person's data are replaced; usable as a decorator.

    It takes the personal data of this person out of the app's own rows and leaves what was said in public.
    """
    if function not in _emptyings:
        _emptyings.append(function)
    return function


def register_export(name: str) -> Callable[[Export], Export]:
    """Have a function asked for what the app knows of a person, as plain lists and dictionaries, under this name."""

    def add(function: Export) -> Export:
        _exports[name] = function
        return function

    return add


def empty_everywhere(user: User) -> None:
    """Let every app empty its own rows."""
    for function in _emptyings:
        function(user)


def exported(user: User) -> dict[str, Any]:
    """Return everything that the apps know of a person, by name."""
    return {name: function(user) for name, function in _exports.items()}
