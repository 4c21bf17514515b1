# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pointing to words inside a paragraph, and proposing other words for it."""

import re
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.comments import services
from portal.comments.forms.passage import digest
from portal.comments.models import Observation, ObservationRevision, WaitingObservation
from portal.comments.passages import NotThere, passage, stretch_of, tidy
from portal.comments.queries import export_of
from portal.comments.queries.threads import thread_page
from portal.comments.services.submission import Draft
from portal.core.audiences import EVERYBODY
from tests.factories.core import UserFactory
from tests.portal.comments.writing import code_for, form, write_url

pytestmark = pytest.mark.django_db

QUOTE = "Il trasporto si chiede allo sportello, entro le dodici."
PROPOSED = "Il trasporto si chiede per telefono o allo sportello, entro le dodici."


@pytest.fixture
def ada(client):
    user = UserFactory(first_name="Ada", last_name="Rossi")
    client.force_login(user)
    return user


@pytest.fixture
def target(policy):
    return policy.add(quote=QUOTE)


def words(first, last, **changes):
    """Return the fields that choose words by what stands in the two lists."""
    places = {found.group(): (number, found.span()) for number, found in enumerate(re.finditer(r"\w+", QUOTE), 1)}
    start, end = places[first][1][0], places[last][1][1]
    return {
        "words_first": f"{start}:{places[first][0]}. {first}",
        "words_last": f"{end}:{places[last][0]}. {last}",
        "words_seen": digest(QUOTE),
        "proposed": QUOTE,
        **changes,
    }


def text_of(page):
    """Return what a page says, tags and spaces aside."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_a_stretch_is_that_of_the_words_sent_or_none():
    assert stretch_of(QUOTE, first=1, last=2, sent="trasporto, si") == (3, 15)
    for first, last, sent in ((1, 2, "trasporto"), (2, 1, "si"), (0, 99, QUOTE), (8, 9, "dodici dodici")):
        with pytest.raises(NotThere):
            stretch_of(QUOTE, first=first, last=last, sent=sent)


def test_words_chosen_in_the_lists_are_kept_and_marked_on_preview_and_receipt(client, ada, target):
    sent = form(**words("allo", "sportello"))

    preview = client.post(write_url(target), {**sent, "step": "rivedi"})
    receipt = client.get(client.post(write_url(target), sent).headers["Location"])

    observation = Observation.objects.get()
    assert (observation.words_start, observation.words_end, observation.quote) == (23, 37, QUOTE)
    assert observation.passage.chosen == "allo sportello"
    for page in (preview, receipt):
        assert "parole scelte: allo sportello (fine) , entro le dodici." in text_of(page)


def test_words_chosen_on_the_page_of_the_text_are_marked_and_already_in_the_lists(client, target):
    query = urlencode({"dalla": 4, "alla": 5, "parole": "allo sportello"})

    page = client.get(f"{write_url(target)}?{query}")

    assert "Il trasporto si chiede parole scelte: allo sportello (fine) , entro" in text_of(page)
    assert page.content.decode().count(" selected>5. allo<") == 1
    assert page.content.decode().count(" selected>6. sportello<") == 1


@pytest.mark.parametrize("query", [{"dalla": 4, "alla": 5, "parole": "alla porta"}, {"dalla": 90, "alla": 99}])
def test_words_that_are_not_there_are_said_so_and_one_can_still_write(client, target, query):
    page = client.get(f"{write_url(target)}?{urlencode(query)}")

    assert page.status_code == 200
    assert "Le parole che avevi scelto non sono in questo paragrafo" in text_of(page)
    assert "parole scelte:" not in text_of(page)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"words_first": "3:2. altro"}, "Il paragrafo è cambiato mentre scrivevi"),
        ({"words_seen": digest("un altro paragrafo")}, "Il paragrafo è cambiato mentre scrivevi"),
        ({"words_first": ""}, "Scegli anche la prima parola"),
        ({"words_last": ""}, "Scegli anche l&#x27;ultima parola"),
        ({"words_last": "2:1. Il"}, "L&#x27;ultima parola viene prima della prima"),
    ],
)
def test_words_that_do_not_fit_are_refused_at_the_field_and_nothing_is_lost(client, ada, target, changes, told):
    page = client.post(write_url(target), form(**words("allo", "sportello", **changes)))

    assert page.status_code == 422
    assert told in page.content.decode()
    assert "Il trasporto serve anche il sabato e la domenica." in page.content.decode()
    assert Observation.objects.count() == 0


def test_words_and_proposal_survive_the_wait_for_the_code(client, target):
    sent = form(**words("entro", "dodici", kind="PROPOSAL", proposed=PROPOSED), email="ada@example.org")

    confirm = client.post(write_url(target), sent).headers["Location"]
    waiting_page = text_of(client.get(confirm))
    client.post(confirm, {"code": code_for("ada@example.org")})

    observation = Observation.objects.get()
    assert observation.passage.chosen == "entro le dodici"
    assert observation.revisions.get().proposed == PROPOSED
    assert WaitingObservation.objects.get().payload == {}
    assert "parole scelte: entro le dodici (fine)" in waiting_page
    assert "aggiunto: per telefono o (fine)" in waiting_page


def test_a_proposal_is_kept_apart_from_its_reason_and_shown_as_redline(client, ada, target):
    sent = form(kind="PROPOSAL", proposed=f"  {PROPOSED}\r\n", words_first="", words_last="")

    preview = text_of(client.post(write_url(target), {**sent, "step": "rivedi"}))
    client.post(write_url(target), sent)

    revision = ObservationRevision.objects.get()
    assert (revision.text, revision.proposed) == ("Il trasporto serve anche il sabato e la domenica.", PROPOSED)
    assert "si chiede + aggiunto: per telefono o (fine) allo sportello, entro le dodici." in preview


@pytest.mark.parametrize("proposed", [QUOTE, f" {QUOTE} ", QUOTE.replace(" ", "  "), ""])
def test_a_proposal_equal_to_the_text_is_refused_at_its_field(client, ada, target, proposed):
    page = client.post(write_url(target), form(kind="PROPOSAL", proposed=proposed))

    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"proposed"}
    assert Observation.objects.count() == 0


def test_who_changed_the_words_without_calling_it_a_proposal_is_told(client, ada, target):
    page = client.post(write_url(target), form(kind="OBSERVATION", proposed=PROPOSED))

    assert page.context["form"].errors.keys() == {"kind"}
    assert PROPOSED in page.content.decode()


def test_the_service_refuses_what_the_form_would(target):
    ada = UserFactory()
    for draft in (
        Draft(text="Un testo lungo abbastanza.", chosen=(0, 900)),
        Draft(text="Un testo lungo abbastanza.", chosen=(5, 5)),
        Draft(text="Un testo lungo abbastanza.", kind="PROPOSAL", proposed=QUOTE),
        Draft(text="Un testo lungo abbastanza.", kind="QUESTION", proposed=PROPOSED),
    ):
        with pytest.raises(services.WordsNotThere):
            services.submit(target=target, draft=draft, author=ada, key=str(draft), moment=timezone.now())


def test_changing_the_proposed_words_makes_a_revision_and_the_old_ones_stay_in_force(client, ada, target):
    client.post(write_url(target), form(kind="PROPOSAL", proposed=PROPOSED))
    observation = Observation.objects.get()
    edit = reverse("comments:edit", args=[observation.pk])
    other = PROPOSED.replace("per telefono", "per posta")

    shown = client.get(edit)
    client.post(edit, {"text": observation.comment, "proposed": other})
    again = client.post(edit, {"text": observation.comment, "proposed": other})

    assert shown.context["form"]["proposed"].value() == PROPOSED
    assert again.status_code == 302
    assert list(observation.revisions.values_list("number", "proposed")) == [(1, PROPOSED), (2, other)]
    assert export_of(ada)[0]["parole proposte"] == [PROPOSED, other]


def test_an_edit_that_takes_the_proposal_back_to_the_text_is_refused(client, ada, target):
    client.post(write_url(target), form(kind="PROPOSAL", proposed=PROPOSED))
    observation = Observation.objects.get()

    page = client.post(reverse("comments:edit", args=[observation.pk]), {"text": "Un altro testo.", "proposed": QUOTE})

    assert page.status_code == 422
    assert observation.revisions.count() == 1


def test_threads_show_words_chosen_and_words_proposed(client, ada, policy, target):
    policy.is_premoderated = False
    client.post(write_url(target), form(**words("allo", "sportello", kind="PROPOSAL", proposed=PROPOSED)))

    node = thread_page(scope=target.scope, viewer=ada, audience=EVERYBODY).threads[0]

    assert node.quote == passage(QUOTE, (23, 37))
    assert "".join(part.text for part in node.proposal if not part.is_removed) == PROPOSED
    assert [part.text.strip() for part in node.proposal if part.is_added] == ["per telefono o"]


def test_a_reply_has_no_words_to_choose(client, ada, policy, target):
    policy.is_premoderated = False
    client.post(write_url(target), form())

    page = client.get(reverse("comments:reply", args=[Observation.objects.get().pk]))

    assert {"words_first", "words_last", "proposed"} & set(page.context["form"].fields) == set()


def test_what_was_proposed_is_given_back_when_the_window_has_closed(client, ada, policy, target):
    policy.closes_at = policy.opens_at

    page = client.post(write_url(target), form(kind="PROPOSAL", proposed=PROPOSED))

    assert page.status_code == 409
    assert PROPOSED in page.content.decode()


def test_tidy_keeps_the_lines_of_a_list_and_nothing_else():
    assert tidy("  uno \t due\n\n tre ") == "uno due\ntre"
