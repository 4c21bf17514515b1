# SPDX-License-Identifier: AGPL-3.0-or-later
"""Working at contributions: given to a colleague, noted among colleagues, filtered; nothing of it is public."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.consultations.models import Handling, Note, Outcome
from documents.consultations.queries import outcomes as queries
from documents.consultations.services import handling as services
from portal.comments.enums import Channel, Kind, State
from portal.core import roles
from portal.core.models import AuditEvent
from portal.notifications import wording
from portal.notifications.models import Notification
from tests.documents.consultations.test_outcomes_admin import (  # noqa: F401 -- fixtures
    _without_second_factor,
    consultation,
    consultation_once,
    said,
    sign_in,
    typed,
    url,
)
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.core import StaffFactory
from tests.factories.partners import PartnerFactory

pytestmark = pytest.mark.django_db
SECRET = "Sentire prima l'assessore: questa non deve uscire."


def give(consultation, *observations, to, by=None):  # noqa: F811
    return services.assign(
        consultation=consultation,
        pks=[one.pk for one in observations],
        to=to,
        by=by or StaffFactory(roles=[roles.COORDINATOR]),
        moment=timezone.now(),
    )


def test_contributions_are_given_to_a_colleague_who_is_told_once(consultation):  # noqa: F811
    first, second, colleague = said(consultation), said(consultation), StaffFactory(roles=[roles.DRAFTER])

    given = give(consultation, first, second, to=colleague)
    again = give(consultation, first, second, to=colleague)

    assert (given, again) == (2, 0)
    assert set(Handling.objects.values_list("assignee", flat=True)) == {colleague.pk}
    assert AuditEvent.objects.filter(action="observation.assigned").count() == 2
    [notice] = Notification.objects.filter(event="observation.assigned")
    assert notice.recipient == colleague
    assert wording.words_of(notice).text == "Ti hanno affidato 2 osservazioni a cui rispondere."


def test_nothing_is_given_to_who_does_not_answer_or_out_of_its_consultation(consultation):  # noqa: F811
    moderator, drafter = StaffFactory(roles=[roles.MODERATOR]), StaffFactory(roles=[roles.DRAFTER])
    elsewhere = said(ConsultationFactory(text=consultation.text, version=consultation.version, is_coming=True))

    with pytest.raises(services.CannotAnswer):
        give(consultation, said(consultation), to=moderator)
    with pytest.raises(services.NotOwed):
        give(consultation, said(consultation, state=State.HIDDEN), to=drafter)
    with pytest.raises(services.NotOwed):
        give(consultation, said(consultation), elsewhere, to=drafter)
    assert Handling.objects.count() == 0


def test_ticked_ones_are_given_from_the_register(client, consultation):  # noqa: F811
    ticked, other, colleague = said(consultation), said(consultation), StaffFactory(roles=[roles.OFFICE])
    sign_in(client, roles.OFFICE)

    chosen = client.post(url("chosen", consultation), {"scelte": [ticked.pk], "azione": "affida"})
    page = client.get(chosen.headers["Location"])
    client.post(url("assign", consultation), {"scelte": [ticked.pk], "a": str(colleague.pk)})
    mine = client.get(url("register", consultation), {"assegnata": str(colleague.pk)})
    nobodys = client.get(url("register", consultation), {"assegnata": "nessuno"})

    assert list(page.context["observations"]) == [ticked]
    assert [one for one, _ in mine.context["rows"]] == [ticked]
    assert [one for one, _ in nobodys.context["rows"]] == [other]
    assert "in esame" in mine.content.decode()


def test_its_author_reads_that_it_is_looked_into_and_nobody_reads_by_whom(client, consultation):  # noqa: F811
    observation, colleague = said(consultation), StaffFactory(roles=[roles.DRAFTER], last_name="Nascosti")
    give(consultation, observation, to=colleague)
    page = reverse("consultations:observation", args=[observation.code])
    author = Client()
    author.force_login(observation.user)

    for_all, for_author = client.get(page).content.decode(), author.get(page).content.decode()

    assert ("In esame:" in for_all, "In esame:" in for_author) == (False, True)
    assert "Nascosti" not in for_author


# THREATS: 16
def test_a_note_is_read_by_colleagues_and_leaves_in_no_page_and_no_table(client, consultation):  # noqa: F811
    observation = said(consultation)
    answer = OutcomeFactory(observation=observation, is_published=True)
    consultation.closed_version, consultation.results_published_at = consultation.version, timezone.now()
    consultation.save()
    by = sign_in(client, roles.OFFICE)

    services.add_note(observation=observation, text=SECRET, by=by, moment=timezone.now())
    services.add_note(observation=observation, text=SECRET, by=by, moment=timezone.now())

    assert Note.objects.count() == 1
    screen = client.get(url("answer", consultation, observation.pk))
    assert [note.text for note in screen.context["beside"].notes] == [SECRET]
    reader = Client()
    reader.force_login(observation.user)
    for name, args in (
        ("observation", [observation.code]),
        ("observations", [consultation.slug]),
        ("report", [consultation.slug]),
        ("report_csv", [consultation.slug]),
    ):
        response = reader.get(reverse(f"consultations:{name}", args=args))
        body = b"".join(response.streaming_content) if response.streaming else response.content
        assert (response.status_code, b"assessore" in body) == (200, False)
    assert (
        answer.motivation in reader.get(reverse("consultations:observation", args=[observation.code])).content.decode()
    )


def test_a_note_alone_is_kept_and_the_answer_half_typed_stays(client, consultation):  # noqa: F811
    observation = said(consultation)
    sign_in(client, roles.DRAFTER)
    half = typed(observation, motivation="Comincio a scrivere", note="Manca il dato.", **{"solo-nota": "1"})

    page = client.post(url("answer", consultation, observation.pk), half).content.decode()

    assert Note.objects.get().text == "Manca il dato."
    assert "Comincio a scrivere" in page
    assert Outcome.objects.count() == 0


def test_saving_goes_to_the_next_without_an_answer(client, consultation):  # noqa: F811
    first, second, third = (said(consultation) for _ in range(3))
    OutcomeFactory(observation=second)
    sign_in(client, roles.DRAFTER)
    screen = client.get(url("answer", consultation, first.pk))

    saved = client.post(url("answer", consultation, first.pk), typed(first, next="1", note="Fatto."))

    assert (screen.context["beside"].previous_pk, screen.context["beside"].next_pk) == (None, third.pk)
    assert saved.headers["Location"] == url("answer", consultation, third.pk)
    assert (Outcome.objects.count(), Note.objects.get().observation_id) == (2, first.pk)


def test_the_words_pointed_at_are_marked_in_their_place(client, consultation):  # noqa: F811
    twin = consultation.version.paragraphs.get(number=1)
    observation = said(consultation, words_start=3, words_end=14)
    sign_in(client, roles.DRAFTER)

    context = client.get(url("answer", consultation, observation.pk)).context["beside"].context

    assert (context.start, context.marked, context.end) == (twin.plain[:3], twin.plain[3:14], twin.plain[14:])
    assert context.after == consultation.version.paragraphs.get(number=2).plain


# THREATS: 58
def test_who_is_signed_out_while_answering_gets_the_words_back(consultation):  # noqa: F811
    observation = said(consultation)
    words = "Quaranta minuti di lavoro su questa risposta, da non perdere."

    response = Client().post(url("answer", consultation, observation.pk), typed(observation, motivation=words))

    assert response.status_code == 403
    assert words in response.content.decode()
    assert Outcome.objects.count() == 0


@pytest.mark.parametrize(
    ("wanted", "place"),
    [
        ({"paragraph": "2"}, 1),
        ({"kind": "QUESTION"}, 2),
        ({"channel": "PAPER"}, 3),
        ({"voice": "partner"}, 4),
        ({"outcome": "PARTLY"}, 5),
        ({"late": "si"}, 6),
        ({"answer": "in-esame"}, 7),
        ({"category": "trasporto"}, 8),
        ({"words": "ascensore"}, 9),
    ],
)
def test_the_register_is_narrowed_by_each_filter(consultation, wanted, place):  # noqa: F811
    second = consultation.version.paragraphs.get(number=2)
    rows = [
        said(consultation),
        said(consultation, target_id=str(second.paragraph_id)),
        said(consultation, kind=Kind.QUESTION),
        said(consultation, channel=Channel.PAPER, received_date=timezone.localdate()),
        said(consultation, voice=PartnerFactory()),
        OutcomeFactory(observation=said(consultation), kind="PARTLY").observation,
        said(consultation, is_late=True),
        said(consultation),
        said(consultation, category="trasporto"),
        said(consultation, comment="Manca l'ascensore."),
    ]
    give(consultation, rows[7], to=None)

    found = list(queries.register(consultation, queries.RegisterFilter(**wanted)))

    assert found == [rows[place]]
