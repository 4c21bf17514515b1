# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who took part: people to tell, and how many of which kind."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from documents.consultations.models import Consultation, Following
from documents.consultations.permissions import ANSWERERS
from partners.enums import PartnerKind, Power
from partners.models import Mandate
from partners.models.mandate import WHOLE_DISTRICT
from portal.comments.enums import State
from portal.comments.models import Observation
from portal.core import roles
from portal.core.models import User


def who_wrote(consultation: Consultation) -> QuerySet[User]:
    """Return the people who said something that they have not withdrawn."""
    written = Observation.objects.in_scope(consultation.scope).exclude(state=State.WITHDRAWN)
    return User.objects.filter(pk__in=written.filter(user__isnull=False).order_by().values("user_id"), is_active=True)


def who_follows(consultation: Consultation) -> QuerySet[User]:
    """Return the people who asked to be told how it goes on."""
    followers = Following.objects.filter(consultation=consultation).order_by().values("person_id")
    return User.objects.filter(pk__in=followers, is_active=True)


def who_is_told(consultation: Consultation) -> QuerySet[User]:
    """Return who wrote and who follows, each once."""
    return User.objects.filter(Q(pk__in=who_wrote(consultation)) | Q(pk__in=who_follows(consultation)))


def health_referents(*, moment: datetime) -> list[User]:
    """Return who answers for the Distretto della Salute, by role or by a mandate to sign for a health authority."""
    by_role = User.objects.filter(groups__name=roles.HEALTH_REFERENT, is_active=True)
    held = Mandate.objects.active_at(moment).with_power(Power.SIGN).covering(WHOLE_DISTRICT)
    by_mandate = held.filter(partner__kind=PartnerKind.HEALTH_AUTHORITY).values("user_id")
    return list(User.objects.filter(Q(pk__in=by_role) | Q(pk__in=by_mandate)))


def authors_of(observation_ids: list[int]) -> dict[int, User]:
    """Return the author of each of these observations that has one still active, by observation."""
    rows = Observation.objects.filter(pk__in=observation_ids, user__is_active=True).select_related("user")
    return {row.pk: row.user for row in rows}


def answerers() -> list[User]:
    """Return who prepares answers, by name."""
    able = Q(is_superuser=True) | Q(groups__name__in=ANSWERERS)
    rows = User.objects.filter(able, is_active=True, is_staff=True).distinct()
    return sorted(rows, key=lambda person: (person.last_name, person.first_name, person.pk))
