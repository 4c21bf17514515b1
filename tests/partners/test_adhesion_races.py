# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two at once: officers, voters, people who accept. On a SQLite file with WAL, and the same on PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connections
from django.utils import timezone

from partners import services
from partners.enums import ApplicationState
from partners.models import Application, Ballot, Invitation, Mandate, Partner
from portal.core.models import AuditEvent
from portal.notifications.models import Notification, OutgoingMail
from tests.factories.adhesion import CODES, CallFactory, sent, values
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import MandateFactory
from tests.factories.seats import CollectiveSeatFactory, InvitationFactory, opened_round

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Run all at the same instant, each on a connection of its own; return what each gave or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            barrier.wait(timeout=10)
            results[place] = act()
        except Exception as error:
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# THREATS: 54
def test_two_officers_decide_one_application_at_once_and_one_wins():
    now = timezone.now()
    application = sent(moment=now)
    step = services.give_notice(application=application, reasons="Perché.", by=StaffFactory(), moment=now)
    services.answer(step=step, text="Ecco.", files=[], by=application.applicant, moment=now)
    first, second = StaffFactory(), StaffFactory()

    results = at_once(
        lambda: services.admit(application=application, motivation="Sì.", by=first, moment=now),
        lambda: services.refuse(
            application=Application.objects.get(pk=application.pk), motivation="No.", by=second, moment=now
        ),
    )

    lost = [result for result in results if isinstance(result, services.ApplicationDecided)]
    application.refresh_from_db()
    is_admitted = application.state == ApplicationState.ADMITTED
    decided = AuditEvent.objects.filter(action__in=["application.admitted", "application.refused"])
    told = Notification.objects.filter(event__in=["application.admitted", "application.refused"])
    assert (len(lost), decided.count(), told.count()) == (1, 1, 1)
    assert (Partner.objects.count(), Mandate.objects.count()) == ((1, 1) if is_admitted else (0, 0))


# THREATS: 53
def test_sending_from_two_tabs_is_one_application_with_one_number_and_one_mail():
    now, user, call = timezone.now(), UserFactory(), CallFactory()
    draft = services.save_draft(call=call, by=user, values=values(), moment=now)

    results = at_once(
        *[lambda: services.submit(application=Application.objects.get(pk=draft.pk), by=user, moment=now)] * 3
    )

    assert {type(result) for result in results} == {Application}
    assert {result.number for result in results} == {f"AD-{timezone.localdate(now).year}-0001"}
    assert (OutgoingMail.objects.count(), AuditEvent.objects.filter(action="application.sent").count()) == (1, 1)


def test_two_organisations_at_once_get_two_numbers():
    now, call = timezone.now(), CallFactory()
    drafts = [services.save_draft(call=call, by=UserFactory(), values=values(code), moment=now) for code in CODES[:3]]

    results = at_once(
        *[lambda one=draft: services.submit(application=one, by=one.applicant, moment=now) for draft in drafts]
    )

    assert len({result.number for result in results}) == 3


# THREATS: 56
def test_two_people_of_one_organisation_vote_at_once_and_one_ballot_counts():
    people = [MandateFactory(can_vote=True) for _number in range(3)]
    colleague = MandateFactory(partner=people[1].partner, can_vote=True)
    opened = timezone.now()
    designation = opened_round(CollectiveSeatFactory(partners=[one.partner for one in people]), moment=opened)
    candidate = services.stand(
        designation=designation, partner=people[0].partner, by=people[0].user, presentation="", is_name_public=False,
        moment=opened,
    )  # fmt: skip
    voting = opened + timedelta(days=3)

    def vote(mandate):
        return lambda: services.vote(
            designation=designation, partner=mandate.partner, by=mandate.user, candidate=candidate, moment=voting
        )

    results = at_once(vote(people[1]), vote(colleague), vote(people[0]), vote(people[2]))

    assert sum(isinstance(result, services.AlreadyVoted) for result in results) == 1
    assert sum(result is None for result in results) == 3
    counted = services.count(designation=designation, by=None, moment=opened + timedelta(days=5))
    candidate.refresh_from_db()
    assert (candidate.votes, Ballot.objects.filter(designation=counted, is_cast=True).count()) == (3, 3)


# THREATS: 25
def test_an_invitation_accepted_twice_at_once_is_one_membership():
    person = UserFactory(email="nina@filo.example")
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True})
    invitation = InvitationFactory(email="nina@filo.example")

    results = at_once(
        *[
            lambda: services.accept(
                invitation=Invitation.objects.get(pk=invitation.pk), user=person, moment=timezone.now()
            )
        ]
        * 2
    )

    assert sum(isinstance(result, services.InvitationRefused) for result in results) == 1
    assert Mandate.objects.filter(user=person).count() == 1
