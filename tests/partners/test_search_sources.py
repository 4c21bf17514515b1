# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the search knows partners."""

import pytest

from partners import services
from partners.enums import PartnerState
from search.models import Refresh
from search.sources import source_of
from tests.factories.core import AreaFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


def test_a_partner_is_found_by_what_it_does_where_and_for_whom():
    area = AreaFactory(name="Anziani", slug="anziani")
    partner = PartnerFactory(name="Il Filo", for_whom="Anziani soli", areas=[area])

    entry = source_of("partner").entry(partner.pk)

    assert (entry.title, entry.url, entry.areas, entry.tokens) == (
        "Il Filo", "/partner/" + partner.slug + "/", ("anziani",), frozenset({"public"}),
    )  # fmt: skip
    assert [word in entry.text for word in ("sportello", "Anziani soli", "Roccalvana", "Anziani")] == [True] * 4


# THREATS: 2, 3
def test_a_partner_made_hidden_is_for_its_people_and_staff_from_the_same_moment():
    partner = PartnerFactory()
    partner.is_public = False

    services.save_partner(partner=partner, areas=[], by=None)

    row = Refresh.objects.get(kind="partner")
    assert (row.is_public, row.audience) == (False, [f"partner:{partner.pk}", "staff"])
    found = [source_of("partner").titles(["Associazione"], frozenset({who}), 5) for who in ("public", "staff")]
    assert [[one.title for one in titles] for titles in found] == [[], [partner.name]]


def test_a_partner_that_left_is_forgotten():
    partner = PartnerFactory(state=PartnerState.CEASED)

    assert source_of("partner").entry(partner.pk) is None
    assert source_of("partner").audience([partner.pk]) == {}
