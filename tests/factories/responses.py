# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partners whose people write together."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from partners.enums import MandateRole
from partners.models import Partner
from portal.comments import scopes
from portal.comments.models import PartnerResponse, ResponseDraft
from portal.comments.scopes import Scope
from portal.comments.services import responses
from portal.core.models import User
from tests.factories.comments import SCOPE
from tests.factories.core import UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory

OPENS_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class TestScopes:
    """One consultation whose closing a test may move."""

    __test__ = False

    opens_at: datetime = OPENS_AT
    closes_at: datetime = datetime(2100, 1, 1, tzinfo=UTC)
    ordered: list[tuple[str, str]] = field(default_factory=list)

    def told(self, tokens: Any, *, moment: datetime) -> Mapping[str, Scope]:
        """Return the consultation."""
        one = Scope(
            token=SCOPE,
            title="Piano sociale di zona",
            url="/consultazioni/piano/",
            text_url="/testi/piano/",
            opens_at=self.opens_at,
            closes_at=self.closes_at,
            is_open=self.opens_at <= moment < self.closes_at,
        )
        return {SCOPE: one} if SCOPE in set(tokens) else {}

    def sections(self, token: str) -> Sequence[tuple[str, str]]:
        """Return the sections."""
        return self.ordered


@dataclass
class Team:
    """An organisation with a legal representative and a colleague."""

    partner: Partner
    legal: User
    colleague: User

    @property
    def response(self) -> PartnerResponse:
        """Its response."""
        return PartnerResponse.objects.get(partner=self.partner)


def team(**changes: Any) -> Team:
    """Return an organisation of two."""
    partner = PartnerFactory(**changes)
    legal = MandateFactory(
        partner=partner,
        role=MandateRole.LEGAL_REPRESENTATIVE,
        user=UserFactory(first_name="Rosa", last_name="Mancino"),
    ).user
    colleague = MandateFactory(partner=partner, user=UserFactory(first_name="Pino", last_name="Lauria")).user
    return Team(partner=partner, legal=legal, colleague=colleague)


def contribution(target: Any, group: Team, by: User, text: str = "Il pulmino serve anche il sabato.") -> ResponseDraft:
    """Return what a colleague wrote, through the service."""
    return responses.write_draft(
        target=target,
        partner_id=group.partner.pk,
        text=text,
        kind="OBSERVATION",
        by=by,
        key=uuid.uuid4().hex,
        moment=timezone.now(),
    )


def sent(group: Team, **changes: Any) -> responses.Sent:
    """Send everything that was written, as the legal representative."""
    response, now = group.response, timezone.now()
    responses.take_all(response_id=response.pk, by=group.legal, moment=now)
    values = {
        "response_id": response.pk,
        "seen": responses.fingerprint(response),
        "name_choice": "FULL",
        "display_name": "Rosa Mancino",
        "key": uuid.uuid4().hex,
        "by": group.legal,
        "moment": now,
        **changes,
    }
    return responses.send(**values)


__all__ = ["Team", "TestScopes", "contribution", "scopes", "sent", "team"]
