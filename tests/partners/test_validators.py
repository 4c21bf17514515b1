# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identifiers of organisations."""

import pytest
from django.core.exceptions import ValidationError

from partners.validators import clean_number, validate_fiscal_code, validate_vat_number


@pytest.mark.parametrize("number", ["00127040764", "80002950766"])
def test_the_code_of_an_organisation_is_accepted(number):
    assert validate_fiscal_code(number) is None
    assert validate_vat_number(number) is None


def test_a_wrong_check_digit_is_refused():
    with pytest.raises(ValidationError) as refused:
        validate_fiscal_code("93001234567")

    assert refused.value.code == "invalid"


@pytest.mark.parametrize("code", ["RCCMNL83S18D969H", "RCCMNL83S18D969X"])
def test_the_code_of_a_person_is_refused_with_its_reason(code):
    with pytest.raises(ValidationError) as refused:
        validate_fiscal_code(code)

    assert refused.value.code == "personal"


def test_numbers_are_typed_with_spaces_and_the_name_of_the_country():
    assert clean_number(" it 00127 040764 ") == "00127040764"
