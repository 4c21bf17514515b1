# SPDX-License-Identifier: AGPL-3.0-or-later
"""There is one way in: the sign-in page that counts attempts and asks for the second factor."""

import pytest
from django.contrib.auth import SESSION_KEY

from portal.core import roles
from tests.factories.core import PASSWORD, StaffFactory

pytestmark = pytest.mark.django_db


# THREATS: 28, 32
@pytest.mark.parametrize("door", ["/gestione/login/", "/_util/login/", "/en/_util/login/"])
def test_the_other_sign_in_pages_of_our_libraries_let_nobody_in(client, door):
    person = StaffFactory(roles=[roles.OFFICE])

    response = client.post(f"{door}?next=/area-personale/", {"username": person.email, "password": PASSWORD})

    assert response.status_code == 302
    assert response["Location"].endswith("/account/login/?next=/area-personale/")
    assert SESSION_KEY not in client.session


# THREATS: 25, 28
@pytest.mark.parametrize("door", ["/gestione/password_reset/", "/gestione/password_reset/done/"])
def test_passwords_are_not_reset_by_another_door(client, door):
    assert client.get(door).status_code == 404
    assert client.post(door, {"email": "qualcuno@cittadini.example"}).status_code in {404, 405}
