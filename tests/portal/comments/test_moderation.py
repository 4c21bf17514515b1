# SPDX-License-Identifier: AGPL-3.0-or-later
"""Moderation in the admin: who enters, what is decided, who is told, and that words cannot be changed."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.comments import services
from portal.comments.models import Ban, ModerationDecision, Observation
from portal.comments.signals import observation_hidden, observation_published
from portal.core import roles
from portal.core.models import AuditEvent
from portal.notifications.models import Notification
from search.models import Refresh
from tests.factories.comments import ObservationFactory, ReplyFactory, ReportFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db

QUEUE = "/gestione/osservazioni/da-moderare/"
WHY = {"reason": "PERSONAL_DATA", "message": "Nomini una vicina di casa: togli il nome e riscrivi."}


def staff(*names):
    """Return a person of the office who may enter the admin."""
    person = StaffFactory(roles=names)
    for group in Group.objects.filter(name__in=names):
        group.permissions.add(Permission.objects.get(codename="access_admin"))
    return person


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.IS_DEMO = True


@pytest.fixture
def moderator(client):
    person = staff(roles.MODERATOR)
    client.force_login(person)
    return person


def deeds():
    """Return what was recorded, the making of the roles left out."""
    return AuditEvent.objects.exclude(action="role.given")


def detail(observation):
    """Return the page of one observation in the admin."""
    return reverse("comments_admin:detail", args=[observation.pk])


def decide(client, observation, action, *, state=None, revision=1, **data):
    """Press a button."""
    seen = {"seen_state": state or observation.state, "seen_revision": revision}
    return client.post(detail(observation), {"action": action, **seen, **data})


def test_the_queue_shows_the_oldest_first_with_why_and_since_when(client, moderator):
    now = timezone.now()
    newer = ObservationFactory(state="PENDING", comment="Arrivata dopo.")
    older = ObservationFactory(state="PENDING", comment="Arrivata prima.", received_at=now - timedelta(days=9))
    reported = ReportFactory().observation
    ObservationFactory(comment="Già pubblicata e tranquilla.")

    page = client.get(QUEUE).content.decode()

    assert "3 osservazioni aspettano." in page
    assert page.index("Arrivata prima.") < page.index("Arrivata dopo.")
    assert page.count("in ritardo") == 1
    assert "1 segnalazione" in page
    assert "Già pubblicata e tranquilla." not in page
    assert all(detail(row) in page for row in (newer, older, reported))


def test_filters_narrow_the_queue(client, moderator):
    ObservationFactory(state="PENDING", scope="consultation:7", kind="QUESTION", comment="Una domanda.")
    ObservationFactory(state="PENDING", comment="Un'altra cosa.")
    ReportFactory(observation__comment="Segnalata da chi legge.")

    def shown(**query):
        page = client.get(QUEUE, query).content.decode()
        names = {"Una domanda.": "d", "Un&#x27;altra cosa.": "a", "Segnalata da chi legge.": "s"}
        return "".join(sorted(letter for words, letter in names.items() if words in page))

    assert shown() == "ads"
    assert shown(consultazione="consultation:7") == "d"
    assert shown(tipo="QUESTION") == "d"
    assert shown(perche="reported") == "s"
    assert shown(perche="new") == "ad"
    assert shown(perche="sciocchezze", page="999999") == "ads"


# THREATS: 61
def test_the_queue_costs_the_same_however_long(client, moderator):
    def cost():
        ReportFactory(observation=ObservationFactory(voice=PartnerFactory()))
        with CaptureQueriesContext(connection) as captured:
            client.get(QUEUE)
        return len(captured)

    cost()
    few = cost()
    for _number in range(15):
        ReportFactory(observation=ObservationFactory(voice=PartnerFactory()))
        ObservationFactory(state="PENDING", voice=PartnerFactory())

    assert cost() == few


def test_publishing_tells_records_and_refreshes(client, moderator, target, django_capture_on_commit_callbacks):
    author = UserFactory()
    observation = ObservationFactory(target=target, user=author, state="PENDING")
    heard = []
    observation_published.connect(lambda **kwargs: heard.append(kwargs["observation_id"]), weak=False)

    with django_capture_on_commit_callbacks(execute=True):
        response = decide(client, observation, "pubblica")

    observation.refresh_from_db()
    assert response.headers["Location"] == QUEUE
    assert (observation.state, observation.is_public) == ("PUBLISHED", True)
    assert list(observation.revisions.values_list("state", flat=True)) == ["APPROVED"]
    decided = ModerationDecision.objects.values_list("decision", "decided_by_id", "revision__number")
    assert list(decided) == [("PUBLISH", moderator.pk, 1)]
    assert list(Notification.objects.values_list("recipient_id", "event")) == [(author.pk, "observation.published")]
    assert list(deeds().values_list("actor_id", "action")) == [(moderator.pk, "observation.published")]
    assert list(Refresh.objects.values_list("thing", flat=True)) == [str(observation.pk)]
    assert heard == [observation.pk]


def test_not_publishing_needs_a_reason_and_words_for_the_author(client, moderator, target):
    observation = ObservationFactory(target=target, state="PENDING")

    nothing = decide(client, observation, "nascondi")
    short = decide(client, observation, "nascondi", reason="SPAM", message="No.")

    observation.refresh_from_db()
    assert [nothing.status_code, short.status_code] == [422, 422]
    assert observation.state == "PENDING"
    assert "Scegli un motivo." in nothing.content.decode()


def test_the_author_reads_on_the_receipt_why_it_is_not_published(client, moderator, target):
    author = UserFactory()
    observation = ObservationFactory(target=target, user=author, state="PENDING")

    decide(client, observation, "nascondi", **WHY)

    observation.refresh_from_db()
    page = client.get(observation.receipt_url).content.decode()
    assert observation.state == "HIDDEN"
    assert "nomina una persona o racconta fatti privati" in page
    assert "Nomini una vicina di casa" in page
    assert list(Notification.objects.values_list("recipient_id", "event", "url")) == [
        (author.pk, "observation.hidden", observation.receipt_url)
    ]


# THREATS: 70
def test_taking_a_parent_away_leaves_the_replies_readable_and_refreshes_the_branch(client, moderator, target):
    parent = ObservationFactory(target=target)
    reply = ReplyFactory(parent=parent)
    held = ReplyFactory(parent=parent, state="PENDING")
    Refresh.objects.all().delete()

    decide(client, parent, "nascondi", **WHY)

    rows = Observation.objects.order_by("pk").values_list("state", "is_public")
    assert list(rows) == [("HIDDEN", False), ("PUBLISHED", True), ("PENDING", False)]
    refreshed = sorted(int(pk) for pk in Refresh.objects.values_list("thing", flat=True))
    assert refreshed == [parent.pk, reply.pk, held.pk]


# THREATS: 4
def test_publishing_a_parent_again_does_not_publish_the_replies_that_are_held(client, moderator, target):
    parent = ObservationFactory(target=target)
    held = ReplyFactory(parent=parent, state="PENDING")
    decide(client, parent, "nascondi", **WHY)
    parent.refresh_from_db()

    decide(client, parent, "pubblica")

    held.refresh_from_db()
    parent.refresh_from_db()
    assert (parent.state, parent.is_public) == ("PUBLISHED", True)
    assert (held.state, held.is_public) == ("PENDING", False)


# THREATS: 54
def test_who_comes_second_is_told_who_decided_and_keeps_what_was_typed(client, moderator, target):
    first = staff(roles.MODERATOR)
    first.first_name, first.last_name = "Elena", "Bianchi"
    first.save()
    observation = ObservationFactory(target=target, state="PENDING")
    services.publish(
        observation_id=observation.pk,
        seen=services.Seen(state="PENDING", revision_number=1),
        by=first,
        moment=timezone.now(),
    )

    response = decide(client, observation, "nascondi", **WHY)

    page = response.content.decode()
    assert response.status_code == 409
    assert "Già moderata da Elena Bianchi" in page
    assert "Nomini una vicina di casa" in page
    assert Observation.objects.get().state == "PUBLISHED"
    assert (ModerationDecision.objects.count(), deeds().count()) == (1, 1)
    assert Notification.objects.exclude(recipient=moderator).count() == 1


def test_words_changed_while_they_were_read_are_not_published_unread(client, moderator, policy, target):
    author = UserFactory()
    observation = ObservationFactory(target=target, user=author, state="PENDING")
    services.revise(
        observation=observation, target=target, text="Parole del tutto diverse.", author=author, moment=timezone.now()
    )

    response = decide(client, observation, "pubblica", revision=1)

    assert response.status_code == 409
    assert "ha cambiato il testo mentre lo leggevi" in response.content.decode()
    assert Observation.objects.get().state == "PENDING"
    assert decide(client, observation, "pubblica", revision=2).status_code == 302


@pytest.fixture
def revised(target):
    """A published observation with new words that wait."""
    author = UserFactory()
    observation = ObservationFactory(target=target, user=author, comment="Parole vecchie, già lette.")
    services.revise(
        observation=observation, target=target, text="Parole nuove, da leggere.", author=author, moment=timezone.now()
    )
    return observation


def test_new_words_are_published_on_their_own(client, moderator, revised):
    page = client.get(detail(revised)).content.decode()
    decide(client, revised, "pubblica", revision=2)

    revised.refresh_from_db()
    assert "Parole vecchie, già lette." in page
    assert "Parole nuove, da leggere." in page
    assert (revised.comment, revised.revision_number, revised.state) == ("Parole nuove, da leggere.", 2, "PUBLISHED")
    assert list(revised.revisions.values_list("state", flat=True)) == ["SUPERSEDED", "APPROVED"]


def test_new_words_that_are_not_published_leave_the_old_ones(client, moderator, revised):
    decide(client, revised, "rifiuta-modifica", revision=2, **WHY)

    revised.refresh_from_db()
    assert (revised.comment, revised.revision_number, revised.state) == ("Parole vecchie, già lette.", 1, "PUBLISHED")
    assert list(revised.revisions.values_list("state", flat=True)) == ["APPROVED", "REJECTED"]
    assert "resta quello di prima" in client.get(revised.receipt_url).content.decode()


def test_ticked_ones_are_published_together_and_decided_ones_left(client, moderator):
    rows = ObservationFactory.create_batch(3, state="PENDING")
    Observation.objects.filter(pk=rows[2].pk).update(state="HIDDEN")

    client.post(QUEUE, {"ticked": [f"{row.pk}:1" for row in rows] + ["x", "1", "9" * 30 + ":1"]})

    states = Observation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["PUBLISHED", "PUBLISHED", "HIDDEN"]
    assert ModerationDecision.objects.count() == 2


def test_reports_are_closed_when_a_moderator_leaves_it_where_it_is(client, moderator, target):
    report = ReportFactory(observation__target=target)

    client.post(detail(report.observation), {"action": "lascia"})

    report.refresh_from_db()
    assert (report.observation.state, report.resolved_by) == ("PUBLISHED", moderator)
    assert "Niente da moderare" in client.get(QUEUE).content.decode()


# THREATS: 16, 18
def test_nobody_can_change_a_participants_words(client, moderator, target):
    observation = ObservationFactory(target=target, state="PENDING", comment="Parole di chi partecipa.")
    forged = {"comment": "Altre parole.", "text": "Altre parole.", "display_name": "Altro", "quote": "Altro"}

    decide(client, observation, "pubblica", **forged)
    client.post(QUEUE, {"ticked": f"{observation.pk}:1", **forged})
    tried = [
        client.post(f"/gestione/{path}", forged).status_code
        for path in (
            f"snippets/comments/observation/edit/{observation.pk}/",
            f"comments/observation/edit/{observation.pk}/",
            f"osservazioni/{observation.pk}/modifica/",
        )
    ]

    observation.refresh_from_db()
    assert (observation.comment, observation.display_name) == ("Parole di chi partecipa.", "A. R.")
    assert list(observation.revisions.values_list("text", flat=True)) == ["Parole di chi partecipa."]
    assert tried == [404, 404, 404]


# THREATS: 16
@pytest.mark.parametrize(
    ("names", "status"),
    [
        ([roles.MODERATOR], 200),
        ([roles.OFFICE], 200),
        ([roles.COORDINATOR], 200),
        ([roles.DRAFTER], 403),
        ([roles.DPO], 403),
        ([roles.HEALTH_REFERENT], 403),
    ],
)
def test_only_those_whose_work_it_is_moderate(client, target, names, status):
    observation = ObservationFactory(target=target, state="PENDING")
    client.force_login(staff(*names))

    answers = [
        client.get(QUEUE),
        client.get(detail(observation)),
        client.get(reverse("comments_admin:choose")),
        client.get(reverse("comments_admin:ban", args=[observation.pk])),
    ]

    assert [answer.status_code for answer in answers] == [status] * 4
    if status == 403:
        assert decide(client, observation, "pubblica").status_code == 403
        assert Observation.objects.get().state == "PENDING"


# THREATS: 16
def test_citizens_and_visitors_do_not_enter(client, target):
    observation = ObservationFactory(target=target, state="PENDING")

    for person in (None, UserFactory(), observation.user):
        client.logout()
        if person is not None:
            client.force_login(person)
        assert decide(client, observation, "pubblica").status_code in {302, 404}
        assert "Da moderare" not in client.get(QUEUE, follow=True).content.decode()
    assert Observation.objects.get().state == "PENDING"


def test_a_person_is_suspended_and_allowed_again_from_what_they_wrote(client, moderator, target):
    observation = ObservationFactory(target=target)
    address = reverse("comments_admin:ban", args=[observation.pk])

    client.post(address, {"days": "7", "reason": "Insulti ripetuti ad altre persone."})
    suspended = Ban.objects.active_at(timezone.now()).count()
    client.post(address)

    assert (suspended, Ban.objects.active_at(timezone.now()).count()) == (1, 0)
    actions = deeds().order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["person.banned", "person.ban_lifted"]


def test_many_arrivals_are_one_notice_an_hour(client, policy, target):
    from tests.portal.comments.writing import form, write_url

    StaffFactory(roles=[roles.MODERATOR])
    for _number in range(3):
        client.force_login(UserFactory())
        client.post(write_url(target), form())

    assert Notification.objects.filter(event="observation.waiting").count() == 1


def test_who_is_answered_is_told_when_the_reply_can_be_read(client, moderator, target):
    parent = ObservationFactory(target=target)
    reply = ReplyFactory(parent=parent, state="PENDING")

    decide(client, reply, "pubblica")

    told = set(Notification.objects.values_list("recipient_id", "event"))
    assert told == {(reply.user_id, "observation.published"), (parent.user_id, "observation.replied")}


def test_hiding_is_heard_above(client, moderator, target, django_capture_on_commit_callbacks):
    observation = ObservationFactory(target=target)
    heard = []
    observation_hidden.connect(lambda **kwargs: heard.append(kwargs["observation_id"]), weak=False)

    with django_capture_on_commit_callbacks(execute=True):
        decide(client, observation, "nascondi", **WHY)

    assert heard == [observation.pk]
