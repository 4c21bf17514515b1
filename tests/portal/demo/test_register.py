# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of the demo: forty partners of every kind, true to the rules of the register."""

import pytest
from django.utils import timezone

from partners import outline
from partners.enums import PartnerKind, RuntsSection
from partners.models import Partner, PartnerPaper, PartnerService, RegisterSettings
from partners.validators import validate_fiscal_code
from portal.demo.loaders import people, register

pytestmark = pytest.mark.django_db


def test_forty_partners_of_every_kind_with_valid_codes_and_a_map():
    today = timezone.localdate()
    areas = people.load_areas()
    partners = people.load_partners(areas, today=today)
    persons = people.load_people(partners, today=today)

    register.load_register(areas, partners, persons, today=today)

    found = list(Partner.objects.all())
    for partner in found:
        validate_fiscal_code(partner.fiscal_code)
    assert len(found) == 40
    assert {partner.kind for partner in found} == set(PartnerKind.values)
    assert {partner.runts_section for partner in found} >= set(RuntsSection.values) - {RuntsSection.OTHER}
    assert len({partner.fiscal_code for partner in found}) == 40
    assert all(partner.areas.exists() for partner in found)
    assert any(partner.verified_on is None for partner in found)
    assert PartnerService.objects.exclude(accreditation="NON_RICHIESTA").count() >= 4
    assert PartnerPaper.objects.filter(expires_on__lt=today).count() == 1
    assert len(outline.shapes_of(RegisterSettings.load().territory)) == 5
