# SPDX-License-Identifier: AGPL-3.0-or-later
"""The official responses that were sent, as anybody may read them: who, in what role, each point with its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from documents.consultations.models import Consultation
from documents.consultations.models.consultation import SCOPE_PREFIX
from documents.consultations.queries.answers import published_answers
from documents.consultations.queries.report import Line
from partners.models import Partner
from portal.comments.enums import State
from portal.comments.models import Observation, PartnerResponse
from portal.comments.models.responses import PartnerResponseQuerySet
from portal.comments.queries.responses import role_label
from portal.core.exceptions import NotReadable


@dataclass(frozen=True, kw_only=True)
class PublicResponse:
    """A response with what of it is published."""

    response: PartnerResponse
    consultation: Consultation
    lines: Sequence[Line]

    @property
    def role(self) -> str:
        """In what role it was sent, in words."""
        return role_label(self.response.sender_role)


@dataclass(frozen=True, kw_only=True)
class ResponseLink:
    """A response in a list."""

    partner_name: str
    url: str
    count: int
    consultation_title: str = ""


def public_response(pk: int) -> PublicResponse:
    """Return a response of which something is published.

    :raises NotReadable: it was not sent, or nothing of it may be read (yet); the two look the same.
    """
    response = _shown().filter(pk=pk).select_related("partner").first()
    if response is None:
        raise NotReadable
    consultation = _consultations([response]).get(response.scope)
    if consultation is None:
        raise NotReadable
    rows = Observation.objects.published().filter(response=response).select_related("voice", "seat")
    found = list(rows.order_by("pk"))
    answers = published_answers([one.pk for one in found])
    return PublicResponse(
        response=response,
        consultation=consultation,
        lines=[Line(observation=one, answer=answers.get(one.pk)) for one in found],
    )


def of_consultation(consultation: Consultation) -> list[ResponseLink]:
    """Return the official responses to a consultation, by the name of the partner: one query."""
    rows = _counted(_shown().filter(scope=consultation.scope)).order_by("partner__name")
    return [
        ResponseLink(partner_name=row.partner.name, url=row.public_url, count=getattr(row, "published_count", 0))
        for row in rows
    ]


def of_partner(partner: Partner) -> list[ResponseLink]:
    """Return the official responses of a partner, newest first: two queries."""
    rows = list(_counted(_shown().filter(partner=partner)).order_by("-sent_at", "-pk"))
    known = _consultations(rows)
    return [
        ResponseLink(
            partner_name=partner.name,
            url=row.public_url,
            count=getattr(row, "published_count", 0),
            consultation_title=known[row.scope].title,
        )
        for row in rows
        if row.scope in known
    ]


def _shown() -> PartnerResponseQuerySet:
    published = Observation.objects.published().filter(response_id=OuterRef("pk")).order_by()
    return PartnerResponse.objects.sent().filter(Exists(published))


def _counted(rows: PartnerResponseQuerySet) -> PartnerResponseQuerySet:
    published = Count("observations", filter=Q(observations__state=State.PUBLISHED))
    return rows.select_related("partner").annotate(published_count=published)


def _consultations(rows: Sequence[PartnerResponse]) -> dict[str, Consultation]:
    numbers = {row.scope.removeprefix(SCOPE_PREFIX) for row in rows}
    found = Consultation.objects.announced().filter(pk__in=[int(one) for one in numbers if one.isdigit()])
    return {one.scope: one for one in found}
