# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one answer to «who may see this»: things carry tokens, visitors hold some."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

PUBLIC = "public"
STAFF = "staff"
EVERYBODY = frozenset({PUBLIC})

Provider = Callable[["User"], Iterable[str]]
_providers: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a function that tells which tokens a person holds (`partner:7`); usable as a decorator."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def tokens_for(user: User | AnonymousUser) -> frozenset[str]:
    """Return every token that this visitor holds now; anybody holds `public`, staff hold `staff`."""
    if not user.is_authenticated or not user.is_active:
        return EVERYBODY
    tokens = {PUBLIC}
    if user.is_staff:
        tokens.add(STAFF)
    for provider in _providers:
        tokens.update(provider(user))
    return frozenset(tokens)


ChoiceMaker = Callable[[], Iterable[tuple[str, str]]]
_choice_makers: list[ChoiceMaker] = []


def register_choices(maker: ChoiceMaker) -> ChoiceMaker:
    """Add a function that names audiences an editor may choose: (token, name); usable as a decorator."""
    if maker not in _choice_makers:
        _choice_makers.append(maker)
    return maker


def choices() -> list[tuple[str, str]]:
    """Return the audiences an editor may choose for a thing, as (token, name); everybody first."""
    fixed = [(PUBLIC, str(_("Tutti"))), (STAFF, str(_("Solo l'ufficio")))]
    return fixed + [choice for maker in _choice_makers for choice in maker()]


def label_of(token: str) -> str:
    """Return the name of an audience as an editor reads it; an unknown token reads «Riservato»."""
    return dict(choices()).get(token, str(_("Riservato")))
