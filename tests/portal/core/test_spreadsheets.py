# SPDX-License-Identifier: AGPL-3.0-or-later
"""No cell is ever run as a formula."""

import pytest

from portal.core import spreadsheets


# THREATS: 38
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "  =", "\u00a0="])
def test_what_a_spreadsheet_would_compute_is_only_text(start):
    assert spreadsheets.safe_cell(f"{start}1+1") == f"'{start}1+1"


# THREATS: 38
def test_the_file_is_read_right_by_italian_spreadsheets():
    text = "".join(spreadsheets.csv_lines(["Nome", "Città"], [["Ada; detta «A»", None], ['="x"', 3]]))

    assert text == '\ufeffNome;Città\r\n"Ada; detta «A»";\r\n"\'=""x""";3\r\n'
