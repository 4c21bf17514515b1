# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tavoli hear from the floors below."""

from django.dispatch import receiver

from partners.signals import partner_changed
from tavoli import services


@receiver(partner_changed, dispatch_uid="tavoli.partner_changed")
def refresh_where_it_sits(sender: object, partner_id: int, **kwargs: object) -> None:
    """A partner's name stands in the entries of its tavoli."""
    services.refresh_tavoli_of(partner_id=partner_id)
