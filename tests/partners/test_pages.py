# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of the register."""

import pytest
from django.urls import reverse

from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


def test_smoke(client):
    partner = PartnerFactory()
    for url in (reverse("partners:list"), partner.url, reverse("partners:distretto")):
        assert client.get(url).status_code == 200
