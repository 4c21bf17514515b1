# SPDX-License-Identifier: AGPL-3.0-or-later
"""Those who sit at a tavolo read what is for it; mandates may be given for one tavolo."""

from collections.abc import Iterable

from django.utils import timezone

from partners import scopes
from portal.core import audiences
from portal.core.models import User
from tavoli import queries

scopes.register("tavolo")(queries.scopes_of_mandates)


@audiences.register
def tavolo_tokens(user: User) -> Iterable[str]:
    """Give `tavolo:<id>` to the people of seated partners and to who coordinates."""
    return queries.audience_tokens(user, moment=timezone.now())
