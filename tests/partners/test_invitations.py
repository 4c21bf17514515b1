# SPDX-License-Identifier: AGPL-3.0-or-later
"""People invited by e-mail: the link opens for its address and nobody else."""

import logging
import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partners import queries, services
from partners.enums import MandateRole, PartnerKind
from partners.models import Expert, Invitation, Mandate, StaffFunction, StaffPosition
from portal.core import audiences, emptying, roles
from portal.core.models import AuditText, User
from portal.notifications.models import OutgoingMail
from tests.factories.adhesion import PDF
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory, PartnerFactory
from tests.factories.seats import ExpertFactory, InvitationFactory

pytestmark = pytest.mark.django_db
LEGAL = MandateRole.LEGAL_REPRESENTATIVE


@pytest.fixture(autouse=True)
def _files_aside(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    settings.IS_DEMO = True


@pytest.fixture
def head():
    """Who represents an organisation by law, with every power."""
    return MandateFactory(role=LEGAL, can_vote=True, can_sign=True)


def offer(email="nina@filo.example", **fields):
    return services.Offer(email=email, role=fields.pop("role", MandateRole.DELEGATE), **fields)


def invited(head, email="nina@filo.example", **fields):
    """Return the token that was mailed."""
    return services.invite_person(
        partner=head.partner, offer=offer(email, **fields), by=head.user, moment=timezone.now()
    )


def verified(email):
    user = UserFactory(email=email)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def opened(client, token):
    return client.get(reverse("partners:invitation_link", args=[token]), follow=True)


def accept(client):
    return client.post(reverse("partners:invitation"), {"step": "accetto"})


def code_mailed():
    mail = OutgoingMail.objects.filter(subject__contains="codice").latest("pk")
    return re.search(r"\b\d{6}\b", mail.text).group()


def test_from_the_invitation_to_a_personal_account_with_a_code(client, head):
    token = invited(head, can_vote=True)
    page = opened(client, token)
    client.post(reverse("partners:invitation"), {"step": "manda"})
    done = client.post(reverse("partners:invitation"), {"step": "codice", "code": code_mailed()})

    person = User.objects.get(email="nina@filo.example")
    mandate = Mandate.objects.get(user=person)
    assert (page.status_code, head.partner.name in page.text, done["Location"]) == (200, True, "/area-personale/")
    assert (mandate.partner, mandate.role, mandate.can_vote, mandate.can_sign) == (
        head.partner, "DELEGATO", True, False,
    )  # fmt: skip
    assert mandate.ends_on == head.ends_on
    assert client.get("/area-personale/").status_code == 200


# THREATS: 25
@pytest.mark.parametrize("written", ["Nina@Filo.example", " nina@filo.example ", "ｎｉｎａ@filo.example"])
def test_the_same_address_in_any_letters_is_the_same_person_and_one_membership(client, head, written):
    person = verified("nina@filo.example")
    token = invited(head, written)
    again = invited(head, written)
    client.force_login(person)

    first = opened(client, token).status_code
    opened(client, again)
    accept(client)

    assert first == 404  # the second invitation ended the first
    assert list(Mandate.objects.filter(partner=head.partner).values_list("user_id", flat=True).order_by("pk")) == [
        head.user_id, person.pk,
    ]  # fmt: skip


# THREATS: 25
def test_a_link_forwarded_to_another_address_is_refused(client, head):
    token = invited(head)
    client.force_login(verified("altra@filo.example"))

    page = opened(client, token)
    posted = accept(client)

    assert (page.status_code, posted.status_code) == (403, 403)
    assert Mandate.objects.count() == 1
    assert Invitation.objects.get().accepted_at is None


# THREATS: 25
def test_who_only_claims_the_address_without_having_proved_it_is_refused(client, head):
    token = invited(head)
    claimant = UserFactory(email="nina@filo.example")
    EmailAddress.objects.filter(user=claimant).update(verified=False)
    client.force_login(claimant)

    page = opened(client, token)

    assert (page.status_code, accept(client).status_code, Mandate.objects.count()) == (403, 403, 1)


# THREATS: 25, 29
def test_guessed_used_revoked_and_expired_links_look_the_same(client, head):
    person = verified("nina@filo.example")
    client.force_login(person)
    used, revoked, expired = (invited(head, scope=scope) for scope in ("distretto", "tavolo:1", "tavolo:2"))
    opened(client, used)
    accept(client)
    client.get(reverse("desk:home"))  # reads what was said of the one accepted
    services.revoke_invitation(invitation=Invitation.objects.get(scope="tavolo:1"), by=head.user, moment=timezone.now())
    Invitation.objects.filter(scope="tavolo:2").update(
        created_at=timezone.now() - timedelta(days=20), expires_at=timezone.now() - timedelta(seconds=1)
    )

    pages = [opened(client, token) for token in ("tirato-a-indovinare", used, revoked, expired)]

    bodies = {re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text) for page in pages}
    assert [page.status_code for page in pages] == [404] * 4
    assert len(bodies) == 1
    assert Mandate.objects.filter(user=person).count() == 1


# THREATS: 25
def test_an_invitation_is_accepted_once(head):
    invited(head)
    person, invitation = verified("nina@filo.example"), Invitation.objects.get()
    services.accept(invitation=invitation, user=person, moment=timezone.now())

    with pytest.raises(services.InvitationRefused):
        services.accept(invitation=invitation, user=person, moment=timezone.now())

    assert Mandate.objects.filter(user=person).count() == 1


# THREATS: 25, 41
def test_the_token_stands_in_no_row_no_log_and_no_referer(client, head, caplog):
    with caplog.at_level(logging.DEBUG):
        token = invited(head)
        link = client.get(reverse("partners:invitation_link", args=[token]))
        client.force_login(verified("altra@filo.example"))
        opened(client, token)
        opened(client, "tirato-a-indovinare")

    stored = str(list(Invitation.objects.values())) + str(list(AuditText.objects.values_list("body", flat=True)))
    assert (link["Location"], link["Referrer-Policy"]) == (reverse("partners:invitation"), "no-referrer")
    # A form sent from a page without a referrer has no origin either, and is refused.
    assert client.get(reverse("partners:invitation"))["Referrer-Policy"] == "same-origin"
    assert token not in stored
    assert [record.getMessage() for record in caplog.records if token in record.getMessage()] == []
    mail = OutgoingMail.objects.get()
    assert (token in mail.text, mail.is_secret) == (True, True)


# THREATS: 19
@pytest.mark.parametrize(
    "fields",
    [
        {"can_sign": True},
        {"can_vote": True},
        {"role": LEGAL},
        {"role": MandateRole.HEALTH_REFERENT},
        {"ends_on": timezone.localdate() + timedelta(days=4000)},
        {"scope": "distretto"},
    ],
    ids=str,
)
def test_nobody_gives_more_than_they_hold(fields):
    own = MandateFactory(role=LEGAL, can_vote=False, can_sign=False, scope="tavolo:1")
    given = {"scope": "tavolo:1", **fields}

    with pytest.raises(services.NotManager):
        invited(own, **given)

    assert Invitation.objects.count() == 0


# THREATS: 18, 19
def test_nobody_promotes_themselves_and_only_the_head_invites(client, head):
    delegate = MandateFactory(partner=head.partner)
    with pytest.raises(services.NotManager):
        invited(head, head.user.email)
    with pytest.raises(services.NotManager):
        invited(delegate)
    client.force_login(delegate.user)
    urls = [
        reverse("partners:people", args=[head.partner.slug]),
        reverse("partners:invite_person", args=[head.partner.slug]),
    ]
    delegates = [client.get(url).status_code for url in urls]
    client.force_login(head.user)
    posted = client.post(
        urls[1], {"email": "nina@filo.example", "role": "RAPPRESENTANTE", "can_speak": "on", "scope": "distretto"}
    )

    assert delegates == [404, 404]
    assert (posted.status_code, list(posted.context["form"].errors)) == (422, ["role"])
    assert Invitation.objects.count() == 0


def test_an_invitation_falls_with_who_sent_it(head):
    invited(head)
    services.revoke_mandate(mandate=head, by=StaffFactory(), moment=timezone.now())

    with pytest.raises(services.InvitationRefused):
        services.accept(invitation=Invitation.objects.get(), user=verified("nina@filo.example"), moment=timezone.now())


# THREATS: 26
def test_the_head_ends_a_mandate_and_the_very_next_request_finds_no_power(client, head):
    colleague = MandateFactory(partner=head.partner)
    other = MandateFactory()
    client.force_login(head.user)

    client.post(reverse("partners:end_person", args=[head.partner.slug, colleague.pk]))
    foreign = client.post(reverse("partners:end_person", args=[head.partner.slug, other.pk])).status_code

    other.refresh_from_db()
    assert queries.can_speak_for(colleague.user, head.partner, moment=timezone.now()) is False
    assert (foreign, other.revoked_at) == (404, None)


def test_one_head_does_not_end_another(head):
    second = MandateFactory(partner=head.partner, role=LEGAL)

    with pytest.raises(services.NotManager):
        services.end_person(mandate=second, by=head.user, moment=timezone.now())


# THREATS: 31
def test_an_organisation_has_so_many_waiting_invitations_and_no_more(head):
    for number in range(15):
        invited(head, f"persona-{number}@filo.example")

    with pytest.raises(services.TooManyInvitations):
        invited(head, "una-di-troppo@filo.example")

    assert Invitation.objects.count() == 15


# THREATS: 40
def test_an_address_that_would_add_a_header_is_refused(client, head):
    client.force_login(head.user)
    url = reverse("partners:invite_person", args=[head.partner.slug])

    response = client.post(
        url, {"email": "nina@filo.example\nBcc: tutti@filo.example", "role": "DELEGATO", "can_speak": "on",
              "scope": "distretto"},
    )  # fmt: skip

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["email"])
    assert OutgoingMail.objects.count() == 0


def test_a_person_who_was_invited_and_leaves_takes_the_address_along(head):
    person = verified("nina@filo.example")
    invited(head)

    emptying.empty_everywhere(person)

    invitation = Invitation.objects.get()
    assert (invitation.revoked_at is not None, "nina" in invitation.email) == (True, False)


def test_an_expert_reads_the_tavolo_for_a_time_votes_for_nobody_and_the_access_ends_by_itself():
    expert = ExpertFactory(scope="tavolo:7")
    now = timezone.now()

    during = audiences.tokens_for(expert.user)
    Expert.objects.filter(pk=expert.pk).update(
        starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
    )

    assert during == {"public", "tavolo:7"}
    assert audiences.tokens_for(expert.user) == {"public"}
    assert queries.mandates_of(expert.user, moment=now) == []


def test_an_expert_accepts_and_staff_end_it_before(client):
    roles.install()
    officer, person = StaffFactory(roles=[roles.OFFICE]), verified("nina@filo.example")
    client.force_login(officer)
    client.post(
        reverse("people_admin:invite_expert"),
        {"email": "nina@filo.example", "subject": "Statistica", "scope": "distretto", "starts_on": "2026-01-01",
         "ends_on": "2031-01-01"},
    )  # fmt: skip
    services.accept(invitation=Invitation.objects.get(), user=person, moment=timezone.now())
    expert = Expert.objects.get()

    client.post(reverse("people_admin:end_expert", args=[expert.pk]))

    assert list(Expert.objects.active_at(timezone.now())) == []
    assert Mandate.objects.filter(user=person).count() == 0


def test_the_health_referent_has_the_role_as_long_as_the_mandate(client):
    roles.install()
    officer, person = StaffFactory(roles=[roles.OFFICE]), verified("ada@asp.example")
    authority = PartnerFactory(kind=PartnerKind.HEALTH_AUTHORITY)
    client.force_login(officer)
    today = timezone.localdate()
    fields = {"email": "ada@asp.example", "partner": authority.pk, "starts_on": today.isoformat(),
              "ends_on": (today + timedelta(days=30)).isoformat(), "act_number": "12", "act_date": "2026-01-01",
              "act_body": "Direzione generale"}  # fmt: skip
    without = client.post(reverse("people_admin:health"), fields).status_code
    client.post(reverse("people_admin:health"), {**fields, "act_file": SimpleUploadedFile("atto.pdf", PDF)})

    mandate = Mandate.objects.get(user=person)
    during = roles.has_role(User.objects.get(pk=person.pk), roles.HEALTH_REFERENT)
    Mandate.objects.filter(pk=mandate.pk).update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    at_once = roles.has_role(User.objects.get(pk=person.pk), roles.HEALTH_REFERENT)
    services.health_roles_follow(timezone.now())

    person.refresh_from_db()
    assert (without, mandate.act_file.name) == (422, "atto.pdf")
    assert (during, at_once, person.is_staff) == (True, False, False)


def test_a_role_given_by_hand_is_not_taken_by_mandates_that_never_were():
    roles.install()
    person = StaffFactory(roles=[roles.HEALTH_REFERENT])

    services.health_roles_follow(timezone.now())

    assert roles.has_role(User.objects.get(pk=person.pk), roles.HEALTH_REFERENT) is True


def test_the_office_sees_whether_its_least_composition_is_met_and_everybody_sees_who_works_there(client):
    roles.install()
    client.force_login(StaffFactory(roles=[roles.OFFICE]))
    needed = list(StaffFunction.objects.values_list("category", "minimum"))
    before = client.get(reverse("people_admin:office")).text
    since = timezone.localdate() - timedelta(days=10)
    for function in StaffFunction.objects.all():
        for number in range(function.minimum):
            StaffPosition.objects.create(function=function, holder_name=f"Nome {function.pk} {number}", starts_on=since)
    after = client.get(reverse("people_admin:office")).text
    client.logout()
    public = client.get(reverse("partners:office_people")).text

    assert (len(needed), sum(minimum for _category, minimum in needed)) == (5, 6)
    assert ("<strong>no</strong>" in before, "<strong>sì</strong>" in after) == (True, True)
    assert f"Nome {StaffFunction.objects.first().pk} 0" in public


def test_a_position_that_ended_counts_no_more():
    function = StaffFunction.objects.first()
    ended = timezone.localdate() - timedelta(days=1)
    StaffPosition.objects.create(function=function, holder_name="Ada", starts_on=ended, ends_on=ended)

    assert queries.composition(moment=timezone.now())[0].held == []


def test_the_head_sees_people_and_invitations_and_takes_one_back(client, head):
    invitation = InvitationFactory(partner=head.partner, email="nina@filo.example")
    client.force_login(head.user)
    url = reverse("partners:people", args=[head.partner.slug])
    before = client.get(url).text

    client.post(reverse("partners:revoke_invitation", args=[head.partner.slug, invitation.pk]))

    assert ("nina@filo.example" in before, "nina@filo.example" in client.get(url).text) == (True, False)
