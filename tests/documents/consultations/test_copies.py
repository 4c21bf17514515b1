# SPDX-License-Identifier: AGPL-3.0-or-later
"""Copied pages of consultations end with the windows they speak of."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from documents.consultations.queries.instants import next_instant
from tests.factories.consultations import ConsultationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def copies_are_kept(settings, tmp_path):
    settings.COPIES_ENABLED = True
    settings.COPIES_FILE = tmp_path / "copies.stamp"


def test_the_next_instant_is_the_first_opening_or_closing_to_come():
    window = ConsultationFactory().windows.get()
    before = window.opens_at - timedelta(days=1)

    assert next_instant(before) == window.opens_at
    assert next_instant(window.opens_at) == window.closes_at
    assert next_instant(window.closes_at) is None


# THREATS: 10, 51
@pytest.mark.usefixtures("copies_are_kept")
def test_a_copy_made_a_second_before_the_closing_is_not_given_at_the_closing(client):
    consultation = ConsultationFactory()
    closes_at = consultation.windows.get().closes_at
    url = reverse("consultations:consultation", args=[consultation.slug])

    with time_machine.travel(closes_at - timedelta(seconds=1), tick=False):
        before = client.get(url).content.decode()
    with time_machine.travel(closes_at, tick=False):
        after = client.get(url).content.decode()

    write = "di&#x27; la tua"
    assert (write in before or "di' la tua" in before, write in after or "di' la tua" in after) == (True, False)
