# SPDX-License-Identifier: AGPL-3.0-or-later
"""One house and one consultation for all drills: its processes remember rows, so no table is emptied in between."""

from collections import namedtuple

import pytest
from django.core.cache import cache
from django.core.management import call_command
from wagtail.models import Locale, Page

from portal.core import triggers
from portal.pages.services import install_standing_pages
from tests.drills.house import House
from tests.factories.consultations import ConsultationFactory

Place = namedtuple("Place", ["house", "consultation"])


@pytest.fixture(scope="module")
def place(tmp_path_factory, django_db_setup, django_db_blocker):
    """The web server, up, and an open consultation; afterwards every table is emptied."""
    with django_db_blocker.unblock():
        if not Page.objects.exists():  # emptying the tables after another test took away what migrations made
            locale = Locale.objects.get_or_create(language_code="it")[0]
            Page.add_root(title="Radice", slug="root", locale=locale)
        install_standing_pages()
        cache.clear()
        house = House(tmp_path_factory.mktemp("house"))
        try:
            consultation = ConsultationFactory()
            house.serve()
            yield Place(house, consultation)
        finally:
            house.end()
            with triggers.suspended():
                call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def house(place, django_db_blocker):
    """The running web server; the worker is started by the test and ended with it."""
    started = len(place.house._children)
    with django_db_blocker.unblock():
        yield place.house
        place.house.end_from(started)


@pytest.fixture
def consultation(place):
    """The open consultation."""
    return place.consultation
