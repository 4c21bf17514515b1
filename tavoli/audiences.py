# SPDX-License-Identifier: AGPL-3.0-or-later
"""Those who sit at a tavolo read what is for it; mandates may be given for one tavolo."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners import scopes
from portal.core import audiences, looking
from portal.core.models import User
from tavoli import queries

scopes.register("tavolo")(queries.scopes_of_mandates)


@audiences.register
def tavolo_tokens(user: User) -> Iterable[str]:
    """Give `tavolo:<id>` to the people of seated partners and to who coordinates."""
    return queries.audience_tokens(user, moment=timezone.now())


looking.register("tavolo", _("Una persona che siede a un tavolo"), queries.scopes_of_mandates)


@looking.extend
def tavoli_of_a_partner(tokens: frozenset[str]) -> Iterable[str]:
    """Whoever looks as a partner sits where the partner sits."""
    return queries.tokens_of_partners(tokens)
