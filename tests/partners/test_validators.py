# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identifiers of organisations."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.it import iva

from partners.validators import clean_number, is_checked, validate_fiscal_code, validate_vat_number


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


OFFICES = [f"{office:03d}" for office in (*range(1, 101), 120, 121, 888, 999)]


@st.composite
def codes(draw):
    """Draw the code of an organisation: seven digits, an office, the digit that checks them."""
    stem = f"{draw(st.integers(1, 9_999_999)):07d}{draw(st.sampled_from(OFFICES))}"
    return stem + luhn.calc_check_digit(stem)


def is_refused(number):
    try:
        validate_fiscal_code(number)
    except ValidationError:
        return True
    return False


@given(codes())
def test_every_code_that_is_right_is_accepted(number):
    assert not is_refused(number)


@given(codes(), st.integers(0, 10), st.integers(1, 9))
def test_every_code_with_one_digit_wrong_is_refused(number, place, shift):
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert is_refused(wrong)


@given(codes(), st.integers(0, 9))
def test_two_digits_changed_of_place_are_refused_but_for_nought_and_nine_which_the_check_digit_cannot_see(
    number, place
):
    left, right = number[place], number[place + 1]
    assume(left != right and {left, right} != {"0", "9"})

    assert is_refused(number[:place] + right + left + number[place + 2 :])


@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=16, max_size=16))
def test_sixteen_characters_are_always_a_person_and_the_refusal_says_so(code):
    with pytest.raises(ValidationError) as refused:
        validate_fiscal_code(code)

    assert refused.value.code == "personal"


@given(codes())
def test_a_code_typed_with_spaces_reads_the_same(number):
    assert clean_number(f" IT {number[:4]} {number[4:8]}.{number[8:]} ") == number


@given(st.one_of(st.from_regex(r"\A[0-9]{11}\Z"), codes(), st.text(max_size=12)))
def test_the_quick_check_of_long_lists_says_what_the_library_says(number):
    assert is_checked(number) == (number.isdigit() and number.isascii() and len(number) == 11 and iva.is_valid(number))


@given(codes(), st.integers(0, 10), st.integers(1, 9))
def test_the_quick_check_sees_every_wrong_digit(number, place, more):
    digit = (int(number[place]) + more) % 10

    assert not is_checked(f"{number[:place]}{digit}{number[place + 1 :]}")
