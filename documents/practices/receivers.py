# SPDX-License-Identifier: AGPL-3.0-or-later
"""What good practices hear from the floors below."""

from django.dispatch import receiver

from documents.practices import services
from partners.signals import partner_changed


@receiver(partner_changed, dispatch_uid="practices.partner_changed")
def refresh_its_practices(sender: object, partner_id: int, **kwargs: object) -> None:
    """A partner's name stands in the entries of its practices."""
    services.refresh_practices_of(partner_id=partner_id)
