# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fields that a form does not have are sent with it: the row is as if they had not been."""

import pytest
from django.urls import reverse

from portal.comments.models import Observation, Report, Support
from portal.core.models import User
from tests.portal.comments.writing import form
from tests.security.test_matrix import sessions

pytestmark = pytest.mark.django_db

SMUGGLED = {
    "is_public": "1",
    "state": "PUBLISHED",
    "stato": "approvato",
    "user": "1",
    "user_id": "1",
    "voice": "1",
    "voice_id": "1",
    "seat_id": "1",
    "seat_role": "DELEGATO",
    "ip_address": "192.0.2.99",
    "received_at": "2020-01-01 00:00",
    "published_at": "2020-01-01 00:00",
    "registry_number": "99",
    "channel": "PEC",
    "receipt_code": "MIO",
    "entered_by": "1",
    "is_staff": "on",
    "is_superuser": "on",
    "is_active": "",
    "groups": "1",
    "tavolo": "2",
    "email": "altro@evil.example",
    "resolved_at": "2020-01-01",
    "resolved_by": "1",
    "scope": "consultation:999",
    "target_id": "999",
    "revision_number": "7",
}


# THREATS: 17, 18
def test_what_is_smuggled_into_a_form_changes_nothing(world):
    citizen = world.people["citizen"]
    browser = sessions(world.people, ("citizen",))["citizen"]
    person = User.objects.filter(pk=citizen.pk).values().get()
    others = {row["pk"]: row for row in Observation.objects.values("pk", "state", "user_id", "scope", "is_public")}

    browser.post(reverse("comments:write", args=["paragraph", world.paragraph.paragraph_id]), {**SMUGGLED, **form()})
    browser.post(reverse("comments:reply", args=[world.theirs.pk]), {**SMUGGLED, **form()})
    browser.post(reverse("comments:report", args=[world.reply.pk]), {**SMUGGLED, "reason": "OFFENSIVE", "text": "x"})
    browser.post(reverse("comments:support", args=[world.theirs.pk]), {**SMUGGLED, "scelta": "si"})
    browser.post(reverse("comments:edit", args=[world.mine.pk]), {**SMUGGLED, "text": "Parole nuove, mie di prima."})
    browser.post(reverse("desk:my_data"), {**SMUGGLED, "first_name": "Ada", "last_name": "Rossi", "language": "it"})

    new = Observation.objects.exclude(pk__in=others)
    facts = {
        (row.state, row.is_public, row.user_id, row.voice_id or row.seat_id, row.channel, row.scope) for row in new
    }
    assert new.count() == 2
    assert facts == {("PENDING", False, citizen.pk, None, "WEB", world.target.scope)}
    assert {(row.ip_address, row.registry_number, row.entered_by_id, row.revision_number) for row in new} == {
        (None, "", None, 1)
    }
    assert {row.pk: row.user_id for row in Observation.objects.filter(pk__in=others)} == {
        pk: row["user_id"] for pk, row in others.items()
    }
    assert set(Observation.objects.filter(pk__in=others).values_list("pk", "state")) == {
        (pk, row["state"]) for pk, row in others.items()
    }
    assert set(Support.objects.values_list("user_id", flat=True)) == {citizen.pk}
    assert set(Report.objects.values_list("user_id", "resolved_at")) == {(citizen.pk, None)}
    after = User.objects.filter(pk=citizen.pk).values().get()
    assert {name for name in person if person[name] != after[name]} <= {"first_name", "last_name", "last_login"}


# THREATS: 17
def test_nobody_speaks_for_a_partner_or_on_a_tavolo_that_is_not_theirs(world):
    browser = sessions(world.people, ("delegate_b",))["delegate_b"]
    write = reverse("comments:write", args=["paragraph", world.paragraph.paragraph_id])
    before = Observation.objects.count()

    answers = [
        browser.post(write, form(voice=str(world.partner_a.pk))).status_code,
        browser.post(reverse("partners:my_name", args=[world.partner_a.slug]), {"is_name_public": "on"}).status_code,
        browser.post(f"/osserva/tavolo/{world.reserved_tavolo.pk}/", form()).status_code,
        browser.post(f"/osserva/documento/{world.secret_document.pk}/", form()).status_code,
    ]

    assert (answers[1:], Observation.objects.filter(voice=world.partner_a).count()) == ([403, 404, 404], 0)
    assert Observation.objects.count() <= before + 1
