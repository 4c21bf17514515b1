# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate and its override, with and without JavaScript: refused with the list, passed only for a public reason."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.people import COORDINATOR, DELEGATE, PHONE, Crowd
from tests.journeys.test_first_consultation import (
    Story,
    close_in_a_moment,
    go_to_the_consultation,
    go_to_the_consultation_of_the_office,
    import_the_draft,
    nothing_is_published_while_one_waits,
    open_the_consultation,
    publish_the_version,
    the_delegate_writes_from_a_phone,
    the_moderator_publishes,
)

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journeys")]
REASON = "La Regione chiede il testo entro domani: rispondiamo a chi manca entro un mese."


@pytest.mark.parametrize(
    "story",
    [
        Story(title="Carta del trasporto Faggio", word="faggio", has_scripts=True),
        Story(title="Carta del trasporto Tiglio", word="tiglio", has_scripts=False),
    ],
    ids=["con-javascript", "senza-javascript"],
)
def test_the_gate_refuses_and_is_passed_only_for_a_reason_that_everybody_reads(people: Crowd, story: Story):
    import_the_draft(people, story)
    publish_the_version(people, story)
    open_the_consultation(people, story)
    code = the_delegate_writes_from_a_phone(people, story)
    the_moderator_publishes(people, story, {code})
    close_in_a_moment(people, story)
    nothing_is_published_while_one_waits(people, story, code)
    pass_the_gate(people, story)
    everybody_reads_why(people, story, code)

    author = people.person(DELEGATE, width=PHONE, has_scripts=story.has_scripts)
    author.goto(f"/osservazioni/{code}/")
    answer = author.get_by_role("region", name="Che cosa ha risposto l'ufficio")
    expect(answer).to_contain_text(REASON)
    expect(answer).to_contain_text("La risposta può ancora arrivare")


def pass_the_gate(people: Crowd, story: Story) -> None:
    page = people.person(COORDINATOR, has_scripts=story.has_scripts)
    go_to_the_consultation_of_the_office(page, story)
    page.get_by_role("link", name="Pubblica la proposta definitiva").click()
    reason = page.get_by_label("Perché esce senza tutte le risposte (almeno 30 caratteri)")
    reason.fill("Non c'è tempo.")
    page.get_by_role("button", name="Pubblica la proposta definitiva senza queste risposte").click()
    expect(page.get_by_text("Il motivo si legge in pubblico")).to_be_visible()
    expect(reason).to_have_value("Non c'è tempo.")
    reason.fill(REASON)
    page.get_by_role("button", name="Pubblica la proposta definitiva senza queste risposte").click()
    expect(page.get_by_text("La proposta definitiva è la versione 1")).to_be_visible()


def everybody_reads_why(people: Crowd, story: Story, code: str) -> None:
    page = people.person(width=PHONE, has_scripts=story.has_scripts)
    go_to_the_consultation(page, story)
    page.get_by_role("link", name="Ci avete detto, abbiamo fatto").first.click()
    expect(page.get_by_role("heading", name="Pubblicata senza tutte le risposte")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
    page.get_by_role("link", name=f"osservazione {code}").first.click()
    expect(page.get_by_text("Senza risposta.")).to_be_visible()
    expect(page.get_by_text(REASON)).to_be_visible()
