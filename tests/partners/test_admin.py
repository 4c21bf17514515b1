# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register in the admin."""

import re
from datetime import date

import pytest
from django.urls import reverse

from partners.enums import PartnerKind
from partners.models import Mandate, Partner
from portal.core import roles
from portal.core.models import AuditEvent
from search.models import Refresh
from tests.factories.core import AreaFactory, StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory

pytestmark = pytest.mark.django_db

INLINES = ("identifiers", "activities", "places", "services")


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


@pytest.fixture
def officer(client):
    roles.install()
    person = StaffFactory(roles=[roles.OFFICE])
    client.force_login(person)
    return person


def typed(**fields):
    return {
        "name": "Il Filo di Lana",
        "kind": PartnerKind.ETS,
        "state": "AMMESSA",
        "is_public": "on",
        "what_it_does": "Laboratori di tessitura.",
        **{f"{name}-{count}": "0" for name in INLINES for count in ("TOTAL_FORMS", "INITIAL_FORMS")},
        **fields,
    }


def test_a_partner_is_entered_with_its_areas_recorded_and_told_to_the_search(client, officer):
    area = AreaFactory()

    response = client.post(
        reverse("partners_admin:add"), typed(fiscal_code="0012 7040764", areas=[area.pk]), follow=True
    )

    partner = Partner.objects.get()
    assert response.status_code == 200
    assert (partner.slug, partner.fiscal_code, list(partner.areas.all())) == ("il-filo-di-lana", "00127040764", [area])
    assert list(AuditEvent.objects.filter(action__startswith="partner.").values_list("action", "actor_id")) == [
        ("partner.registered", officer.pk)
    ]
    assert list(Refresh.objects.filter(kind="partner").values_list("thing", flat=True)) == [str(partner.pk)]


def test_changing_a_partner_keeps_its_address_and_records_what_changed(client, officer):
    partner = PartnerFactory(slug="filo", name="Filo")

    client.post(reverse("partners_admin:edit", args=[partner.pk]), typed(slug=""))

    partner.refresh_from_db()
    event = AuditEvent.objects.get(action="partner.changed")
    assert (partner.name, partner.slug) == ("Il Filo di Lana", "filo")
    assert (event.text.body["before"]["name"], event.text.body["after"]["name"]) == ("Filo", "Il Filo di Lana")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"fiscal_code": "RCCMNL83S18D969H"}, "fiscal_code"),
        ({"fiscal_code": "93001234567"}, "fiscal_code"),
        ({"vat_number": "12345678901"}, "vat_number"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "ftp://files.example/"}, "website"),
        ({"runts_number": "123"}, "__all__"),
        ({"kind": PartnerKind.MUNICIPALITY, "runts_section": "ODV"}, "__all__"),
    ],
)
def test_what_is_not_true_of_an_organisation_is_refused_at_its_field(client, officer, fields, field):
    response = client.post(reverse("partners_admin:add"), typed(**fields))

    assert list(response.context["form"].errors) == [field]
    assert Partner.objects.count() == 0


def test_the_same_fiscal_code_twice_leads_to_the_one_that_has_it(client, officer):
    PartnerFactory(fiscal_code="00127040764")

    response = client.post(reverse("partners_admin:add"), typed(fiscal_code="00127040764"))

    assert "già nel registro" in str(response.context["form"].errors)
    assert Partner.objects.count() == 1


def test_a_mandate_is_given_to_an_account_found_by_its_address(client, officer):
    person, partner = UserFactory(email="marta@filo.example"), PartnerFactory()
    fields = {"email": "Marta@Filo.example", "partner": partner.pk, "role": "DELEGATO", "can_speak": "on",
              "scope": "distretto", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}  # fmt: skip

    client.post(reverse("mandates_admin:add"), fields)

    mandate = Mandate.objects.get()
    assert (mandate.user, mandate.partner, mandate.ends_on) == (person, partner, date(2026, 12, 31))
    assert mandate.is_name_public is False


def test_a_mandate_is_not_given_to_an_address_without_account_nor_for_a_scope_that_does_not_exist(client, officer):
    partner = PartnerFactory()
    fields = {"email": "nessuno@filo.example", "partner": partner.pk, "role": "DELEGATO", "can_speak": "on",
              "scope": "tavolo:777", "starts_on": "2026-01-01"}  # fmt: skip

    response = client.post(reverse("mandates_admin:add"), fields)

    assert sorted(response.context["form"].errors) == ["email", "scope"]


# THREATS: 18
def test_person_and_partner_of_a_mandate_never_change_nor_does_the_choice_about_the_name(client, officer):
    mandate, other = MandateFactory(), MandateFactory()
    fields = {"email": other.user.email, "partner": other.partner_id, "role": "SUPPLENTE", "can_vote": "on",
              "scope": "distretto", "starts_on": "2026-01-01", "is_name_public": "on"}  # fmt: skip

    client.post(reverse("mandates_admin:edit", args=[mandate.pk]), fields)

    changed = Mandate.objects.get(pk=mandate.pk)
    assert (changed.user, changed.partner, changed.role) == (mandate.user, mandate.partner, "SUPPLENTE")
    assert changed.is_name_public is False


def test_a_mandate_is_opened_from_the_list(client, officer):
    mandate = MandateFactory()

    page = client.get(reverse("mandates_admin:index"), {"q": mandate.user.email}).content.decode()

    table = re.sub(r"(?s)<template.*?</template>|<ul.*?</ul>", "", page)
    assert f'<a href="{reverse("mandates_admin:edit", args=[mandate.pk])}"' in table


def test_a_mandate_is_revoked_and_stays_on_record(client, officer):
    mandate = MandateFactory()
    url = reverse("mandates_admin:delete", args=[mandate.pk])
    assert client.get(url).status_code == 200

    client.post(url)

    mandate.refresh_from_db()
    assert mandate.revoked_at is not None


# THREATS: 9
def test_partners_are_picked_by_searching_and_only_by_staff(client, officer, settings):
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database"}}  # written to at once
    PartnerFactory(name="Il Filo di Lana")
    PartnerFactory(name="Orto Grande")
    url = reverse("partner_chooser:choose_results")

    page = client.get(url, {"q": "filo"}).content.decode()
    client.force_login(MandateFactory().user)

    assert ("Il Filo di Lana" in page, "Orto Grande" in page) == (True, False)
    assert client.get(url, {"q": "filo"}).status_code == 404


ROLES = {
    "anonymous": None,
    "citizen": (),
    "drafter": (roles.DRAFTER,),
    "moderator": (roles.MODERATOR,),
    "office": (roles.OFFICE,),
    "coordinator": (roles.COORDINATOR,),
    "administrator": (roles.ADMINISTRATOR,),
    "health": (roles.HEALTH_REFERENT,),
    "dpo": (roles.DPO,),
}
EDITORS = {"office", "coordinator", "administrator"}
STAFF = set(ROLES) - {"anonymous", "citizen"}


def sign_in(client, role):
    roles.install()
    if role == "anonymous":
        return
    client.force_login(UserFactory() if role == "citizen" else StaffFactory(roles=ROLES[role]))


# THREATS: 9, 16
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", ["partners_admin", "mandates_admin"])
def test_the_office_keeps_the_register_other_staff_read_it_nobody_else_enters(client, role, name):
    thing = MandateFactory()
    pk = thing.partner_id if name == "partners_admin" else thing.pk
    sign_in(client, role)

    may_list = client.get(reverse(f"{name}:index")).status_code == 200
    may_add = client.get(reverse(f"{name}:add")).status_code == 200
    may_edit = client.get(reverse(f"{name}:edit", args=[pk])).status_code == 200
    client.post(reverse(f"{name}:delete", args=[pk]))

    thing.refresh_from_db()
    assert (may_list, may_add, may_edit) == (role in STAFF, role in EDITORS, role in EDITORS)
    assert Partner.objects.count() == 1
    assert (thing.revoked_at is not None) == (name == "mandates_admin" and role in EDITORS)
