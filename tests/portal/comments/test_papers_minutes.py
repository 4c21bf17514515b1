# SPDX-License-Identifier: AGPL-3.0-or-later
"""The minutes of a tavolo or of a focus group become contributions: told and mended row by row, then entered."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from documents.consultations.redline.words import words
from portal.comments import targets
from portal.comments.models import Observation, PaperBatch
from portal.comments.services.papers_many.reading import paragraphs_of
from tests.factories.comments import SCOPE
from tests.portal.comments.test_papers_many import enter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("calendar")]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ROWS = 17
CATEGORIES = (("costi", "Costi e tariffe"), ("orari", "Orari"))


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def target(policy):
    """A paragraph of a consultation that has categories."""
    return policy.add(categories=CATEGORIES)


def read(client, pasted="Serve il pulmino di sabato.\n\nCosta troppo."):
    """Paste minutes; return where their rows are."""
    form = {
        "da": "verbale", "scope": SCOPE, "channel": "TAVOLO", "day": "2026-11-20", "registry_number": "",
        "pasted": pasted, "notice_given": "on",
    }  # fmt: skip
    return client.post(reverse("comments_admin:many"), form).headers["Location"]


def rows(target, first=(), second=()):
    """Return what the page sends for two rows."""
    common = {"is_kept": "on", "who": "anonimo", "kind": "OBSERVATION", "target": f"paragraph:{target.identity}"}
    one = {**common, "text": "Serve il pulmino di sabato.", **dict(first)}
    two = {**common, "text": "Costa troppo.", **dict(second)}
    return {f"riga-{number}-{name}": value for number, row in ((1, one), (2, two)) for name, value in row.items()}


def test_paragraphs_and_list_items_of_minutes_become_rows():
    text = "Ordine del giorno\nsul trasporto\n\n- Serve il sabato.\n- Serve presto:\n  alle sette.\n\n1) Più personale."

    assert paragraphs_of(text.split("\n")) == [
        "Ordine del giorno sul trasporto", "Serve il sabato.", "Serve presto: alle sette.", "Più personale.",
    ]  # fmt: skip


def test_minutes_are_pasted_aimed_row_by_row_and_entered(client, clerk, target):
    form = {
        "da": "verbale", "scope": SCOPE, "channel": "FOCUS_GROUP", "day": "2026-11-20", "registry_number": "",
        "pasted": "Apre la seduta il presidente.\n\nServe il pulmino di sabato.", "notice_given": "on",
    }  # fmt: skip
    address = client.post(reverse("comments_admin:many"), form).headers["Location"]
    refused = enter(client)
    rows = {
        "riga-1-text": "Apre la seduta il presidente.", "riga-1-who": "anonimo", "riga-1-kind": "OBSERVATION",
        "riga-2-is_kept": "on", "riga-2-text": "Serve il pulmino di sabato.", "riga-2-who": "anonimo",
        "riga-2-kind": "PROPOSAL", "riga-2-target": f"paragraph:{target.identity}",
    }  # fmt: skip

    client.post(address, rows)
    done = enter(client)

    found = Observation.objects.get()
    assert (refused.status_code, done.status_code) == (409, 302)
    assert (found.comment, found.channel, found.kind) == ("Serve il pulmino di sabato.", "FOCUS_GROUP", "PROPOSAL")


def test_a_row_of_minutes_says_its_category_its_words_and_what_it_proposes(client, clerk, target, monkeypatch):
    monkeypatch.setattr(targets, "_comparison", [words])
    address = read(client)
    proposed = target.quote.replace("tre giorni", "sei giorni")
    told = rows(
        target,
        {"kind": "PROPOSAL", "category": "Orari", "passage": "tre giorni alla settimana", "proposed": proposed},
        {"category": "Costi e tariffe"},
    )

    client.post(address, told)
    page = client.get(address).content.decode()
    enter(client)

    first, second = Observation.objects.order_by("pk")
    assert (first.category, first.quote[first.words_start : first.words_end]) == ("orari", "tre giorni alla settimana")
    assert (first.kind, first.revisions.get().proposed) == ("PROPOSAL", proposed)
    assert (second.category, second.words_start, second.revisions.get().proposed) == ("costi", None, "")
    assert "categoria: Orari" in " ".join(page.split())
    assert '<q lang="it">tre giorni alla settimana</q>' in page
    assert "<del>" in page
    assert "sei" in page.partition("<ins>")[2][:120]


def test_what_was_told_comes_back_as_it_was_told(client, clerk, target):
    address = read(client)
    told = rows(
        target,
        {"kind": "PROPOSAL", "category": "Orari", "passage": "tre giorni", "proposed": "Altre parole.", "name": ""},
        {"who": "persona", "name": "Gina M.", "is_kept": "on"},
    )

    client.post(address, told)
    forms = [form for _row, form, _one in client.get(address).context["forms"]]

    shown = {f"{form.prefix}-{name}": form[name].value() for form in forms for name in form.fields}
    shown = {name: "on" if value is True else value for name, value in shown.items()}
    assert {name: value for name, value in shown.items() if value} == {
        name: value for name, value in told.items() if value
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"passage": "parole di un altro"}, "Parole commentate: nel paragrafo non ci sono"),
        ({"proposed": "Altre parole."}, "Parole proposte: il tipo deve essere"),
        ({"kind": "PROPOSAL", "proposed": "Altre.", "target": "text:1"}, "Scegli su che cosa è."),
    ],
)
def test_what_is_wrong_is_said_at_its_row_and_what_was_typed_is_kept(client, clerk, target, wrong, said):
    address = read(client)

    client.post(address, rows(target, {}, wrong))
    page = client.get(address)
    pressed = client.post(address, {**rows(target, {}, wrong), "scelta": "inserisci"})

    (_, _, good), (_, form, one) = page.context["forms"]
    assert (good.errors, [error.startswith(said) for error in one.errors]) == ([], [True])
    assert {name: form[name].value() for name in wrong} == wrong
    assert (pressed.status_code, Observation.objects.count()) == (409, 0)
    after = page.content.decode().partition('id="riga-2"')[2]
    assert said.replace("'", "&#x27;") in after


def test_a_category_that_the_consultation_has_not_is_refused_at_the_field(client, clerk, target):
    address = read(client)

    answer = client.post(address, rows(target, {"category": "Inventata"}))

    assert answer.status_code == 422
    assert "Serve il pulmino di sabato." in answer.content.decode()


def test_entering_takes_what_was_typed_since_it_was_last_checked(client, clerk, target):
    address = read(client)
    client.post(address, rows(target))

    client.post(address, {**rows(target, {"text": "Serve anche la domenica."}), "scelta": "inserisci"})

    assert list(Observation.objects.order_by("pk").values_list("comment", flat=True)) == [
        "Serve anche la domenica.", "Costa troppo.",
    ]  # fmt: skip


def test_a_second_press_enters_nothing_twice(client, clerk, target):
    address = read(client)

    answers = [client.post(address, {**rows(target), "scelta": "inserisci"}).status_code for _time in range(2)]

    assert (answers, Observation.objects.count()) == ([302, 302], 2)


def test_rows_kept_before_there_were_categories_can_still_be_entered(client, clerk, target):
    read(client)
    batch = PaperBatch.objects.get()
    old = {"number": 1, "text": "Serve il sabato.", "target": f"paragraph:{target.identity}", "where": "", "name": "",
           "channel": "TAVOLO", "date": "2026-11-20", "time": "", "who": "anonimo", "kind": "OBSERVATION",
           "registry_number": "", "is_kept": True}  # fmt: skip
    PaperBatch.objects.filter(pk=batch.pk).update(rows=[old])

    enter(client)

    assert Observation.objects.get().comment == "Serve il sabato."


@pytest.mark.parametrize("count", [2, 20])
def test_the_page_of_the_rows_costs_the_same_however_many(client, clerk, target, count, django_assert_num_queries):
    address = read(client, "\n\n".join(f"Serve la corsa numero {number}." for number in range(count)))
    client.get(address)

    with django_assert_num_queries(ROWS):
        client.get(address)
