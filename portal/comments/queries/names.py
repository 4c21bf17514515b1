# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names that a person may not take."""

from __future__ import annotations

from partners.models import Partner, Seat
from portal.core.models import OfficeSettings


def is_name_of_an_organisation(name: str) -> bool:
    """Return whether somebody would take this for the office, a municipality or a partner."""
    plain = name.casefold()
    office = OfficeSettings.load()
    ours = (office.office_name, office.portal_name, office.municipality, office.ambito_name)
    if any(own and own.casefold() in plain for own in ours):
        return True
    return Partner.objects.filter(name__iexact=name).exists() or Seat.objects.filter(name__iexact=name).exists()
