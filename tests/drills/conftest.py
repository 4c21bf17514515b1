# SPDX-License-Identifier: AGPL-3.0-or-later
"""One house for all drills: starting it costs more than a drill."""

import pytest
from django.core.cache import cache

from tests.drills.house import House


@pytest.fixture(scope="session")
def running_house(tmp_path_factory, django_db_setup, django_db_blocker):
    """The web server, up for the whole session."""
    with django_db_blocker.unblock():
        house = House(tmp_path_factory.mktemp("house"))
        try:
            house.serve()
            yield house
        finally:
            house.end()


@pytest.fixture
def house(running_house, transactional_db):
    """The web server on the rows of this test; the worker is started, and ended, by the test."""
    cache.clear()
    started = len(running_house._children)
    yield running_house
    running_house.end_from(started)


@pytest.fixture
def consultation(transactional_db):
    """An open consultation, on a portal with its first pages."""
    from portal.pages.services import install_standing_pages
    from tests.factories.consultations import ConsultationFactory

    install_standing_pages()
    return ConsultationFactory()
