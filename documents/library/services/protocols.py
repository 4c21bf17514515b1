# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens when an agreement is written, changed or taken away."""

from django.db import transaction

from portal.core import copies
from search import feed

PROTOCOL = "protocol"


@transaction.atomic
def protocol_changed(pk: int) -> None:
    """Have the index and the copies of pages look at an agreement again (also when it is gone)."""
    feed.refresh(PROTOCOL, [pk])
    copies.forget()
