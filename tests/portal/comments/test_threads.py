# SPDX-License-Identifier: AGPL-3.0-or-later
"""Threads as readers see them: order, tombstones, what each may do, and what it costs."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.comments import queries, targets
from portal.comments.models import Observation
from portal.core import roles
from portal.core.audiences import EVERYBODY
from tests.factories.comments import SCOPE, ObservationFactory, ReplyFactory, SupportFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db


def read(viewer=None, **filters):
    """Return the page of threads as somebody reads it."""
    return queries.thread_page(scope=SCOPE, viewer=viewer or AnonymousUser(), audience=EVERYBODY, **filters)


def drawn(page):
    """Return the list as HTML."""
    request = RequestFactory().get("/")
    return render_to_string("comments/thread_list.html", {"thread_page": page}, request=request)


def shape(nodes):
    """Return the tree as numbers."""
    return [(node.pk, shape(node.children)) for node in nodes]


def test_threads_are_oldest_first_with_replies_in_their_place():
    first, second = ObservationFactory(), ObservationFactory()
    reply = ReplyFactory(parent=first)
    other = ReplyFactory(parent=first)
    deeper = ReplyFactory(parent=reply)

    page = read()

    assert shape(page.threads) == [
        (first.pk, [(reply.pk, [(deeper.pk, [])]), (other.pk, [])]),
        (second.pk, []),
    ]
    assert page.total == 2


# THREATS: 4, 14
def test_what_is_not_published_is_neither_shown_nor_counted():
    for state in ("PENDING", "HIDDEN", "WITHDRAWN"):
        ObservationFactory(state=state, comment=f"Nascosta {state}")
    shown = ObservationFactory()
    ReplyFactory(parent=shown, state="PENDING", comment="Nascosta pure lei")

    page = read()

    assert shape(page.threads) == [(shown.pk, [])]
    assert "Nascosta" not in drawn(page)
    assert queries.counts_for(SCOPE).total == queries.published_count(SCOPE) == 1


# THREATS: 4
def test_a_tombstone_keeps_the_replies_and_none_of_the_words():
    parent = ObservationFactory(comment="Parole ritirate per sempre.", display_name="Nome Ritirato")
    reply = ReplyFactory(parent=parent, comment="La risposta resta.")
    Observation.objects.filter(pk=parent.pk).update(state="WITHDRAWN")

    page = read()

    html = drawn(page)
    assert shape(page.threads) == [(parent.pk, [(reply.pk, [])])]
    assert "ha ritirato questa osservazione" in html
    assert "La risposta resta." in html
    assert "Parole ritirate" not in html
    assert "Nome Ritirato" not in html


def test_a_tombstone_with_nothing_under_it_is_not_shown():
    parent = ObservationFactory()
    reply = ReplyFactory(parent=parent)
    Observation.objects.filter(pk__in=[parent.pk, reply.pk]).update(state="HIDDEN")

    assert shape(read().threads) == []


def test_the_author_sees_what_waits_and_nobody_else_does():
    waiting = ObservationFactory(state="PENDING")

    assert shape(read(waiting.user).threads) == [(waiting.pk, [])]
    assert "per ora la vedi solo tu" in drawn(read(waiting.user))
    assert shape(read(UserFactory()).threads) == []


# THREATS: 10
def test_an_anonymous_reader_gets_links_and_no_form_and_nothing_personal():
    ObservationFactory()

    html = drawn(read())

    assert "<form" not in html
    assert "csrf" not in html
    assert "/rispondi/" in html
    assert "/modifica/" not in html


def test_each_may_do_what_is_theirs():
    observation = ObservationFactory()
    node, own, moderator = (
        read(viewer).threads[0] for viewer in (UserFactory(), observation.user, StaffFactory(roles=[roles.MODERATOR]))
    )

    def can(one):
        names = ("reply_url", "support_url", "report_url", "edit_url", "withdraw_url", "moderate_url")
        return [name.removesuffix("_url") for name in names if getattr(one, name)]

    assert can(node) == ["reply", "support", "report"]
    assert can(own) == ["reply", "edit", "withdraw"]
    assert can(moderator) == ["reply", "support", "report", "moderate"]
    assert can(read(observation.user, is_open=False).threads[0]) == []


def test_the_deepest_reply_takes_no_more():
    deepest = ObservationFactory()
    for _level in range(3):
        deepest = ReplyFactory(parent=deepest)

    node = read().threads[0]
    while node.children:
        node = node.children[0]
    assert (node.level, node.reply_url) == (3, "")


def test_agreement_is_counted_with_the_words_that_it_is_not_a_vote():
    me = UserFactory()
    observation = ObservationFactory()
    SupportFactory.create_batch(2, observation=observation)
    SupportFactory(observation=observation, user=me)

    assert (read(me).threads[0].support_count, read(me).threads[0].is_supported) == (3, True)
    assert read().threads[0].is_supported is False
    assert "3 persone sono d'accordo" in drawn(read())
    assert "non è un voto" in drawn(read())


def test_the_partner_is_named_with_its_page():
    ObservationFactory(voice=PartnerFactory(name="Associazione Aurora", slug="aurora"), display_name="Ada Rossi")

    html = drawn(read())

    assert 'Ada Rossi, per <a href="/partner/aurora/">Associazione Aurora</a>' in html


def test_filters_by_section_target_kind_and_answer(monkeypatch):
    first = ObservationFactory(section_id="s1", target_id="p1", kind="QUESTION")
    second = ObservationFactory(section_id="s1", target_id="p2")
    ObservationFactory(section_id="s2", target_id="p3")
    monkeypatch.setattr(targets, "_answered", [lambda: Observation.objects.filter(pk=first.pk).values("pk")])

    def found(**filters):
        return [node.pk for node in read(**filters).threads]

    assert found(section_id="s1") == [first.pk, second.pk]
    assert found(target_id="p2") == [second.pk]
    assert found(kinds=["QUESTION"]) == [first.pk]
    assert found(section_id="s1", only_answered=True) == [first.pk]
    assert found(section_id="s1", only_answered=False) == [second.pk]


def test_pages_are_of_threads():
    rows = ObservationFactory.create_batch(5)
    for row in rows:
        ReplyFactory(parent=row)

    page = read(page=2, per_page=2)

    assert [node.pk for node in page.threads] == [rows[2].pk, rows[3].pk]
    assert (page.page.paginator.num_pages, len(page.threads[0].children)) == (3, 1)
    assert [node.pk for node in read(page="sciocchezze", per_page=2).threads] == [rows[0].pk, rows[1].pk]
    assert len(read(per_page=100_000).page.paginator.get_page(1)) == 5


def test_the_app_above_puts_its_answer_under_the_words():
    observation = ObservationFactory()

    def answers(pks):
        return {pk: queries.Extra(template="ui/empty.html", context={"message": f"esito {pk}"}) for pk in pks}

    def notes(origins):
        return {origin.pk: queries.QuoteNote(text="scritta sulla versione 1, testo cambiato") for origin in origins}

    page = read(extras_for=answers, notes_for=notes)

    html = drawn(page)
    assert f"esito {observation.pk}" in html
    assert "scritta sulla versione 1, testo cambiato" in html


# THREATS: 61
@pytest.mark.parametrize("who", ["anonymous", "citizen", "moderator"])
def test_a_page_of_threads_costs_the_same_with_few_and_with_many(who):
    viewer = {
        "anonymous": AnonymousUser(),
        "citizen": UserFactory(),
        "moderator": StaffFactory(roles=[roles.MODERATOR]),
    }[who]

    def cost():
        if hasattr(viewer, "_roles"):
            del viewer._roles
        with CaptureQueriesContext(connection) as captured:
            drawn(read(viewer, extras_for=lambda pks: {}))
        return len(captured)

    ReplyFactory(parent=ObservationFactory(voice=PartnerFactory()))
    few = cost()
    for _number in range(25):
        parent = ObservationFactory(voice=PartnerFactory())
        ReplyFactory(parent=ReplyFactory(parent=parent))
        SupportFactory(observation=parent)

    assert cost() == few <= 6


def test_counts_by_section_and_by_exact_target():
    ObservationFactory(section_id="s1", target_id="p1")
    ObservationFactory(section_id="s1", target_id="p1")
    ObservationFactory(section_id="s1", target_id="s1")
    ReplyFactory(parent=ObservationFactory(section_id="", target_id="7"))
    ObservationFactory(section_id="s1", target_id="p1", scope="consultation:2")

    counts = queries.counts_for(SCOPE)

    assert (counts.total, counts.section("s1"), counts.target("p1"), counts.target("s1")) == (4, 3, 2, 1)
    assert (counts.target("7"), counts.section("s9")) == (1, 0)


def test_people_are_counted_once_and_papers_each():
    me = UserFactory()
    first = ObservationFactory(user=me)
    ObservationFactory(user=me)
    ReplyFactory(parent=first)
    ObservationFactory(user=None, channel="PAPER", received_date="2026-11-02")
    ObservationFactory(state="PENDING")

    assert queries.people_count(SCOPE) == 3
