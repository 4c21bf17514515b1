# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate passed without all the answers: only with a reason that everybody reads, and for ever."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import LeftUnanswered, Outcome, Override, Version
from documents.consultations.queries import answers, obstacles
from documents.consultations.queries.obstacles import Kind
from documents.consultations.services import outcomes, publication
from documents.consultations.services.publication import PassingOver
from portal.comments.enums import State
from portal.core import roles
from portal.core.models import AuditEvent
from portal.notifications import wording
from portal.notifications.models import Notification
from tests.documents.consultations.test_publication import LEFT, accepted, consultation, consultation_once, said  # noqa: F401 -- fixtures
from tests.factories.consultations import OutcomeFactory
from tests.factories.consultations_drafts import coordinator
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db
REASON = "La Regione vuole il Piano entro domani: rispondiamo entro un mese."


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def publish(consultation, *seen, reason=REASON):  # noqa: F811
    return publication.publish_proposal(
        consultation=consultation,
        by=coordinator(),
        moment=timezone.now(),
        left=LEFT,
        passing_over=PassingOver(reason=reason, unanswered=[one.pk for one in seen]),
    )


# DOMAIN: invariant 1
def test_the_proposal_comes_out_without_some_answers_only_for_a_public_reason(consultation):  # noqa: F811
    done, lacking = accepted(consultation), said(consultation)

    with pytest.raises(publication.ReasonTooShort):
        publish(consultation, lacking, reason="Non c'è tempo per tutti, mi."[:29])
    assert (Version.objects.count(), Override.objects.count()) == (1, 0)

    version = publish(consultation, lacking)

    override = Override.objects.get()
    assert (version.number, override.reason, override.consultation) == (2, REASON, consultation)
    assert [row.observation for row in override.left.all()] == [lacking]
    assert [one.pk for one in Outcome.objects.published()] == [done.pk]
    [deed] = AuditEvent.objects.filter(action="consultation.overridden")
    assert deed.text.body == {"after": {"observations": [lacking.pk]}, "reason": REASON}


def test_an_answer_to_words_that_changed_is_left_out_and_stays_private(consultation):  # noqa: F811
    outcome = OutcomeFactory(observation=said(consultation))
    type(outcome.observation).objects.filter(pk=outcome.observation_id).update(revision_number=2)

    publish(consultation, outcome.observation)

    assert Outcome.objects.published().count() == 0
    assert LeftUnanswered.objects.get().observation_id == outcome.observation_id


def test_nothing_else_can_be_passed_over(consultation):  # noqa: F811
    lacking, pending = said(consultation), said(consultation, state=State.PENDING)

    with pytest.raises(publication.NotReady) as refusal:
        publish(consultation, lacking, pending)

    assert [one.kind for one in refusal.value.obstacles] == [Kind.PENDING, Kind.UNANSWERED]
    assert Override.objects.count() == 0


# THREATS: 54
def test_who_lacks_an_answer_must_be_who_was_looked_at(consultation):  # noqa: F811
    seen = said(consultation)
    said(consultation)

    with pytest.raises(publication.OthersUnanswered):
        publish(consultation, seen)

    assert Version.objects.count() == 1


def test_the_decision_cannot_be_changed_or_taken_away(consultation):  # noqa: F811
    publish(consultation, said(consultation))

    for change in (
        lambda: Override.objects.update(reason="Un altro motivo, scritto dopo che tutti l'hanno letto."),
        lambda: Override.objects.all()._raw_delete("default"),
        lambda: LeftUnanswered.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()

    assert (Override.objects.get().reason, LeftUnanswered.objects.count()) == (REASON, 1)


def test_everybody_reads_why_wherever_the_words_are(client, consultation):  # noqa: F811
    accepted(consultation)
    lacking = said(consultation)
    version = publish(consultation, lacking)

    pages = {
        name: client.get(reverse(f"consultations:{name}", args=args)).content.decode()
        for name, args in {
            "report": [consultation.slug],
            "observations": [consultation.slug],
            "observation": [lacking.code],
            "version": [version.text.slug, version.number],
        }.items()
    }

    assert {name: REASON in page for name, page in pages.items()} == dict.fromkeys(pages, True)
    assert all(lacking.code in pages[name] for name in ("report", "version"))
    assert "Senza risposta." in pages["observation"]
    assert answers.extras_for([lacking.pk])[lacking.pk].context["override"].reason == REASON


def test_its_author_is_told_the_truth_and_again_when_the_answer_comes(client, consultation):  # noqa: F811
    lacking = said(consultation)
    publish(consultation, lacking)
    [notice] = Notification.objects.filter(event="consultation.answered")

    text = wording.words_of(notice).text
    [late] = outcomes.prepare(
        consultation=consultation,
        seen={lacking.pk: outcomes.Seen(revision=1, edition=0)},
        answer=outcomes.Answer(kind="REJECTED", motivation="Ecco la risposta, con un mese di ritardo.", office="UdP"),
        by=coordinator(),
        moment=timezone.now(),
    )
    outcomes.publish(consultation=consultation, editions={late.pk: 1}, by=coordinator(), moment=timezone.now())

    assert f"{lacking.code}: senza risposta." in text
    assert REASON in text
    page = client.get(reverse("consultations:observation", args=[lacking.code])).content.decode()
    assert "con un mese di ritardo" in page
    assert "Questa risposta è arrivata dopo la proposta definitiva" in page
    assert Notification.objects.filter(event="outcome.published", recipient=lacking.user).count() == 1


def test_the_coordinator_passes_the_gate_from_the_admin(client, consultation):  # noqa: F811
    accepted(consultation)
    lacking = said(consultation)
    client.force_login(StaffFactory(roles=[roles.COORDINATOR]))
    address = reverse("consultations_admin:publish", args=[consultation.pk])

    shown = client.get(address)
    form = {"expected": shown.context["draft"].digest, "senza": shown.context["unanswered"]}
    short = client.post(address, {**form, "motivo": "Non c'è tempo."})
    done = client.post(address, {**form, "motivo": REASON})

    assert form["senza"] == str(lacking.pk)
    assert (short.status_code, "almeno 30 caratteri" in short.content.decode()) == (409, True)
    assert "Non c&#x27;è tempo." in short.content.decode()
    assert done.status_code == 302
    assert Override.objects.get().reason == REASON


def test_what_is_not_only_unanswered_offers_no_way_round(client, consultation):  # noqa: F811
    said(consultation)
    said(consultation, state=State.PENDING)
    client.force_login(StaffFactory(roles=[roles.COORDINATOR]))

    page = client.get(reverse("consultations_admin:publish", args=[consultation.pk]))

    assert (page.context["can_pass_over"], 'name="motivo"' in page.content.decode()) == (False, False)
    assert obstacles.only_overridable([]) is False
