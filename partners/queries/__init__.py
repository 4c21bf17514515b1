# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading the register, always for someone."""

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
from partners.queries.register import (
    KindCount,
    RegisterFilters,
    areas_in_use,
    membership_by_kind,
    named_delegates,
    partners_named,
    partners_of_area,
    partners_to_index,
    readable_partner,
    readable_partners,
)
from partners.queries.runts import runts_record

__all__ = [
    "KindCount",
    "RegisterFilters",
    "active_mandates",
    "areas_in_use",
    "audience_tokens",
    "can_act_for",
    "can_speak_for",
    "mandates_of",
    "mandates_told",
    "mandates_with",
    "membership_by_kind",
    "named_delegates",
    "own_mandates",
    "partners_named",
    "partners_of_area",
    "partners_to_index",
    "person_with_address",
    "readable_partner",
    "readable_partners",
    "runts_record",
]
