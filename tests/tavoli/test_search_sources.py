# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the search knows tavoli."""

import pytest

from partners.services import save_partner
from search.models import Refresh
from search.sources import source_of
from tests.factories.partners import PartnerFactory
from tests.factories.tavoli import ReservedTavoloFactory, TavoloFactory

pytestmark = pytest.mark.django_db


# THREATS: 2
def test_a_reserved_tavolo_is_entered_for_its_members_and_staff():
    tavolo = ReservedTavoloFactory()

    assert source_of("tavolo").entry(tavolo.pk).tokens == frozenset({tavolo.token, "staff"})
    assert source_of("tavolo").audience([tavolo.pk]) == {tavolo.pk: frozenset({tavolo.token, "staff"})}
    assert source_of("tavolo").titles(["Tavolo"], frozenset({"public"}), 5) == []


def test_a_tavolo_is_found_by_the_public_names_of_who_sits_there():
    tavolo = TavoloFactory(partners=[PartnerFactory(name="Il Filo"), PartnerFactory(name="Rifugio", is_public=False)])

    text = source_of("tavolo").entry(tavolo.pk).text

    assert ("Il Filo" in text, "Rifugio" in text) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_a_tavolo_is_read_again_when_a_partner_at_it_changes():
    partner = PartnerFactory()
    tavolo = TavoloFactory(partners=[partner])

    save_partner(partner=partner, areas=[], by=None)

    assert list(Refresh.objects.filter(kind="tavolo").values_list("thing", flat=True)) == [str(tavolo.pk)]
