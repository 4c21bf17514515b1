# SPDX-License-Identifier: AGPL-3.0-or-later
"""The home page, the standing pages, the areas and the site map."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Site

from portal.core.panels import panels_for
from portal.pages import queries
from portal.pages.models import HomePage, StandingPage
from portal.pages.services import install_standing_pages
from tavoli.enums import Visibility
from tests.factories.consultations import ConsultationFactory
from tests.factories.core import AreaFactory
from tests.factories.tavoli import MeetingFactory
from tests.portal.ui.html import elements, parsed

SLUGS = [
    "accessibilita", "assistenza", "chi-siamo", "domande-frequenti", "note-legali", "privacy", "scrivi-all-ufficio",
    "segnala-disservizio",
]  # fmt: skip


@pytest.mark.django_db
def test_installing_twice_makes_every_page_once_and_drops_the_sample_page():
    install_standing_pages()
    home = install_standing_pages()

    assert HomePage.objects.count() == 1
    assert sorted(StandingPage.objects.values_list("slug", flat=True)) == SLUGS
    assert Site.objects.get().root_page_id == home.pk
    assert list(Page.objects.exact_type(Page).values_list("depth", flat=True)) == [1]


def test_what_the_office_changed_stays_as_it_is(home):
    privacy = StandingPage.objects.get(slug="privacy")
    privacy.title = "Privacy, scritta da noi"
    privacy.save_revision().publish()
    StandingPage.objects.get(slug="assistenza").delete()

    call_command("portal_setup")

    assert StandingPage.objects.get(slug="privacy").title == "Privacy, scritta da noi"
    assert StandingPage.objects.filter(slug="assistenza").exists()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_standing_page_answers_with_its_way_back_and_its_date(client, home, slug):
    tree = parsed(client.get(f"/{slug}/"))

    page = StandingPage.objects.get(slug=slug)
    assert elements(tree, "h1")[0].text == page.title
    crumbs = next(nav for nav in elements(tree, "nav") if nav.get("aria-label") == "Percorso")
    assert ["".join(item.itertext()).strip() for item in elements(crumbs, "li")] == ["Home", page.title]
    assert [time.get("datetime") for time in elements(tree, "time")] == [page.last_published_at.isoformat()]


def test_the_legal_notes_carry_the_clause_that_the_national_check_looks_for(client, home):
    tree = parsed(client.get("/note-legali/"))

    marks = [element.get("data-element") for element in tree.iter() if element.get("data-element")]
    assert marks == ["legal-notes-section", "legal-notes-body"]
    body = next(element for element in tree.iter() if element.get("data-element") == "legal-notes-body")
    assert "licenza CC-BY 4.0" in "".join(body.itertext())


def test_the_home_page_says_what_is_open_and_until_when(client, home):
    opened = ConsultationFactory()
    coming = ConsultationFactory(is_coming=True)
    hidden = ConsultationFactory(is_preparing=True)

    page = client.get("/").content.decode()

    assert opened.title in page
    assert "Leggi e di" in page
    assert coming.title in page
    assert hidden.title not in page


def test_a_home_page_with_nothing_to_show_says_what_to_do_next(client, home):
    page = client.get("/").content.decode()

    assert "In questo momento nessun testo è aperto alle osservazioni." in page
    assert "Non ci sono incontri pubblici in calendario." in page


@pytest.mark.parametrize("count", [1, 4])
def test_the_home_page_costs_the_same_however_much_there_is(home, count, django_assert_max_num_queries):
    ConsultationFactory.create_batch(count)
    AreaFactory.create_batch(count)

    with django_assert_max_num_queries(12):
        content = queries.home_content(audience=frozenset({"public"}), moment=timezone.now())

    assert (len(content.open_now), len(content.areas)) == (count, count)


@pytest.mark.parametrize("days", [0, 400])
def test_nothing_is_open_after_its_closing(home, days):
    ConsultationFactory()

    content = queries.home_content(audience=frozenset({"public"}), moment=timezone.now() + timedelta(days=days))

    assert len(content.open_now) == (0 if days else 1)


def test_the_home_page_says_where_only_of_tavoli_that_show_it_to_everybody(client, home):
    MeetingFactory(place="Sala grande", tavolo__visibility=Visibility.PUBLIC)
    MeetingFactory(place="Sala piccola", tavolo__visibility=Visibility.MINUTES)

    box = next(one for one in elements(parsed(client.get("/")), "section") if one.get("aria-labelledby") == "incontri")

    assert [span.text for span in elements(box, "span")] == ["Sala grande"]


def test_an_area_shows_its_sentence_its_telephone_and_the_way_to_a_service(client, home):
    area = AreaFactory(name="Disabilità", slug="disabilita", phone="0971 000111", how_to="<p>Chiama lo sportello.</p>")

    page = client.get("/aree/disabilita/").content.decode()

    assert area.sentence in page
    assert 'href="tel:0971000111"' in page
    assert "Chiama lo sportello." in page


def test_an_area_that_does_not_exist_is_not_found(client, home):
    assert client.get("/aree/nessuna/").status_code == 404


def test_an_area_asks_every_app_for_its_panel(home, rf):
    request = rf.get("/")
    request.audience = frozenset({"public"})

    panels = panels_for("area", request, AreaFactory())

    assert [panel.position for panel in panels] == sorted(panel.position for panel in panels)


def test_the_site_map_names_every_part(client, home):
    area = AreaFactory()
    StandingPage.objects.get(slug="assistenza").unpublish()

    addresses = [
        link.get("href") for link in elements(elements(parsed(client.get("/mappa-del-sito/")), "main")[0], "a")
    ]

    assert f"/aree/{area.slug}/" in addresses
    assert "/privacy/" in addresses
    assert "/assistenza/" not in addresses
