# SPDX-License-Identifier: AGPL-3.0-or-later
"""The traps of comments-xtd, each shown to be disarmed."""

import pytest
from django.db.models.signals import pre_save
from django.urls import NoReverseMatch, reverse
from django_comments.signals import comment_will_be_posted
from django_comments_xtd.models import XtdComment, publish_or_unpublish_on_pre_save

from portal.comments import xtd
from portal.comments.models import Observation
from tests.factories.comments import ObservationFactory, ReplyFactory
from tests.portal.addresses import every_address

pytestmark = pytest.mark.django_db


def test_saving_a_public_parent_publishes_none_of_the_replies_that_wait():
    parent = ObservationFactory()
    held = ReplyFactory(parent=parent, state="PENDING")

    parent.save()

    held.refresh_from_db()
    assert held.is_public is False
    assert publish_or_unpublish_on_pre_save not in _heard(pre_save, Observation)


def _heard(signal, sender):
    live, _async = signal._live_receivers(sender)
    return live


def test_what_is_posted_through_the_library_is_discarded():
    answers = comment_will_be_posted.send(sender=XtdComment, comment=None, request=None)

    assert [answer for _receiver, answer in answers] == [False]


def test_none_of_the_librarys_addresses_answers():
    modules = {getattr(address.callback, "__module__", "") for address in every_address()}

    assert not [name for name in modules if name.startswith(("django_comments", "rest_framework"))]
    for name in ("comments-post-comment", "comments-xtd-confirm", "comments-xtd-mute", "comments-xtd-api-list"):
        with pytest.raises(NoReverseMatch):
            reverse(name)


# THREATS: 69
def test_its_columns_for_name_mail_and_address_stay_empty(client, policy):
    from tests.factories.core import UserFactory
    from tests.portal.comments.writing import form, write_url

    client.force_login(UserFactory())
    client.post(write_url(policy.add()), form(), REMOTE_ADDR="203.0.113.9")

    row = Observation.objects.get()
    assert (row.user_name, row.user_email, row.user_url, row.ip_address) == ("", "", "", None)


def test_changing_the_state_does_not_count_the_thread_again(client, target):
    from django.utils import timezone

    from portal.comments import services
    from tests.factories.core import StaffFactory

    parent = ObservationFactory(target=target)
    reply = ReplyFactory(parent=parent, state="PENDING")
    seen = services.Seen(state="PENDING", revision_number=1)

    services.publish(observation_id=reply.pk, seen=seen, by=StaffFactory(), moment=timezone.now())

    parent.refresh_from_db()
    assert parent.nested_count == 1


def test_a_logs_line_names_no_person():
    observation = ObservationFactory(display_name="Ada Rossi")

    assert str(observation) == f"osservazione {observation.code}"


def test_the_deepest_level_is_the_settings(settings):
    assert xtd.deepest_level() == settings.COMMENTS_XTD_MAX_THREAD_LEVEL == 3
