# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person leaves, or asks for their data."""

import json

import pytest
from django.utils import timezone

from portal.comments import queries
from portal.comments.models import Observation, Report, WaitingObservation
from portal.core import emptying
from search.models import Refresh
from tests.factories.comments import ObservationFactory, ReplyFactory, ReportFactory, SupportFactory
from tests.factories.core import UserFactory
from tests.portal.comments.test_unsafe_words import public_thread

pytestmark = pytest.mark.django_db


# THREATS: 67
def test_who_leaves_takes_the_name_and_leaves_the_words():
    user = UserFactory()
    observation = ObservationFactory(user=user, display_name="Canarina Gialli", comment="Le parole restano.")
    ReplyFactory(parent=observation, comment="E le risposte.")
    ReportFactory(user=user, text="Una spiegazione di Canarina.")
    WaitingObservation.objects.create(
        key="k", token="t", email=user.email, scope="consultation:1", payload={"draft": {}},
        sent_at=timezone.now(), expires_at=timezone.now(),
    )  # fmt: skip
    Refresh.objects.all().delete()

    emptying.empty_everywhere(user)

    observation.refresh_from_db()
    assert (observation.display_name, observation.comment) == ("Partecipante", "Le parole restano.")
    assert "Canarina" not in public_thread()
    assert "Le parole restano." in public_thread()
    assert "E le risposte." in public_thread()
    assert (Report.objects.get().text, WaitingObservation.objects.count()) == ("", 0)
    assert list(Refresh.objects.values_list("kind", "thing")) == [("observation", str(observation.pk))]


# THREATS: 68
def test_ones_own_data_are_complete_and_hold_nothing_of_others():
    user = UserFactory()
    mine = ObservationFactory(user=user, comment="Canarino mio.")
    other = ObservationFactory(comment="Canarino d'altri.")
    SupportFactory(user=user, observation=other)
    ReportFactory(user=user, observation=other, text="Segnalazione mia.")

    text = json.dumps(queries.export_of(user), ensure_ascii=False)

    assert all(words in text for words in ("Canarino mio.", "Segnalazione mia.", mine.receipt_code))
    assert "Canarino d'altri." not in text
    assert f'"d\'accordo con": {other.pk}' in text


# THREATS: 71
def test_the_notice_that_was_shown_is_kept_with_the_words():
    notice_field = Observation._meta.get_field("notice")

    assert notice_field.remote_field.on_delete.__name__ == "PROTECT"
