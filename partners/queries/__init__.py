# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the register, always for someone."""

from partners.queries.facets import Counts, Facet, RegisterFilters, facets_of
from partners.queries.mandates import (
    active_mandates,
    audience_tokens,
    can_act_for,
    can_speak_for,
    mandates_of,
    mandates_told,
    mandates_with,
    own_mandates,
    person_with_address,
)
from partners.queries.places import MapPlace, places_on_map, public_partners, services_of_area
from partners.queries.register import (
    KindCount,
    areas_in_use,
    membership_by_kind,
    named_delegates,
    partner_once_at,
    partners_named,
    partners_of_area,
    partners_to_index,
    readable_partner,
    readable_partners,
)
from partners.queries.runts import runts_record
from partners.queries.speakers import speakers, with_colleagues

__all__ = [
    "Counts",
    "Facet",
    "KindCount",
    "MapPlace",
    "RegisterFilters",
    "active_mandates",
    "areas_in_use",
    "audience_tokens",
    "can_act_for",
    "can_speak_for",
    "facets_of",
    "mandates_of",
    "mandates_told",
    "mandates_with",
    "membership_by_kind",
    "named_delegates",
    "own_mandates",
    "partner_once_at",
    "partners_named",
    "partners_of_area",
    "partners_to_index",
    "person_with_address",
    "places_on_map",
    "public_partners",
    "readable_partner",
    "readable_partners",
    "runts_record",
    "services_of_area",
    "speakers",
    "with_colleagues",
]
