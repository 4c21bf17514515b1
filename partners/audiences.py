# SPDX-License-Identifier: AGPL-3.0-or-later
"""Members of an organisation read what is for that organisation; experts, what is for the tavolo they help."""

from collections.abc import Iterable

from django.utils import timezone

from partners import queries
from portal.core import audiences
from portal.core.models import User


@audiences.register
def partner_tokens(user: User) -> Iterable[str]:
    """Give `partner:<id>` for every active mandate, and an expert the token of the tavolo while the time runs."""
    return queries.reader_tokens(user, moment=timezone.now())
