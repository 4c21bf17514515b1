# SPDX-License-Identifier: AGPL-3.0-or-later
"""A letter is claimed by its author with the code of a slip."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from portal.comments.models import ClaimCode, Observation
from portal.comments.services import claims
from portal.core import roles
from portal.core.models import AuditEvent, AuditText
from tests.factories.comments import ObservationFactory
from tests.factories.core import UserFactory
from tests.portal.comments.test_moderation import staff

pytestmark = pytest.mark.django_db

SIGN = r"[2-9A-HJ-NP-Z]{4}"
CODE = re.compile(rf"{SIGN}-{SIGN}-{SIGN}-{SIGN}")


@pytest.fixture
def clerk(settings):
    settings.IS_DEMO = True
    return staff(roles.OFFICE)


@pytest.fixture
def letter(target):
    return ObservationFactory(
        target=target, user=None, channel="PAPER", received_date="2026-11-20", display_name="Gina M."
    )


def given(letter, clerk):
    return claims.issue_code(observation=letter, by=clerk, moment=timezone.now())


def typed(client, code):
    return client.post(reverse("comments:claim"), {"code": code})


def test_the_slip_shows_the_code_once_with_a_drawing_and_only_its_hash_is_kept(client, clerk, letter):
    client.force_login(clerk)
    address = reverse("comments_admin:claim", args=[letter.pk])

    slip = client.post(address)
    again = client.get(address).content.decode()

    code = CODE.search(slip.content.decode()).group()
    assert "<svg" in slip.content.decode()
    assert slip.headers["Cache-Control"] == "private, no-store"
    assert code not in again
    assert ClaimCode.objects.get().code_hash == claims.hash_of(code)
    assert code not in str(list(AuditText.objects.values_list("body", flat=True)))


def test_its_author_claims_it_and_no_word_changes(client, clerk, letter):
    code = given(letter, clerk)
    author = UserFactory()
    before = (letter.comment, letter.display_name, letter.entered_by_id, letter.channel, letter.received_at)
    client.force_login(author)

    answer = typed(client, f" {code.lower().replace('-', ' ')} ")

    letter = Observation.objects.get()
    assert answer.headers["Location"] == letter.receipt_url
    assert letter.user == author
    assert (letter.comment, letter.display_name, letter.entered_by_id, letter.channel, letter.received_at) == before
    assert letter.revisions.count() == 1
    assert AuditEvent.objects.filter(action="claim.used", actor_id=author.pk).count() == 1
    assert typed(client, code).headers["Location"] == letter.receipt_url  # pressed twice: the same letter
    assert AuditEvent.objects.filter(action="claim.used").count() == 1


def test_what_was_claimed_is_found_in_the_own_area_but_cannot_be_rewritten(client, clerk, letter):
    author = UserFactory()
    claims.claim(code=given(letter, clerk), by=author, moment=timezone.now())
    client.force_login(author)

    page = client.get(letter.receipt_url).content.decode()

    assert "Modifica il testo" not in page
    for name in ("comments:edit", "comments:withdraw"):
        assert client.post(reverse(name, args=[letter.pk]), {"text": "Altre parole mie."}).status_code == 404
    assert Observation.objects.get().comment == letter.comment


# THREATS: 25, 29
def test_wrong_used_and_revoked_codes_get_the_same_answer(client, clerk, target, letter):
    used = given(letter, clerk)
    claims.claim(code=used, by=UserFactory(), moment=timezone.now())
    other = ObservationFactory(target=target, user=None, channel="PAPER", received_date="2026-11-20")
    revoked = given(other, clerk)
    reissued = given(other, clerk)
    claims.revoke_code(observation=other, by=clerk, moment=timezone.now())
    client.force_login(UserFactory())

    answers = [typed(client, code) for code in ("ABCD-EFGH-JKLM-NPQR", used, revoked, reissued)]

    told = {re.sub(r'value="[^"]*"|nonce="[^"]*"', "", answer.content.decode()) for answer in answers}
    assert {answer.status_code for answer in answers} == {422}
    assert len(told) == 1
    assert Observation.objects.get(pk=other.pk).user is None


# THREATS: 25, 56
def test_of_two_claims_at_once_one_wins(clerk, letter):
    code = given(letter, clerk)
    first, second = UserFactory(), UserFactory()

    claims.claim(code=code, by=first, moment=timezone.now())
    with pytest.raises(claims.CodeNotGood):
        claims.claim(code=code, by=second, moment=timezone.now())

    assert Observation.objects.get().user == first


# THREATS: 56
def test_the_database_keeps_one_code_in_force_for_each_letter(clerk, letter):
    given(letter, clerk)

    with pytest.raises(IntegrityError), transaction.atomic():
        ClaimCode.objects.create(observation=letter, code_hash="x", issued_at=timezone.now())


# THREATS: 31
def test_codes_are_not_guessed(client, letter):
    client.force_login(UserFactory())

    answers = [typed(client, "ABCD-EFGH-JKLM-NPQR").status_code for _time in range(11)]

    assert answers == [422] * 10 + [429]


def test_what_came_from_the_site_or_has_its_author_gets_no_code(client, clerk, target, letter):
    with pytest.raises(claims.NotClaimable):
        given(ObservationFactory(target=target), clerk)
    claims.claim(code=given(letter, clerk), by=UserFactory(), moment=timezone.now())
    client.force_login(clerk)

    answer = client.post(reverse("comments_admin:claim", args=[letter.pk]))

    assert answer.status_code == 409


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(client):
    answer = client.get(reverse("comments:claim"))

    assert answer.headers["Location"] == f"{reverse('account_login')}?next=%2Fe-mia%2F"
