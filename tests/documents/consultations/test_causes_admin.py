# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Perché cambia»: the page where an editor sees what lacks a cause and gives it."""

import copy
from datetime import date

import pytest
from django.urls import reverse

from documents.consultations.models import CauseDraft, SignOff, Version
from documents.consultations.queries import drafts
from documents.consultations.services import causes
from documents.consultations.services.causes import NotCitable, Why
from tests.documents.consultations.test_causes import REASON, consulted, keys, lacking, rewrite
from tests.factories.consultations_drafts import MOMENT, coordinator, drafter, imported, published
from tests.factories.tavoli import MeetingFactory, ReservedTavoloFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


@pytest.fixture(scope="module")
def text_once(lasting_rows):
    with lasting_rows.unblock():
        made = imported()
        published(made)
    return made


@pytest.fixture
def text(text_once):
    return copy.deepcopy(text_once)


@pytest.fixture
def editor(client):
    client.force_login(drafter())
    return client


def url(text):
    return reverse("texts_admin:causes", args=[text.pk])


def test_what_lacks_a_cause_is_listed_and_publication_refuses_with_the_list(client, text):
    client.force_login(coordinator())
    rewrite(text, words="La popolazione cambia.")
    publish = reverse("texts_admin:publish", args=[text.pk])
    digest = drafts.next_version(text).digest

    refused = client.post(publish, {"expected": digest, "note": "Una nota"})

    told = refused.content.decode()
    assert (refused.status_code, Version.objects.count()) == (409, 1)
    assert [words in told for words in ("invecchia.", "cambia.", url(text), "Una nota")] == [True] * 4

    client.post(url(text), {"modifica": keys(text), "kind": "OFFICE", "words": REASON})
    assert client.post(publish, {"expected": digest, "note": ""}).status_code == 302
    assert Version.objects.count() == 2


def test_one_tick_covers_every_stretch_of_a_paragraph(editor, text):
    rewrite(text, words="Tutta la popolazione oggi invecchia.")
    meeting = MeetingFactory()
    paragraph = str(text.versions.get().paragraphs.get(number=1).paragraph_id)
    said = {"kind": "TAVOLO", "meeting": meeting.pk, "words": "Il tavolo ha deciso così."}

    assert editor.post(url(text), {"posto": [paragraph], **said}).status_code == 302

    assert lacking(text) == []
    assert set(CauseDraft.objects.values_list("meeting", flat=True)) == {meeting.pk}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"kind": "OBSERVATION", "observations": "boh"}, "observations"),
        ({"kind": "OBSERVATION", "observations": "2026-9999"}, "observations"),
        ({"kind": "TAVOLO", "words": "Il tavolo ha deciso così."}, "meeting"),
        ({"kind": "SIGN_OFF", "words": "Parere favorevole del referente."}, "reference"),
        ({"kind": "OFFICE", "words": "corto"}, "words"),
        ({}, "kind"),
    ],
)
def test_an_error_stands_at_its_field_and_what_was_typed_is_kept(editor, text, typed, field):
    rewrite(text, words="La popolazione cambia.")
    key = keys(text)[0]

    page = editor.post(url(text), {"modifica": [key], **typed})

    assert (page.status_code, list(page.context["form"].errors)) == (422, [field])
    assert f'value="{key}" checked' in page.content.decode()
    assert CauseDraft.objects.count() == 0


def test_nothing_ticked_and_words_changed_meanwhile_are_told(editor, text):
    rewrite(text, words="La popolazione cambia.")
    said = {"kind": "OFFICE", "words": REASON}

    nothing = editor.post(url(text), said)
    stale = editor.post(url(text), {"modifica": ["0" * 64], **said})

    assert (nothing.status_code, stale.status_code) == (422, 409)
    assert REASON in stale.content.decode()


def test_the_answers_that_name_a_paragraph_are_proposed_and_confirmed(editor, text):
    observation = consulted(text)
    rewrite(text, words="Tutta la popolazione oggi invecchia.")

    assert f"osservazione {observation.code}" in editor.get(url(text)).content.decode()
    editor.post(url(text), {"azione": "conferma"})

    assert lacking(text) == []


def test_an_observation_is_named_by_its_number(editor, text):
    observation = consulted(text, paragraph=2)
    rewrite(text, words="La popolazione cambia.")

    editor.post(url(text), {"modifica": keys(text), "kind": "OBSERVATION", "observations": f" {observation.code} "})

    assert CauseDraft.objects.get().observation == observation


def test_the_rest_takes_one_reason_and_a_cause_is_taken_back(editor, text):
    rewrite(text, words="Tutta la popolazione oggi invecchia.")
    assert editor.post(url(text), {"azione": "resto", "reason": "corto"}).status_code == 422

    editor.post(url(text), {"azione": "resto", "reason": REASON})
    assert lacking(text) == []
    editor.post(url(text), {"azione": "togli", "causa": CauseDraft.objects.first().pk})

    assert len(lacking(text)) == 1


# THREATS: 2
def test_a_reserved_tavolo_is_not_among_the_choices(editor, text):
    rewrite(text, words="La popolazione cambia.")
    public, reserved = MeetingFactory(), MeetingFactory(tavolo=ReservedTavoloFactory(name="Casi complessi"))

    page = editor.get(url(text)).content.decode()
    refused = editor.post(
        url(text), {"modifica": keys(text), "kind": "TAVOLO", "meeting": reserved.pk, "words": REASON}
    )

    assert (public.tavolo.name in page, "Casi complessi" in page) == (True, False)
    assert refused.status_code == 422


def answered(text, **fields):
    """Return what the Distretto della Salute answered about the first section of a text."""
    section = text.versions.get().sections.order_by("position").first().section
    values = {"kind": "SIGNED", "act_number": "1184", "act_date": date(2026, 10, 3), "digest": "d" * 64, **fields}
    return SignOff.objects.create(section=section, decided_at=MOMENT, **values)


def test_an_answer_of_the_health_district_is_chosen_and_readers_see_whose_it_is(editor, client, text):
    signed = answered(text)
    rewrite(text, words="La popolazione cambia.")
    said = {"kind": "SIGN_OFF", "sign_off": signed.pk, "words": "Parere favorevole con una modifica."}

    assert "Distretto della Salute, nota n. 1184" in editor.get(url(text)).content.decode()
    assert editor.post(url(text), {"modifica": keys(text), **said}).status_code == 302
    version = published(text, left="")

    assert [cause.sign_off for cause in version.causes.all()] == [signed]
    page = client.get(reverse("consultations:redline", args=[text.slug, 1, 2])).content.decode()
    assert "visto: Distretto della Salute, nota n. 1184, sabato 3 ottobre 2026" in page
    assert "Parere favorevole con una modifica." in page


@pytest.mark.parametrize("kind", ["SILENCE", "of another text"])
def test_what_is_no_answer_about_this_text_cannot_be_chosen(editor, text, kind):
    other = answered(text, kind=kind) if kind == "SILENCE" else answered(published(imported(title="Un altro")).text)
    rewrite(text, words="La popolazione cambia.")
    said = {"kind": "SIGN_OFF", "sign_off": other.pk, "words": "Parere favorevole con una modifica."}

    page = editor.post(url(text), {"modifica": keys(text), **said})

    assert page.status_code == 422
    assert "sign_off" in page.context["form"].errors
    assert "Parere favorevole con una modifica." in page.content.decode()
    with pytest.raises(NotCitable):
        causes.give(
            text=text, stretches=keys(text), by=drafter(), moment=MOMENT,
            why=Why(kind="SIGN_OFF", sign_off_id=other.pk, words="Parere favorevole con una modifica."),
        )  # fmt: skip
