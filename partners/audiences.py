# SPDX-License-Identifier: AGPL-3.0-or-later
"""Members of an organisation read what is for that organisation."""

from collections.abc import Iterable

from django.utils import timezone

from partners import queries
from portal.core import audiences
from portal.core.models import User


@audiences.register
def partner_tokens(user: User) -> Iterable[str]:
    """Give `partner:<id>` for every active mandate."""
    return queries.audience_tokens(user, moment=timezone.now())


@audiences.register
def expert_tokens(user: User) -> Iterable[str]:
    """Give an expert the token of the tavolo where they help, while their time runs."""
    return queries.expert_tokens(user, moment=timezone.now())
