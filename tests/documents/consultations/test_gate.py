# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate: who may comment what, and until which instant."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from documents.consultations.models import Paragraph, VersionParagraph
from portal.comments import targets
from portal.comments.targets import WindowClosed
from portal.core.audiences import EVERYBODY
from portal.core.exceptions import NotReadable
from tests.factories.consultations import ConsultationFactory, WindowFactory
from tests.factories.consultations_texts import TextFactory, VersionFactory

pytestmark = pytest.mark.django_db

SUMMER_ENDS_AT_CLOSING = datetime(2026, 10, 25, 22, 59, tzinfo=UTC)  # 23:59 of Rome, on the night of the change
SECOND = timedelta(seconds=1)


def a_paragraph(consultation):
    return consultation.version.paragraphs.first()


def test_a_paragraph_is_found_with_its_words_its_section_and_its_place():
    consultation = ConsultationFactory()
    twin = a_paragraph(consultation)

    target = targets.resolve("paragraph", str(twin.paragraph_id), audience=EVERYBODY)

    assert target.label == "Paragrafo 1 · Articolo 1"
    assert target.quote == "Parole del paragrafo 1."
    assert target.section_identity == str(twin.section.section_id)
    assert target.scope == f"consultation:{consultation.pk}"
    assert target.version_number == 1
    assert target.url == f"/testi/{consultation.text.slug}/articolo-1/#p-{twin.paragraph_id}"
    assert target.closes_at == consultation.windows.get().closes_at
    assert target.notice == consultation.notice


def test_a_section_and_a_whole_text_are_found_too():
    consultation = ConsultationFactory()
    section = consultation.version.sections.first()

    found_section = targets.resolve("section", str(section.section_id), audience=EVERYBODY)
    found_text = targets.resolve("text", str(consultation.text_id), audience=EVERYBODY)

    assert found_section.label == "Articolo 1"
    assert found_section.quote.startswith("Parole del paragrafo 1.\n\nParole del paragrafo 2.")
    assert found_text.label == "Tutto il testo"
    assert found_text.url == f"/testi/{consultation.text.slug}/"


# THREATS: 1, 36
@pytest.mark.parametrize(
    ("kind", "identity"),
    [
        ("paragraph", "non-esiste"),
        ("paragraph", "00000000-0000-0000-0000-000000000000"),
        ("section", "1 OR 1=1"),
        ("text", "999999"),
        ("text", "９"),
        ("text", "1" * 40),
        ("page", "1"),
    ],
)
def test_what_does_not_exist_cannot_be_commented(kind, identity):
    with pytest.raises(NotReadable):
        targets.resolve(kind, identity, audience=EVERYBODY)


# THREATS: 1
def test_a_consultation_in_preparation_lets_nothing_be_commented():
    consultation = ConsultationFactory(is_preparing=True)

    with pytest.raises(NotReadable):
        targets.resolve("paragraph", str(a_paragraph(consultation).paragraph_id), audience=EVERYBODY)


def test_a_heading_and_a_paragraph_of_another_version_cannot_be_commented():
    consultation = ConsultationFactory()
    heading, stranger = (Paragraph.objects.create(text=consultation.text) for _ in range(2))
    VersionParagraph.objects.create(
        version=consultation.version,
        section=consultation.version.sections.first(),
        paragraph=heading,
        position=99,
        number=0,
        is_heading=True,
        html="Orari",
        plain="Orari",
    )

    for identity in (heading.pk, stranger.pk):
        with pytest.raises(NotReadable):
            targets.resolve("paragraph", str(identity), audience=EVERYBODY)


# THREATS: 51
@pytest.mark.parametrize(
    "closes_at",
    [
        datetime(2026, 12, 10, 22, 59, 59, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # the hour that does not exist
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),  # the hour that comes twice, the first time
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),  # and the second
        SUMMER_ENDS_AT_CLOSING,
    ],
)
def test_one_may_write_until_a_second_before_closing_and_not_at_closing(closes_at):
    window = WindowFactory(opens_at=closes_at - timedelta(days=30), closes_at=closes_at)
    target = targets.resolve("text", str(window.consultation.text_id), audience=EVERYBODY)

    targets.check_gate(target, moment=closes_at - SECOND)
    for late in (closes_at, closes_at + SECOND):
        with pytest.raises(WindowClosed):
            targets.check_gate(target, moment=late)


def test_one_may_write_from_the_opening_instant_and_not_before():
    opens_at = timezone.now() + timedelta(days=3)
    window = WindowFactory(opens_at=opens_at, closes_at=opens_at + timedelta(days=30))
    target = targets.resolve("text", str(window.consultation.text_id), audience=EVERYBODY)

    targets.check_gate(target, moment=opens_at)
    with pytest.raises(WindowClosed, match="La consultazione si apre"):
        targets.check_gate(target, moment=opens_at - SECOND)


def test_the_refusal_says_when_it_closed_in_rome():
    window = WindowFactory(opens_at=SUMMER_ENDS_AT_CLOSING - timedelta(days=30), closes_at=SUMMER_ENDS_AT_CLOSING)
    target = targets.resolve("text", str(window.consultation.text_id), audience=EVERYBODY)

    with pytest.raises(WindowClosed) as refusal:
        targets.check_gate(target, moment=SUMMER_ENDS_AT_CLOSING)

    assert refusal.value.message == (
        "La consultazione si è chiusa domenica 25 ottobre 2026, ore 23:59: non si può più scrivere."
    )


def test_the_open_consultation_of_a_text_comes_before_one_that_is_over():
    text = TextFactory()
    first = VersionFactory(text=text)
    ConsultationFactory(text=text, version=first, is_closed=True)
    second = VersionFactory(text=text, number=2, like=first)
    opened = ConsultationFactory(text=text, version=second)
    ConsultationFactory(text=text, version=second, is_coming=True)

    target = targets.resolve("paragraph", str(first.paragraphs.first().paragraph_id), audience=EVERYBODY)

    assert (target.scope, target.version_number) == (opened.scope, 2)
