# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may do what with consultations and answers: one drafts, another publishes (Regolamento, art. 4)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from partners.enums import PartnerKind, Power
from partners.models.mandate import WHOLE_DISTRICT
from partners.queries import active_mandates
from portal.core import roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.core.models import User

EDITORS: Final = (roles.OFFICE, roles.COORDINATOR)
ANSWERERS: Final = (roles.OFFICE, roles.DRAFTER, roles.COORDINATOR)
PUBLISHERS: Final = (roles.COORDINATOR,)
WRITERS: Final = (roles.DRAFTER, roles.OFFICE, roles.COORDINATOR)


def can_edit_consultations(user: User | AnonymousUser) -> bool:
    """Return whether a person prepares consultations."""
    return _is_staff_with(user, EDITORS)


def can_open_windows(user: User | AnonymousUser) -> bool:
    """Return whether a person opens, extends and closes windows."""
    return _is_staff_with(user, PUBLISHERS)


def can_answer(user: User | AnonymousUser) -> bool:
    """Return whether a person prepares answers, in private."""
    return _is_staff_with(user, ANSWERERS)


def can_publish_answers(user: User | AnonymousUser) -> bool:
    """Return whether a person sends answers out and publishes the *proposta definitiva*."""
    return _is_staff_with(user, PUBLISHERS)


def can_write_texts(user: User | AnonymousUser) -> bool:
    """Return whether a person brings drafts in and writes them."""
    return _is_staff_with(user, WRITERS)


def can_publish_versions(user: User | AnonymousUser) -> bool:
    """Return whether a person freezes a version: never the drafter alone."""
    return _is_staff_with(user, PUBLISHERS)


def can_sign_off(user: User | AnonymousUser, *, moment: datetime) -> bool:
    """Return whether a person answers for the Distretto della Salute: by role, or by a mandate to sign for it."""
    if not user.is_authenticated or not user.is_active:
        return False
    if roles.HEALTH_REFERENT in roles.roles_of(user):
        return True
    held = active_mandates(user, moment=moment).with_power(Power.SIGN).covering(WHOLE_DISTRICT)
    return held.filter(partner__kind=PartnerKind.HEALTH_AUTHORITY).exists()


def can_read_sign_offs(user: User | AnonymousUser, *, moment: datetime) -> bool:
    """Return whether a person reads all of what the Distretto della Salute answered: its referent, who writes texts."""
    return can_write_texts(user) or can_sign_off(user, moment=moment)


def _is_staff_with(user: User | AnonymousUser, names: tuple[str, ...]) -> bool:
    return user.is_authenticated and user.is_staff and roles.has_role(user, *names)
