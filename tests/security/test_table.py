# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page about security says what the tests say, and every case that is promised has a test."""

from tests.security import table
from tests.security.cases import CASES, HELD


def test_every_case_that_is_promised_has_a_test():
    assert sorted(HELD - set(table.held())) == []


def test_no_test_names_a_case_that_does_not_exist():
    assert sorted(set(table.held()) - set(CASES)) == []


def test_the_page_says_what_the_tests_say():
    assert table.PAGE.read_text() == table.page(), "Rifalla: python -m tests.security.table"
