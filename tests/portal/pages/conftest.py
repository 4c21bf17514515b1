# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages a portal is born with."""

import pytest

from portal.pages.services import install_standing_pages


@pytest.fixture
def home(db):
    """The home page, with the standing pages below it."""
    return install_standing_pages()
