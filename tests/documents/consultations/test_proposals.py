# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words proposed and words pointed at: taken over, carried, in collision, found again, for office and readers."""

import copy

import pytest
from django.urls import reverse

from documents.consultations.models import Outcome, OutcomeParagraph, ParagraphParent
from documents.consultations.queries import proposals
from documents.consultations.services.proposals import ChangedMeanwhile, Collides, NothingToTake, take_over
from portal.comments.models import ObservationRevision
from portal.core import roles
from portal.core.models import AuditEvent
from tests.factories.comments import ObservationFactory
from tests.factories.consultations import ConsultationFactory, OutcomeFactory
from tests.factories.consultations_drafts import MOMENT, blocks_of, drafter, edit, imported, pages_of, published
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db

DRAFT = """# Piano di prova

## Il contesto

Il **pulmino** parte alle otto dalla piazza del comune. La famiglia chiede aiuto all'ufficio di piano.

I giovani partono.
"""
QUOTE = "Il pulmino parte alle otto dalla piazza del comune. La famiglia chiede aiuto all'ufficio di piano."
PROPOSED = QUOTE.replace("alle otto", "alle sette e mezza")


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


@pytest.fixture(scope="module")
def consultation_once(lasting_rows):
    with lasting_rows.unblock():
        text = imported(DRAFT)
        return ConsultationFactory(text=text, version=published(text), office="Ufficio di Piano")


@pytest.fixture
def consultation(consultation_once):
    return copy.deepcopy(consultation_once)


def said(consultation, *, proposed="", **fields):
    twin = consultation.version.paragraphs.get(number=1)
    start = {
        "scope": consultation.scope,
        "target_id": str(twin.paragraph_id),
        "section_id": str(twin.section.section_id),
        "quote": twin.plain,
        "target_label": "Paragrafo 1 · Il contesto",
        "version_number": 1,
        "kind": "PROPOSAL" if proposed else "OBSERVATION",
    }
    observation = ObservationFactory(**{**start, **fields})
    ObservationRevision.objects.filter(observation=observation).update(proposed=proposed)
    return observation


def redrafted(consultation, words, *, is_ready=True):
    """Write other words in the first paragraph, as an editor does."""
    page = pages_of(consultation.text)[0]
    first, *others = blocks_of(page)
    edit(page, (first[0], f"<p>{words}</p>", first[2]), *others, is_ready=is_ready)


def taken(consultation, observation, **fields):
    seen = proposals.in_hand(consultation, observation).digest
    return take_over(
        consultation=consultation, observation=observation, by=drafter(), moment=MOMENT, **{"seen": seen, **fields}
    )


def draft_html(consultation):
    return blocks_of(pages_of(consultation.text)[0])[0][1]


def test_one_click_writes_the_words_into_the_draft_and_prepares_the_answer(consultation):
    observation = said(consultation, proposed=PROPOSED)

    done = taken(consultation, observation)

    assert (done.plain, done.is_answered) == (PROPOSED, True)
    assert "<b>pulmino</b> parte alle sette e mezza dalla" in draft_html(consultation).replace("strong>", "b>")
    assert pages_of(consultation.text)[0].has_unpublished_changes
    outcome = Outcome.objects.get(observation=observation)
    assert (outcome.kind, outcome.published_at) == ("ACCEPTED", None)
    assert [str(pk) for pk in outcome.paragraphs.values_list("pk", flat=True)] == [observation.target_id]
    audited = AuditEvent.objects.get(action="proposal.taken")
    assert (audited.target_id, audited.text.body["after"]["words"]) == (str(observation.pk), PROPOSED)


def test_a_proposal_for_a_paragraph_that_editors_divided_goes_into_the_part_that_holds_its_words(consultation):
    observation = said(consultation, proposed=QUOTE.replace("all'ufficio di piano", "allo sportello sociale"))
    page = pages_of(consultation.text)[0]
    first, *others = blocks_of(page)
    one, other = QUOTE.split(". ")
    edit(page, (first[0], f"<p>{one}.</p>", first[2]), ("paragraph", f"<p>{other}</p>", None), *others)

    done = taken(consultation, observation)

    assert done.plain == "La famiglia chiede aiuto allo sportello sociale."
    written = [html for _, html, _ in blocks_of(pages_of(consultation.text)[0])]
    assert written[:2] == [f"<p>{one}.</p>", "<p>La famiglia chiede aiuto allo sportello sociale.</p>"]


def test_a_proposal_for_a_paragraph_that_editors_joined_to_another_goes_among_its_words(consultation):
    observation = said(consultation, proposed=PROPOSED)
    page = pages_of(consultation.text)[0]
    _first, second = blocks_of(page)
    edit(page, (second[0], f"<p>I giovani partono. {QUOTE}</p>", second[2]))

    done = taken(consultation, observation)

    assert done.plain == f"I giovani partono. {PROPOSED}"


def test_a_second_click_writes_nothing_more(consultation):
    observation = said(consultation, proposed=PROPOSED)
    seen = proposals.in_hand(consultation, observation).digest
    taken(consultation, observation)

    with pytest.raises(ChangedMeanwhile):
        taken(consultation, observation, seen=seen)
    with pytest.raises(NothingToTake):
        taken(consultation, observation)
    assert AuditEvent.objects.filter(action="proposal.taken").count() == 1


def test_the_words_are_carried_onto_a_paragraph_that_changed_elsewhere(consultation):
    observation = said(consultation, proposed=PROPOSED)
    redrafted(consultation, QUOTE.replace("chiede aiuto", "chiede un appuntamento"), is_ready=False)

    done = taken(consultation, observation)

    assert done.plain == PROPOSED.replace("chiede aiuto", "chiede un appuntamento")


def test_a_collision_is_never_chosen_by_the_machine(consultation):
    observation = said(consultation, proposed=PROPOSED)
    redrafted(consultation, QUOTE.replace("alle otto", "alle nove"))

    with pytest.raises(Collides):
        taken(consultation, observation)
    assert "alle nove" in draft_html(consultation)
    by_hand = taken(consultation, observation, words=QUOTE.replace("alle otto", "alle sette"))
    assert "alle sette" in by_hand.plain


def test_an_answer_that_says_something_else_is_left_alone(consultation):
    observation = said(consultation, proposed=PROPOSED)
    OutcomeFactory(observation=observation, consultation=consultation, kind="REJECTED", published_at=None)

    assert taken(consultation, observation).is_answered is False
    assert OutcomeParagraph.objects.count() == 0


def test_what_was_not_looked_at_is_not_taken(consultation):
    observation = said(consultation, proposed=PROPOSED)
    seen = proposals.in_hand(consultation, observation).digest
    redrafted(consultation, QUOTE.replace("chiede", "domanda"), is_ready=False)

    with pytest.raises(ChangedMeanwhile):
        taken(consultation, observation, seen=seen)


def test_the_office_sees_the_proposal_and_takes_it_over_from_the_screen_of_the_answer(client, consultation):
    observation = said(consultation, proposed=PROPOSED)
    client.force_login(StaffFactory(roles=[roles.DRAFTER]))
    screen = reverse("answers_admin:answer", args=[consultation.pk, observation.pk])

    page = client.get(screen)
    done = client.post(
        reverse("answers_admin:take_over", args=[consultation.pk, observation.pk]),
        {"visto": page.context["proposal"].digest},
        follow=True,
    )

    assert "Accogli queste parole" in page.content.decode()
    assert "aggiunto:" in page.content.decode()
    assert "Il testo in lavorazione dice già queste parole." in done.content.decode()
    assert "sette e mezza" in draft_html(consultation)


def test_a_collision_is_shown_side_by_side_and_written_by_hand(client, consultation):
    observation = said(consultation, proposed=PROPOSED)
    redrafted(consultation, QUOTE.replace("alle otto", "alle nove"))
    client.force_login(StaffFactory(roles=[roles.DRAFTER]))

    page = client.get(reverse("answers_admin:answer", args=[consultation.pk, observation.pk])).content.decode()

    assert "Come lo propone chi ha scritto" in page
    assert "Come è nel testo in lavorazione" in page
    assert "Accogli queste parole" not in page


def test_readers_see_the_proposal_on_the_paragraph_of_today_or_on_the_words_of_then(client, consultation):
    said(consultation, proposed=PROPOSED)
    said(consultation, proposed=QUOTE.replace("aiuto", "ascolto"))
    redrafted(consultation, QUOTE.replace("chiede aiuto", "domanda consiglio"))
    published(consultation.text)

    page = client.get("/testi/piano-di-prova/il-contesto/").content.decode()

    assert page.count("Le parole proposte, sul paragrafo 1 di oggi") == 1
    assert page.count("Le parole proposte, sul testo di allora") == 1


def test_words_pointed_at_are_marked_in_the_text_of_today_or_said_to_be_gone(client, consultation):
    start = QUOTE.index("all'ufficio")
    kept = said(consultation, words_start=start, words_end=start + len("all'ufficio"))
    start = QUOTE.index("alle otto")
    said(consultation, words_start=start, words_end=start + len("alle otto"))
    redrafted(consultation, QUOTE.replace("alle otto", "verso mezzogiorno"))
    published(consultation.text)

    page = client.get("/testi/piano-di-prova/il-contesto/").content.decode()
    marked = client.get(f"/testi/piano-di-prova/il-contesto/?parole={kept.pk}").content.decode()

    assert "testo cambiato; queste parole ci sono ancora" in page
    assert "testo cambiato; queste parole non ci sono più" in page
    assert f"/testi/piano-di-prova/il-contesto/?parole={kept.pk}#parole-scelte" in page
    assert '<mark id="parole-scelte" tabindex="-1">all\'ufficio</mark>' in marked


@pytest.mark.parametrize("state", ["PENDING", "HIDDEN", "WITHDRAWN"])
def test_the_words_of_what_is_not_public_are_not_marked_for_anyone(client, consultation, state):
    one = said(consultation, words_start=3, words_end=10, state=state)

    page = client.get(f"/testi/piano-di-prova/il-contesto/?parole={one.pk}").content.decode()

    assert "parole-scelte" not in page


def test_after_a_split_the_words_are_found_in_the_new_paragraph(client, consultation):
    start = QUOTE.index("chiede aiuto")
    one = said(consultation, words_start=start, words_end=start + len("chiede aiuto"))
    page = pages_of(consultation.text)[0]
    first, *others = blocks_of(page)
    half, rest = QUOTE.split(". ", 1)
    edit(page, (first[0], f"<p>{half}.</p>", first[2]), ("paragraph", f"<p>{rest}</p>", None), *others)
    version = published(consultation.text)
    child = version.paragraphs.get(number=2).paragraph
    ParagraphParent.objects.get_or_create(child=child, parent_id=one.target_id, defaults={"kind": "SPLIT"})

    marked = client.get(f"/testi/piano-di-prova/il-contesto/?parole={one.pk}").content.decode()

    assert f'id="p-{child.pk}"' in marked
    assert 'La famiglia <mark id="parole-scelte" tabindex="-1">chiede aiuto</mark>' in marked


def test_the_page_of_an_observation_shows_words_and_proposal_then_and_now(client, consultation):
    start = QUOTE.index("all'ufficio")
    one = said(consultation, proposed=PROPOSED, words_start=start, words_end=start + len("all'ufficio"))
    gone = said(consultation, words_start=QUOTE.index("alle otto"), words_end=QUOTE.index(" dalla"))
    redrafted(consultation, QUOTE.replace("chiede aiuto", "domanda consiglio"))
    published(consultation.text)
    redrafted(consultation, QUOTE.replace("chiede aiuto", "domanda consiglio").replace("alle otto", "di rado"))
    published(consultation.text)

    kept_page = client.get(one.public_url).content.decode()
    gone_page = client.get(gone.public_url).content.decode()

    assert "Paragrafo 1, versione 3: sono le stesse." in " ".join(kept_page.split())
    assert kept_page.count("<mark>") == 2
    assert "sul testo di allora: poi le stesse parole sono cambiate in altro modo" in kept_page
    assert "Queste parole non ci sono più nella versione 3." in gone_page
