# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes by e-mail: six digits that open once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from portal.core import codes, limits
from portal.core.models import OneTimeCode

pytestmark = pytest.mark.django_db

EMAIL = "ada@cittadini.example"


def _wrong(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_the_right_code_opens_once():
    code = codes.issue(EMAIL, "prova")

    first = codes.verify(" ADA@cittadini.example", "prova", f"{code[:3]} {code[3:]}")

    assert first is True
    with pytest.raises(codes.Expired):
        codes.verify(EMAIL, "prova", code)


def test_a_code_opens_only_what_it_was_asked_for():
    code = codes.issue(EMAIL, "prova")

    with pytest.raises(codes.Expired):
        codes.verify(EMAIL, "altro", code)


def test_a_code_ends_after_fifteen_minutes():
    code = codes.issue(EMAIL, "prova")

    with pytest.raises(codes.Expired):
        codes.verify(EMAIL, "prova", code, moment=timezone.now() + timedelta(minutes=15))


def test_a_new_code_ends_the_earlier_one():
    old = codes.issue(EMAIL, "prova")
    new = codes.issue(EMAIL, "prova")

    assert (codes.verify(EMAIL, "prova", old) if old != new else False, codes.verify(EMAIL, "prova", new)) == (
        False,
        True,
    )


# THREATS: 28
def test_the_sixth_guess_is_refused_even_when_right():
    code = codes.issue(EMAIL, "prova")
    guesses = [codes.verify(EMAIL, "prova", _wrong(code)) for _ in range(5)]

    with pytest.raises(codes.TooManyAttempts):
        codes.verify(EMAIL, "prova", code)

    assert guesses == [False] * 5


# THREATS: 30, 31
def test_codes_for_one_address_are_few():
    for _round in range(5):
        codes.issue(EMAIL, "prova")

    with pytest.raises(limits.TooMany):
        codes.issue(EMAIL.upper(), "altro")


def test_the_code_itself_is_kept_nowhere():
    code = codes.issue(EMAIL, "prova")

    row = OneTimeCode.objects.values().get()

    assert code not in {str(value) for value in row.values()}
    assert len(row["hash"]) == 64


# THREATS: 25
@pytest.mark.django_db(transaction=True)
def test_of_two_that_type_it_at_once_one_gets_in():
    code = codes.issue(EMAIL, "prova")
    barrier, answers = Barrier(2), []

    def work():
        barrier.wait()
        try:
            answers.append(codes.verify(EMAIL, "prova", code))
        except codes.Refused:
            answers.append(False)
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False, True]


def test_old_codes_are_deleted():
    codes.issue(EMAIL, "prova")

    assert codes.forget_old(timezone.now()) == 0
    assert codes.forget_old(timezone.now() + timedelta(days=2)) == 1
