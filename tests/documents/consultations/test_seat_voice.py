# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who holds a collective seat speaks for it in a consultation, and it is read everywhere in whose name."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from documents.consultations.queries import report
from documents.consultations.search_kinds import OBSERVATION
from partners import services
from partners.models import Mandate, Seat
from portal.comments import targets
from portal.comments.models import Observation
from portal.comments.services.papers import Paper, enter_paper
from portal.core import roles
from portal.core.audiences import EVERYBODY
from portal.core.models import AuditEvent
from search.models import Refresh
from search.sources import source_of
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_texts import VersionFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.partners import PartnerFactory
from tests.factories.seats import CollectiveSeatFactory
from tests.portal.comments.writing import form, write_url

pytestmark = pytest.mark.django_db

NAME = "ETS non aderenti al Forum"
TOLD = f"per il seggio «{NAME}» (persona delegata)"


class Held:
    """A collective seat, who holds it, and an open consultation."""

    def __init__(self, **fields):
        self.partner = PartnerFactory()
        self.seat = CollectiveSeatFactory(partners=[self.partner], name=NAME)
        self.person = UserFactory(first_name="Rosa", last_name="Pace")
        self.mandate = services.give_seat(**{
            "seat": self.seat, "user": self.person, "partner": self.partner, "role": "DELEGATO",
            "starts_on": timezone.localdate(), "ends_on": None, "by": None, **fields,
        })  # fmt: skip
        self.consultation = ConsultationFactory()
        self.twin = self.consultation.version.paragraphs.first()
        self.target = targets.resolve("paragraph", str(self.twin.paragraph_id), audience=EVERYBODY)

    def send(self, client, **fields):
        return client.post(write_url(self.target), form(voice=f"seggio-{self.seat.pk}", **fields))

    def out(self):
        """Put the answers out: the report can be read."""
        self.consultation.closed_version = VersionFactory(
            text=self.consultation.text, number=2, like=self.consultation.version,
            words={self.twin.paragraph_id: "Parole nuove."},
        )  # fmt: skip
        self.consultation.results_published_at = timezone.now()
        self.consultation.save()

    def expire(self):
        yesterday = timezone.localdate() - timedelta(days=1)
        Mandate.objects.filter(pk=self.mandate.pk).update(starts_on=yesterday, ends_on=yesterday)


@pytest.fixture
def held():
    return Held()


def test_the_form_offers_the_seat_and_the_preview_says_for_whom(client, held):
    client.force_login(held.person)

    offered = client.get(write_url(held.target)).text
    without = client.post(write_url(held.target), form(step="rivedi"))
    preview = held.send(client, step="rivedi").text

    assert f"Per il seggio «{NAME}» (persona delegata)" in offered
    assert without.status_code == 422
    assert f"A. R., {TOLD}" in preview


def test_what_is_sent_for_a_seat_keeps_seat_and_role_and_no_partner(client, held):
    client.force_login(held.person)

    answer = held.send(client)

    observation = Observation.objects.get()
    assert (observation.seat, observation.seat_role, observation.voice) == (held.seat, "DELEGATO", None)
    assert TOLD in client.get(answer.url).text
    event = AuditEvent.objects.get(action="observation.received")
    assert (event.partner_id, event.text.body["after"]) == (None, {"seat": held.seat.pk})


def test_who_speaks_for_a_seat_takes_no_invented_name_and_nobody_takes_the_name_of_the_seat(client, held):
    client.force_login(held.person)

    invented = held.send(client, name_choice="CHOSEN", name="Girasole")
    taken = client.post(write_url(held.target), form(voice="io", name_choice="CHOSEN", name=NAME))

    assert (invented.status_code, taken.status_code, Observation.objects.count()) == (422, 422, 0)


# THREATS: 16, 17
@pytest.mark.parametrize("why", ["expired", "silent", "tavolo", "ended", "foreign"])
def test_without_a_mandate_that_holds_for_the_distretto_the_seat_is_neither_offered_nor_taken(client, held, why):
    mandates = Mandate.objects.filter(pk=held.mandate.pk)
    if why == "expired":
        held.expire()
    elif why == "silent":
        mandates.update(can_speak=False, can_vote=True)
    elif why == "tavolo":
        mandates.update(scope="tavolo:12")
    elif why == "ended":
        day = timezone.localdate() - timedelta(days=1)
        Seat.objects.filter(pk=held.seat.pk).update(ended_on=day)
    client.force_login(held.person if why != "foreign" else UserFactory())

    page = client.get(write_url(held.target)).text
    held.send(client)

    assert NAME not in page
    assert list(Observation.objects.exclude(seat=None)) == []


# THREATS: 16
def test_a_mandate_that_ends_takes_the_power_to_change_and_withdraw_what_was_said_for_the_seat(client, held):
    client.force_login(held.person)
    held.send(client)
    observation = Observation.objects.get()
    held.expire()

    changed = client.post(reverse("comments:edit", args=[observation.pk]), {"text": "Altre parole, più lunghe."})
    withdrawn = client.post(reverse("comments:withdraw", args=[observation.pk]))

    observation.refresh_from_db()
    assert (changed.status_code, withdrawn.status_code) == (403, 403)
    assert (observation.revision_number, observation.seat) == (1, held.seat)


def test_a_delegate_who_is_also_the_substitute_speaks_as_delegate(client, held):
    services.give_seat(
        seat=held.seat, user=held.person, partner=held.partner, role="SUPPLENTE", starts_on=timezone.localdate(),
        ends_on=None, by=None,
    )  # fmt: skip
    client.force_login(held.person)

    page = client.get(write_url(held.target)).text
    held.send(client)

    assert "(supplente)" not in page
    assert Observation.objects.get().seat_role == "DELEGATO"


def content(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def said(held, **fields):
    return ObservationFactory(
        scope=held.consultation.scope, target_id=str(held.twin.paragraph_id),
        section_id=str(held.twin.section.section_id), target_label="Paragrafo 1 · Articolo 1", seat=held.seat,
        seat_role="DELEGATO", display_name="R. P.", user=held.person, **fields,
    )  # fmt: skip


def test_every_public_page_and_file_says_for_which_seat_and_in_what_role(client, held):
    observation, slug = said(held), held.consultation.slug
    text = held.consultation.text.slug
    held.out()

    pages = [
        client.get(reverse("consultations:section", args=[text, held.twin.section.slug])).text,
        client.get(reverse("consultations:observation", args=[observation.code])).text,
        client.get(reverse("consultations:observations", args=[slug])).text,
        client.get(reverse("consultations:observations", args=[slug]), {"q": "Forum"}).text,
    ]
    csv = content(client.get(reverse("consultations:report_csv", args=[slug])))
    told = json.loads(content(client.get(reverse("consultations:report_json", args=[slug]))))

    assert [TOLD in page or f'per <a href="{held.seat.url}">il seggio «{NAME}» (persona delegata)' in page
            for page in pages] == [True] * 4  # fmt: skip
    assert (f"il seggio «{NAME}» (persona delegata)" in csv, "Seggio collettivo" in csv) == (True, True)
    assert (told["osservazioni"][0]["seggio"], told["osservazioni"][0]["organizzazione"]) == (NAME, None)
    assert {"chiave": "SEGGI", "quante": 1} in [
        {key: bar[key] for key in ("chiave", "quante")} for bar in told["partecipanti"]
    ]


def test_the_register_of_contributions_tells_the_seat_and_counts_it_among_organisations(client, held, settings):
    settings.IS_DEMO = True
    said(held)
    ObservationFactory(scope=held.consultation.scope, display_name="Una cittadina")
    client.force_login(StaffFactory(roles=[roles.COORDINATOR]))
    url = reverse("answers_admin:register", args=[held.consultation.pk])

    organisations = client.get(url, {"chi": "partner"}).text
    citizens = client.get(url, {"chi": "persone"}).text

    assert (TOLD in organisations, "Una cittadina" in organisations) == (True, False)
    assert (TOLD in citizens, "Una cittadina" in citizens) == (False, True)


def test_the_search_finds_the_seat(held):
    observation = said(held)

    entry = source_of(OBSERVATION).entry(observation.pk)

    assert entry.text.startswith(f"il seggio «{NAME}»")


def test_the_report_counts_seats_apart_from_people_and_partners(held):
    said(held)
    ObservationFactory(scope=held.consultation.scope)
    ObservationFactory(scope=held.consultation.scope, voice=held.partner)

    counts = {bar.key: bar.count for bar in report.report(held.consultation).participants}

    assert counts == {"": 1, held.partner.kind: 1, "SEGGI": 1}


def test_a_letter_typed_in_for_the_seat_is_told_and_counted_like_one_from_the_site(client, held, settings):
    settings.IS_DEMO = True
    clerk = StaffFactory(roles=[roles.COORDINATOR])
    said(held)
    paper = Paper(
        channel="PAPER", received_at=timezone.now(), text="Serve uno sportello anche di sabato.", kind="OBSERVATION",
        display_name="Rosa P.", seat_id=held.seat.pk, seat_role="DELEGATO", registry_number="77/2026",
    )  # fmt: skip
    row = enter_paper(target=held.target, paper=paper, by=clerk, key="a" * 32, moment=timezone.now()).observation
    Observation.objects.filter(pk=row.pk).update(state="PUBLISHED", published_at=timezone.now(), is_public=True)
    held.out()
    slug = held.consultation.slug

    client.force_login(clerk)
    register = client.get(reverse("answers_admin:register", args=[held.consultation.pk])).text
    client.logout()
    page = client.get(reverse("consultations:observation", args=[row.code])).text
    csv = content(client.get(reverse("consultations:report_csv", args=[slug])))
    told = json.loads(content(client.get(reverse("consultations:report_json", args=[slug]))))
    counts = {bar.key: bar.count for bar in report.report(held.consultation).participants}

    assert (register.count(TOLD), csv.count(f"il seggio «{NAME}» (persona delegata)")) == (2, 2)
    assert "Rosa P." in page
    assert f"il seggio «{NAME}» (persona delegata)" in page
    assert [one["seggio"] for one in told["osservazioni"]] == [NAME, NAME]
    assert counts == {"SEGGI": Observation.objects.filter(seat__isnull=False).count()} == {"SEGGI": 2}


def test_an_observation_has_one_voice(held):
    observation = said(held)

    with pytest.raises(IntegrityError), transaction.atomic():
        Observation.objects.filter(pk=observation.pk).update(voice=held.partner)


def test_a_new_name_of_a_seat_or_a_partner_is_read_again_by_the_search(held, django_capture_on_commit_callbacks):
    for_seat, for_partner = said(held), ObservationFactory(scope=held.consultation.scope, voice=held.partner)
    ObservationFactory(scope=held.consultation.scope)
    Refresh.objects.all().delete()

    with django_capture_on_commit_callbacks(execute=True):
        services.note_seat(seat=held.seat, is_new=False, by=None)
    of_seat = list(Refresh.objects.filter(kind=OBSERVATION).values_list("thing", flat=True))
    with django_capture_on_commit_callbacks(execute=True):
        services.save_partner(partner=held.partner, areas=[], by=None)

    asked = list(Refresh.objects.filter(kind=OBSERVATION).order_by("pk").values_list("thing", flat=True))
    assert (of_seat, asked) == ([str(for_seat.pk)], [str(for_seat.pk), str(for_partner.pk)])
