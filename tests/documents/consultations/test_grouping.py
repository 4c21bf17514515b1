# SPDX-License-Identifier: AGPL-3.0-or-later
"""Similar contributions: proposed, accepted or discarded by a person, answered together."""

import re

import pytest
from django.utils import timezone

from documents.consultations import likeness
from documents.consultations.enums import GroupState
from documents.consultations.likeness import Labelled
from documents.consultations.models import LikeGroup, LikeMember
from documents.consultations.queries import groups
from documents.consultations.services import grouping as services
from portal.core import roles
from portal.core.models import AuditEvent
from search.likeness import ByWords, Likeness, Pair, ways
from tests.documents.consultations.test_outcomes_admin import (  # noqa: F401 -- fixtures
    _without_second_factor,
    consultation,
    consultation_once,
    said,
    sign_in,
    url,
)
from tests.factories.consultations import OutcomeFactory
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db
BUS = (
    "Il pulmino della sera finisce alle sei: troppo presto per chi lavora.",
    "Il pulmino la sera finisce troppo presto.",
    "Serve il pulmino anche la sera dopo le sei.",
)
OTHER = "Manca l'ascensore nella biblioteca comunale."


class Everything(Likeness):
    """A way that takes every pair for the same."""

    name = "tutto"
    threshold = 0.5

    def pairs(self, texts):
        """Return all."""
        return [Pair(first=a, second=b, likeness=1.0) for b in range(len(texts)) for a in range(b)]


def propose(consultation, way=None):  # noqa: F811
    return services.propose(consultation=consultation, moment=timezone.now(), way=way or ByWords())


def accept(group, *observations):
    services.accept(group=group, pks=[one.pk for one in observations], by=StaffFactory(), moment=timezone.now())


def test_those_that_say_the_same_are_proposed_together_and_nothing_is_decided(consultation):  # noqa: F811
    bus = [said(consultation, comment=words) for words in BUS]
    said(consultation, comment=OTHER)
    OutcomeFactory(observation=said(consultation, comment=BUS[0]), is_published=True)

    count = propose(consultation)

    [found] = groups.groups_of(consultation)
    assert (count, found.group.state, found.group.way) == (1, GroupState.PROPOSED, "parole")
    assert {one.pk for one in found.observations} == {one.pk for one in bus}
    assert set(LikeMember.objects.values_list("is_in", flat=True)) == {None}


def test_a_person_accepts_some_and_the_others_are_not_proposed_with_them_again(consultation):  # noqa: F811
    first, second, third = (said(consultation, comment=words) for words in BUS)
    propose(consultation, Everything())
    group = LikeGroup.objects.get()

    accept(group, first, second)
    with pytest.raises(services.AlreadyDecided):
        accept(group, first, third)
    propose(consultation, Everything())

    [found] = groups.groups_of(consultation)
    assert (found.is_accepted, {one.pk for one in found.observations}) == (True, {first.pk, second.pk})
    assert AuditEvent.objects.filter(action="group.accepted").count() == 1
    assert groups.kept_apart(consultation) == {(first.pk, third.pk), (second.pk, third.pk)}


def test_what_is_discarded_is_not_proposed_again(consultation):  # noqa: F811
    for words in BUS:
        said(consultation, comment=words)
    propose(consultation)
    services.discard(group=LikeGroup.objects.get(), by=StaffFactory(), moment=timezone.now())

    assert propose(consultation) == 0
    assert groups.groups_of(consultation) == []


def test_a_group_has_two_at_least_and_nobody_is_in_two(consultation):  # noqa: F811
    first, second, third = (said(consultation, comment=words) for words in BUS)
    one, two = (
        LikeGroup.objects.create(consultation=consultation, way="prova", proposed_at=timezone.now()) for _ in range(2)
    )
    for group in (one, two):
        LikeMember.objects.bulk_create(LikeMember(group=group, observation=each) for each in (first, second, third))

    with pytest.raises(services.TooFew):
        accept(one, first)
    accept(one, first, second)
    with pytest.raises(services.AlreadyGrouped):
        accept(two, second, third)

    assert LikeGroup.objects.get(pk=two.pk).state == GroupState.PROPOSED


def test_groups_are_looked_for_decided_and_answered_together_in_the_admin(client, consultation):  # noqa: F811
    first, second, third = (said(consultation, comment=words) for words in BUS)
    sign_in(client, roles.DRAFTER)

    client.post(url("propose", consultation))
    if not LikeGroup.objects.exists():  # where a worker does it
        propose(consultation)
    group = LikeGroup.objects.get()
    client.post(url("group_decide", consultation, group.pk), {"scelte": [first.pk, second.pk], "azione": "accetta"})
    [(found, together)] = client.get(url("groups", consultation)).context["groups"]
    many = client.get(together)
    screen = client.get(url("answer", consultation, first.pk))

    assert {one.pk for one in found.observations} == {first.pk, second.pk}
    assert {row[0].pk for row in many.context["observations"]} == {first.pk, second.pk}
    assert screen.context["beside"].grouped.group == group
    assert "rispondi a tutte insieme" in screen.content.decode()
    assert groups.accepted_with(third) is None


def test_sixty_labelled_pairs_say_how_often_each_way_is_right():
    pairs = likeness.labelled()

    assert (len(pairs), sum(pair.is_same for pair in pairs)) == (60, 30)
    for way in ways():
        judged = likeness.judge(way, pairs)
        found = {(one.first, one.second) for one in way.alike(_texts(pairs))}
        place = {text: at for at, text in enumerate(_texts(pairs))}
        proposed = [one for one in pairs if tuple(sorted((place[one.first], place[one.second]))) in found]
        assert (judged.proposed, judged.right) == (len(proposed), sum(one.is_same for one in proposed))


def test_of_any_two_contributions_most_that_make_one_point_are_proposed_and_few_about_other_matters():
    everything = likeness.said(likeness.labelled())
    halves = [likeness.judge_all(ByWords(), everything, half=half) for half in (0, 1)]
    looser = ByWords()
    looser.threshold = 0.12

    whole, before = (likeness.judge_all(way, everything) for way in (ByWords(), looser))

    assert (len(everything), whole.same) == (100, halves[0].same + halves[1].same)
    assert whole.recall >= 0.8
    assert min(half.recall for half in halves) >= 0.8
    assert whole.precision > 1.5 * before.precision


def test_what_the_pairs_that_differ_begin_with_is_what_a_pair_that_is_the_same_says():
    pairs = likeness.labelled()
    same, other = ([one for one in pairs if one.is_same == is_same] for is_same in (True, False))

    assert len(same) == len(other)
    for one, two in zip(same, other, strict=True):
        words = set(re.findall(r"\w+", two.first.lower()))
        assert words <= set(re.findall(r"\w+", one.second.lower())) | {"i", "ogni", "della"}


def test_precision_and_recall_are_counted_not_written():
    pairs = [
        Labelled(first="a", second="b", is_same=True),
        Labelled(first="c", second="d", is_same=False),
        Labelled(first="e", second="f", is_same=False),
    ]
    nothing = Everything()
    nothing.threshold = 2.0

    all_of_them, none = likeness.judge(Everything(), pairs), likeness.judge(nothing, pairs)

    assert (all_of_them.proposed, all_of_them.right, all_of_them.recall) == (3, 1, 1.0)
    assert all_of_them.precision == pytest.approx(1 / 3)
    assert (none.precision, none.recall) == (0.0, 0.0)


def _texts(pairs):
    return list(dict.fromkeys(text for pair in pairs for text in (pair.first, pair.second)))
