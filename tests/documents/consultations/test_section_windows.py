# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sections with dates of their own, consultations that reopen some sections only, phases, warnings."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from documents.consultations import calendar
from documents.consultations.models import SectionWindow, VersionStage, WindowChange
from documents.consultations.queries.instants import next_instant
from documents.consultations.services import consultations
from documents.consultations.services.section_windows import OutsideTheWindow, set_dates, take_away
from portal.comments import targets
from portal.comments.models import Observation
from portal.comments.targets import WindowClosed
from portal.core import roles
from portal.core.audiences import EVERYBODY
from portal.core.models import OfficeSettings
from portal.notifications.models import Notification
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, WindowFactory
from tests.factories.core import StaffFactory, UserFactory
from tests.portal.comments.writing import TEXT, form

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
REASON = "Il tavolo dei trasporti si riunisce tardi."
SUMMER_ENDS = datetime(2026, 10, 25, 22, 59, tzinfo=UTC)  # 23:59 of Rome, on the night of the change


@pytest.fixture
def consultation():
    """A consultation open since ten days for twenty more."""
    return ConsultationFactory()


@pytest.fixture
def window(consultation):
    """Its window."""
    return consultation.windows.get()


def sections(consultation):
    return [row.section for row in consultation.version.sections.order_by("position")]


def paragraph_of(section, consultation):
    twin = consultation.version.paragraphs.filter(section__section=section, is_heading=False).first()
    return targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY)


def dates(window, section, opens_at, closes_at, *, moment=None, reason=REASON):
    return set_dates(
        window=window, section=section, opens_at=opens_at, closes_at=closes_at, reason=reason,
        by=StaffFactory(), moment=moment or timezone.now(),
    )  # fmt: skip


def is_open(target, moment):
    try:
        targets.check_gate(target, moment=moment)
    except WindowClosed:
        return False
    return True


# THREATS: 38
def test_a_section_closes_at_its_own_instant_the_others_at_theirs(consultation, window):
    first, second = sections(consultation)[:2]
    closes = timezone.now() + 5 * DAY

    dates(window, first, window.opens_at, closes)

    mine, other = paragraph_of(first, consultation), paragraph_of(second, consultation)
    assert [is_open(mine, closes - SECOND), is_open(mine, closes)] == [True, False]
    assert [is_open(other, closes), is_open(other, window.closes_at)] == [True, False]
    assert (mine.closes_at, other.closes_at) == (closes, window.closes_at)


def test_a_section_that_opens_later_is_closed_before_and_its_page_says_when(client, consultation, window):
    first = sections(consultation)[0]
    opens = timezone.now() + 3 * DAY
    dates(window, first, opens, window.closes_at)
    slug = consultation.version.sections.get(section=first).slug

    page = client.get(reverse("consultations:section", args=[consultation.text.slug, slug])).content.decode()

    target = paragraph_of(first, consultation)
    assert [is_open(target, opens - SECOND), is_open(target, opens)] == [False, True]
    assert "qui si potrà scrivere da" in page
    assert "Scrivi sulla sezione" not in page


# THREATS: 11, 38
@pytest.mark.parametrize(("shift", "status"), [(-SECOND, 302), (timedelta(0), 409)])
def test_a_post_at_the_closing_of_the_section_is_refused_and_gives_the_text_back(
    client, consultation, window, shift, status
):
    first = sections(consultation)[0]
    closes = timezone.now() + 5 * DAY
    dates(window, first, window.opens_at, closes)
    target = paragraph_of(first, consultation)
    client.force_login(UserFactory())

    with time_machine.travel(closes + shift, tick=False):
        response = client.post(reverse("comments:write", args=[target.kind, target.identity]), form())

    assert response.status_code == status
    assert (TEXT in response.content.decode()) == (status == 409)
    assert Observation.objects.count() == (1 if status == 302 else 0)


# THREATS: 11
def test_the_night_the_clocks_go_back_a_section_closes_once():
    window = WindowFactory(opens_at=SUMMER_ENDS - 30 * DAY, closes_at=SUMMER_ENDS + 5 * DAY)
    section = sections(window.consultation)[0]
    dates(window, section, window.opens_at, SUMMER_ENDS, moment=SUMMER_ENDS - DAY)
    with time_machine.travel(SUMMER_ENDS - DAY, tick=False):
        target = paragraph_of(section, window.consultation)

    moments = [SUMMER_ENDS - timedelta(hours=1), SUMMER_ENDS - SECOND, SUMMER_ENDS]
    assert [is_open(target, moment) for moment in moments] == [True, True, False]


def test_copies_of_pages_end_when_a_section_opens_or_closes(consultation, window):
    now = timezone.now()
    dates(window, sections(consultation)[0], now + DAY, now + 2 * DAY)

    assert next_instant(now) == now + DAY
    assert next_instant(now + DAY) == now + 2 * DAY


def test_dates_outside_the_window_or_inverted_are_refused(consultation, window):
    section = sections(consultation)[0]
    for opens, closes in (
        (window.opens_at - SECOND, window.closes_at),
        (window.opens_at, window.closes_at + SECOND),
    ):
        with pytest.raises(OutsideTheWindow):
            dates(window, section, opens, closes)
    with pytest.raises(consultations.ClosesBeforeOpening):
        dates(window, section, window.closes_at, window.opens_at)
    with pytest.raises(consultations.ReasonTooShort):
        dates(window, section, window.opens_at, window.closes_at - DAY, reason="corto")
    assert SectionWindow.objects.count() == 0


def test_a_change_is_listed_in_public_and_told_once_to_who_wrote(client, consultation, window):
    author = ObservationFactory(scope=consultation.scope).user
    section = sections(consultation)[0]

    for _time in (1, 2):
        dates(window, section, window.opens_at, window.closes_at - DAY)
    take_away(window=window, section=section, by=StaffFactory(), moment=timezone.now(), reason=REASON)

    page = client.get(reverse("consultations:consultation", args=[consultation.slug])).content.decode()
    assert [change.is_extension for change in WindowChange.objects.all()] == [False, True]
    assert Notification.objects.filter(recipient=author).count() == 2
    assert page.count(REASON) == 2
    title = consultation.version.sections.get(section=section).title
    assert page.count(f'<li><span lang="it">{title}</span>: ') == 2


def test_closing_the_consultation_earlier_cuts_its_sections_and_never_strands_one(consultation, window):
    first, second = sections(consultation)[:2]
    dates(window, first, window.opens_at, window.closes_at - DAY)
    closes = timezone.now() + 4 * DAY

    consultations.move_closing(window=window, closes_at=closes, reason=REASON, by=StaffFactory(), moment=timezone.now())
    window.refresh_from_db()
    dates(window, second, closes - DAY, closes)
    with pytest.raises(consultations.SectionLeftOut):
        consultations.move_closing(
            window=window, closes_at=closes - DAY, reason=REASON, by=StaffFactory(), moment=timezone.now()
        )

    assert SectionWindow.objects.get(section=first).closes_at == closes


def test_only_the_reopened_sections_take_writing(client):
    consultation = ConsultationFactory()
    first, second = sections(consultation)[:2]
    consultation.only_sections.set([first])
    now = timezone.now()

    with pytest.raises(WindowClosed, match="solo alcune sezioni"):
        targets.check_gate(paragraph_of(second, consultation), moment=now)
    whole = targets.resolve("text", str(consultation.text_id), audience=EVERYBODY)
    slug = consultation.version.sections.get(section=second).slug
    page = client.get(reverse("consultations:section", args=[consultation.text.slug, slug])).content.decode()

    assert is_open(paragraph_of(first, consultation), now)
    assert not is_open(whole, now)
    assert "riguarda altre sezioni" in page


def test_the_approved_version_stays_in_view_while_a_section_is_revised(client):
    consultation = ConsultationFactory()
    act = {"act_number": "12", "act_body": "Consiglio comunale", "act_date": date(2026, 1, 12)}
    for stage in ("PROPOSAL", "ADOPTED", "APPROVED"):
        more = act if stage != "PROPOSAL" else {}
        VersionStage.objects.create(
            version=consultation.version, stage=stage, reached_at=timezone.now() - 60 * DAY, **more
        )
    consultation.only_sections.set(sections(consultation)[:1])

    page = client.get(reverse("consultations:text", args=[consultation.text.slug])).content.decode()

    assert "La versione 1 è approvata (atto n. 12, Consiglio comunale, lunedì 12 gennaio 2026)" in page
    assert "È in revisione dal giorno" in page


def test_the_coordinator_sets_the_dates_in_the_admin_and_errors_stand_at_the_field(client, settings, consultation):
    settings.IS_DEMO = True
    client.force_login(StaffFactory(roles=[roles.COORDINATOR]))
    window = consultation.windows.get()
    url = reverse("consultations_admin:sections", args=[consultation.pk, window.pk])
    first = sections(consultation)[0].pk
    day = timezone.localdate() + 3 * DAY
    typed = {
        f"apre-{first}_0": f"{timezone.localdate():%Y-%m-%d}", f"apre-{first}_1": "08:00",
        f"chiude-{first}_0": f"{day:%Y-%m-%d}", f"chiude-{first}_1": "12:00",
    }  # fmt: skip

    short = client.post(url, {**typed, "reason": "corto"})
    late = client.post(url, {**typed, f"chiude-{first}_0": "2099-01-01", "reason": REASON})
    saved = client.post(url, {**typed, "reason": REASON})

    assert (short.status_code, list(short.context["form"].errors)) == (409, ["reason"])
    assert list(late.context["form"].errors) == [f"chiude-{first}"]
    assert saved.status_code == 302
    assert SectionWindow.objects.get().section_id == first


def test_answers_are_promised_for_a_day_after_the_closing():
    consultation = ConsultationFactory(is_preparing=True, answers_due_date=timezone.localdate() + 10 * DAY)
    now = timezone.now()

    with pytest.raises(consultations.AnswersBeforeClosing):
        consultations.open_window(
            consultation=consultation, opens_at=now, closes_at=now + 30 * DAY, by=StaffFactory(), moment=now
        )


def test_the_page_says_by_when_the_answers_come(client):
    consultation = ConsultationFactory(answers_due_date=date(2099, 3, 2))

    page = client.get(reverse("consultations:consultation", args=[consultation.slug])).content.decode()

    assert "lunedì 2 marzo 2099" in page


def test_the_patron_saint_of_the_office_is_a_day_off(db):
    office = OfficeSettings.load()
    office.patron_day = "03/06"
    office.save()

    assert calendar.day_off(date(2026, 6, 3)) == "santo patrono"
    assert calendar.day_off(date(2026, 6, 4)) == ""
