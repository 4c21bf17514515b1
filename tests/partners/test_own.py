# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the people of a partner change themselves, and nobody else."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partners.enums import PaperKind
from partners.models import Partner, PartnerPaper, PartnerPlace, PartnerService
from portal.core import roles
from portal.core.models import AuditEvent, PrivateUpload
from tests.factories.core import AreaFactory, StaffFactory, UserFactory, office
from tests.factories.partners import MandateFactory, PartnerFactory, PlaceFactory, ServiceFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PAGES = ("own", "own_card", "own_verified", "add_service", "add_place", "add_paper")


@pytest.fixture
def mandate(client):
    office()
    found = MandateFactory(partner__name="Il Filo", partner__verified_on=date(2026, 1, 1))
    client.force_login(found.user)
    return found


def at(name, partner, *rest):
    return reverse(f"partners:{name}", args=[partner.slug, *rest])


def test_the_area_shows_data_people_documents_and_deadlines(client, mandate):
    ServiceFactory(partner=mandate.partner)

    page = client.get(at("own", mandate.partner)).content.decode()

    assert "Trasporto al Centro diurno" in page
    assert "Confermo che i dati sono corretti" in page
    assert mandate.user.get_full_name() in page or mandate.user.email in page


# THREATS: 7, 16, 19
@pytest.mark.parametrize("name", PAGES)
def test_nobody_else_opens_or_changes_it(client, mandate, name):
    other = MandateFactory().user
    only_a_tavolo = MandateFactory(partner=mandate.partner, scope="tavolo:1").user
    before = Partner.objects.values().get(pk=mandate.partner_id)

    for person in (other, only_a_tavolo, UserFactory(), StaffFactory()):
        client.force_login(person)
        answers = (
            client.get(at(name, mandate.partner)).status_code,
            client.post(at(name, mandate.partner)).status_code,
        )
        assert set(answers) <= {404, 405}

    assert Partner.objects.values().get(pk=mandate.partner_id) == before


# THREATS: 18
def test_the_card_changes_at_once_but_for_what_is_verified_or_the_offices(client, mandate):
    area = AreaFactory()
    fields = {
        "what_it_does": "Un'altra cosa", "areas": [area.pk], "phone": "0900 1", "name": "Nome rubato",
        "fiscal_code": "00127040764", "state": "CESSATA", "is_public": "", "slug": "altro", "verified_on": "2026-11-01",
    }  # fmt: skip

    client.post(at("own_card", mandate.partner), fields)

    partner = Partner.objects.get()
    assert (partner.what_it_does, partner.phone, list(partner.areas.all())) == ("Un'altra cosa", "0900 1", [area])
    assert (partner.name, partner.fiscal_code, partner.state) == ("Il Filo", "", "AMMESSA")
    assert (partner.is_public, partner.verified_on) == (True, date(2026, 1, 1))
    assert AuditEvent.objects.get(action="partner.changed").actor_id == mandate.user_id


def test_a_service_is_added_and_corrected_but_its_authorisation_is_the_offices(client, mandate):
    fields = {
        "name": "Doposcuola",
        "is_active": "on",
        "accreditation": "ACCREDITATO",
        "accreditation_date": "2026-01-01",
    }

    client.post(at("add_service", mandate.partner), fields)
    service = PartnerService.objects.get()
    client.post(at("own_service", mandate.partner, service.pk), {**fields, "name": "Doposcuola gratis"})

    service.refresh_from_db()
    assert (service.partner, service.name, service.accreditation) == (
        mandate.partner,
        "Doposcuola gratis",
        "NON_RICHIESTA",
    )


def test_services_and_places_of_others_are_not_there(client, mandate):
    service, place = ServiceFactory(), PlaceFactory()

    answers = [
        client.post(at("own_service", mandate.partner, service.pk), {"name": "Rubato"}).status_code,
        client.post(at("own_place", mandate.partner, place.pk), {"togli": "1"}).status_code,
    ]

    assert answers == [404, 404]
    assert PartnerPlace.objects.count() == 1


def test_a_place_is_taken_away_by_its_own_button(client, mandate):
    place = PlaceFactory(partner=mandate.partner)

    client.post(at("own_place", mandate.partner, place.pk), {"togli": "1"})

    assert PartnerPlace.objects.count() == 0


def handed(client, partner, content=PDF, **fields):
    file = SimpleUploadedFile("statuto.pdf", content)
    return client.post(at("add_paper", partner), {"kind": PaperKind.STATUTE, "file": file, **fields})


# THREATS: 6, 7, 44
def test_a_document_is_read_by_its_people_and_the_office_only(client, mandate, settings):
    settings.IS_DEMO = True
    roles.install()
    handed(client, mandate.partner, expires_on=str(timezone.localdate() - timedelta(days=1)))
    paper = PartnerPaper.objects.get()
    address = at("paper", mandate.partner, paper.pk)

    answers = {}
    for who, person in {
        "mine": mandate.user, "other": MandateFactory().user, "citizen": UserFactory(),
        "office": StaffFactory(roles=[roles.OFFICE]), "moderator": StaffFactory(roles=[roles.MODERATOR]),
    }.items():  # fmt: skip
        client.force_login(person)
        answers[who] = client.get(address).status_code
    client.force_login(mandate.user)

    assert answers == {"mine": 200, "other": 404, "citizen": 404, "office": 200, "moderator": 404}
    assert "scaduto" in client.get(at("own", mandate.partner)).content.decode()
    assert client.get(at("paper", PartnerFactory(), paper.pk)).status_code == 404


def test_a_file_that_is_not_a_document_is_refused_at_its_field(client, mandate):
    response = handed(client, mandate.partner, content=b"<html>ciao</html>")

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["file"])
    assert PrivateUpload.objects.count() == 0


def test_a_document_taken_back_opens_for_nobody(client, mandate):
    handed(client, mandate.partner)
    paper = PartnerPaper.objects.get()

    client.post(at("remove_paper", mandate.partner, paper.pk))

    assert client.get(at("paper", mandate.partner, paper.pk)).status_code == 404
    assert client.get(at("own", mandate.partner)).context["papers"] == []


def test_a_suspended_partner_still_keeps_its_data_true(client, mandate):
    Partner.objects.update(state="SOSPESA")

    page = client.get(at("own", mandate.partner))
    client.post(at("confirm_own", mandate.partner))

    assert page.status_code == 200
    assert Partner.objects.get().verified_on == timezone.localdate()
