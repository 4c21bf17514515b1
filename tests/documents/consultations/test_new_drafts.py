# SPDX-License-Identifier: AGPL-3.0-or-later
"""A draft that comes back from Word without ids keeps the identities of the text that it is a redraft of."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.consultations.imports.reading import read_file
from documents.consultations.models import ImportDraft, Paragraph, ParagraphParent, SectionPage, Text, VersionParagraph
from documents.consultations.services import imports, new_drafts
from portal.core import clock
from portal.core.models import AuditEvent
from tests.factories.consultations_drafts import drafter, imported, pages_of, published
from tests.factories.core import UserFactory

pytestmark = pytest.mark.django_db
HOMES = "L'assistenza domiciliare è garantita a tutte le persone con più di 75 anni che vivono sole."
BUSES = "Il trasporto verso i centri diurni parte alle otto da ogni comune della valle."
SCHOOL = "Le scuole ospitano laboratori pomeridiani di musica, teatro e lingua italiana."
MONEY = "La spesa prevista è di 12.400 euro l'anno, a carico del fondo regionale."
SARVELLO = "La domanda si presenta allo sportello di Sarvello entro trenta giorni dalla pubblicazione."
VALDORA = SARVELLO.replace("Sarvello", "Valdora")


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def source(**sections):
    parts = [f"## {title}\n\n" + "\n\n".join(paragraphs) for title, paragraphs in sections.items()]
    return "# Piano di prova\n\n" + "\n\n".join(parts) + "\n"


def kept(words, by=None):
    parsed = read_file("stesura.md", words.encode())
    return imports.keep(parsed=parsed, source_name="stesura.md", content=words.encode(), by=by or drafter())


def identities(version):
    return {twin.plain: twin.paragraph_id for twin in version.paragraphs.all()}


def redrafted(text, words, **said):
    new_drafts.redraft(draft=kept(words), text=text, by=drafter(), choices=said.pop("choices", {}), **said)


def test_every_paragraph_that_is_certain_stays_itself_and_the_rest_is_new_or_gone():
    text = imported(source(Uno=[f"{HOMES} {BUSES}", SCHOOL, SARVELLO], Due=[MONEY, "Una cosa che sparirà del tutto."]))
    first = identities(published(text))

    redrafted(
        text,
        source(
            Uno=[HOMES, BUSES, SARVELLO.replace("trenta", "sessanta")],
            Due=[SCHOOL.replace("musica", "canto"), MONEY],
            Tre=["Un capitolo di cui nessuno aveva mai parlato prima."],
        ),
        accepts=True,
        are_ready=True,
    )
    version = published(text)
    second = identities(version)

    assert second[HOMES] == first[f"{HOMES} {BUSES}"]
    assert second[SARVELLO.replace("trenta", "sessanta")] == first[SARVELLO]
    assert second[SCHOOL.replace("musica", "canto")] == first[SCHOOL]
    assert second[MONEY] == first[MONEY]
    assert list(ParagraphParent.objects.values_list("child_id", "parent_id", "kind")) == [
        (second[BUSES], first[f"{HOMES} {BUSES}"], "SPLIT")
    ]
    assert Paragraph.objects.get(pk=first["Una cosa che sparirà del tutto."]).retired_at == version.published_at
    assert [one.slug for one in version.sections.order_by("position")] == ["uno", "due", "tre"]


def test_a_section_keeps_its_identity_and_its_address_when_its_title_changes():
    text = imported(source(Uno=[HOMES, BUSES], Due=[SCHOOL, MONEY]))
    before = {one.slug: one.section_id for one in published(text).sections.all()}

    redrafted(text, source(**{"Due": [SCHOOL, MONEY], "Vivere a casa": [HOMES, BUSES]}))
    after = published(text).sections.order_by("position")

    assert [(one.slug, one.title, one.section_id) for one in after] == [
        ("due", "Due", before["due"]),
        ("uno", "Vivere a casa", before["uno"]),
    ]


def test_a_section_that_the_draft_has_not_is_no_longer_ready():
    text = imported(source(Uno=[HOMES, BUSES], Due=[SCHOOL, MONEY]))
    published(text)

    redrafted(text, source(Uno=[HOMES, BUSES, "Una frase che prima non c'era affatto."]))

    assert list(SectionPage.objects.child_of(text.page).filter(live=True).values_list("slug", flat=True)) == ["uno"]


def states(text):
    pages = SectionPage.objects.child_of(text.page).order_by("path")
    return [(page.get_latest_revision_as_object().title, page.live) for page in pages]


def test_a_section_stays_ready_or_not_as_it_was_and_a_new_one_is_as_it_is_said():
    text = imported(source(Uno=[HOMES, BUSES], Due=[SCHOOL, MONEY]))
    published(text)
    pages_of(text)[1].unpublish()
    words = source(Uno=[HOMES, BUSES], Due=[SCHOOL, MONEY, SARVELLO], Tre=["Un capitolo di cui nessuno parlava."])

    redrafted(text, words)
    unsaid = states(text)
    redrafted(text, words.replace("## Tre", "## Quattro").replace("capitolo", "argomento"), are_ready=True)

    assert unsaid == [("Uno", True), ("Due", False), ("Tre", False)]
    assert states(text) == [("Tre", False), ("Uno", True), ("Due", False), ("Quattro", True)]


def test_before_the_first_version_a_redraft_takes_the_place_of_the_sections_that_nobody_declared_ready():
    text = imported(source(Uno=[HOMES, BUSES], Due=[SCHOOL, MONEY]), are_ready=False)
    pages = [page.pk for page in pages_of(text)]

    redrafted(text, source(Uno=[HOMES, BUSES, SARVELLO], Due=[SCHOOL, MONEY]))

    assert [page.pk for page in pages_of(text)] == pages
    assert states(text) == [("Uno", False), ("Due", False)]


def test_the_page_says_which_sections_wait_to_be_declared_ready(client):
    text = imported(source(Uno=[HOMES, BUSES]))
    published(text)
    words = source(Uno=[HOMES, BUSES], Tre=["Un capitolo di cui nessuno parlava."])
    urls = [reverse("texts_admin:import_onto", args=[kept(words).pk, text.pk]) for _ in range(2)]
    client.force_login(drafter())

    asked = client.get(urls[0]).content.decode()
    waiting = client.post(urls[0], {}, follow=True).content.decode()
    first = states(text)
    SectionPage.objects.child_of(text.page).get(title="Tre").delete()
    client.post(urls[1], {"sezioni-pronte": "on"})

    assert 'name="sezioni-pronte"' in asked
    assert "Restano da dichiarare pronte: «Tre»." in waiting
    assert first == [("Uno", True), ("Tre", False)]
    assert states(text) == [("Uno", True), ("Tre", True)]


def test_nothing_is_written_while_something_is_in_doubt():
    text = imported(source(Uno=[SARVELLO, SCHOOL, VALDORA], Due=[MONEY]))
    published(text)
    words = source(Uno=[SCHOOL, SARVELLO.replace("Sarvello", "ogni comune"), HOMES], Due=[MONEY])

    with pytest.raises(new_drafts.StillOpen):
        redrafted(text, words)

    assert VersionParagraph.objects.count() == 4


# THREATS: 53
def test_the_page_asks_side_by_side_keeps_what_was_chosen_and_writes_once(client):
    text = imported(source(Uno=[SARVELLO, SCHOOL, VALDORA], Due=[MONEY]))
    first = identities(published(text))
    draft = kept(source(Uno=[SCHOOL, SARVELLO.replace("Sarvello", "ogni comune"), HOMES], Due=[MONEY]))
    client.force_login(drafter())
    url = reverse("texts_admin:import_onto", args=[draft.pk, text.pk])

    offered = client.get(reverse("texts_admin:import_preview", args=[draft.pk])).content.decode()
    shown = client.get(url).content.decode()
    refused = client.post(url, {})
    answers = [client.post(url, {"esito-0-1": f"e:{first[VALDORA]}"}) for _ in range(2)]
    version = published(text)

    assert url in offered
    assert "È il paragrafo 1 (Uno)" in shown
    assert "È il paragrafo 3 (Uno)" in shown
    assert refused.status_code == 422
    assert [answer.status_code for answer in answers] == [302, 302]
    assert version.paragraphs.get(number=2).paragraph_id == first[VALDORA]
    assert AuditEvent.objects.filter(action="text.redrafted").count() == 1
    assert Text.objects.count() == 1


def test_a_draft_that_nobody_made_a_text_of_is_forgotten_by_night_after_thirty_days(client):
    text = imported(source(Uno=[HOMES]))
    old, fresh = kept(source(Uno=[BUSES])), kept(source(Uno=[SCHOOL]))
    now = timezone.now()
    ImportDraft.objects.exclude(pk=fresh.pk).update(created_at=now - timedelta(days=30, seconds=1))
    night = {periodic.name: periodic.function for periodic in clock.periodics()}["consultations.forget_drafts"]

    forgotten = [night(now) for _ in range(2)]
    client.force_login(drafter())
    addresses = [reverse("texts_admin:import_preview", args=[draft.pk]) for draft in (old, fresh)]

    assert forgotten == [1, 0]
    assert set(ImportDraft.objects.all()) == {fresh, text.imports.get()}
    assert [client.get(address).status_code for address in addresses] == [404, 200]
    assert "Restano qui trenta giorni" in client.get(reverse("texts_admin:import")).content.decode()


def test_only_who_writes_texts_brings_a_redraft_in():
    text = imported(source(Uno=[HOMES], Due=[MONEY]))

    with pytest.raises(new_drafts.NotAllowed):
        new_drafts.redraft(draft=kept(source(Uno=[BUSES])), text=text, by=UserFactory(), choices={})
