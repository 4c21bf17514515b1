# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of results, as visitors meet it."""

import pytest
from django.urls import reverse

from search import queries, sources, sync
from tests.factories.core import AreaFactory, StaffFactory
from tests.portal.ui.html import elements, parsed, what_a_strict_policy_blocks
from tests.search.shelf import Shelf

STAFF = frozenset({"staff"})


@pytest.fixture(autouse=True)
def _own_index(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(sources, "_sources", {})
    settings.SEARCH_URL = ""
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    sync.pause.end()
    queries._breaker.reset()


@pytest.fixture
def shelf(db):
    sources._sources["libro"] = Shelf()
    return sources._sources["libro"]


@pytest.fixture
def acts(db):
    sources._sources["atto"] = Shelf("atto", "Atti")
    return sources._sources["atto"]


def ask(client, **data):
    return client.get(reverse("pages:search"), data)


def said(element):
    return " ".join("".join(element.itertext()).split())


def links(page):
    return {said(link): link.get("href") for link in elements(page, "a")}


def headings(page):
    return [said(heading) for heading in elements(page, "h3") if heading.find(".//{*}a") is not None]


def test_the_box_keeps_the_words_and_the_results_show_where_they_stand(client, shelf):
    shelf.put(1, "Assistenza domiciliare", text="Gli anziani che vivono soli")
    sync.drain()

    response = ask(client, q="anziano solo")

    page = parsed(response)
    box = next(field for field in elements(page, "input") if field.get("id") == "id_q")
    assert (response.status_code, box.get("value")) == (200, "anziano solo")
    assert headings(page) == ["Assistenza domiciliare"]
    assert [said(mark) for mark in elements(page, "mark")] == ["anziani", "soli"]
    assert "1 risultato" in [said(heading) for heading in elements(page, "h2")]


def test_filters_are_links_with_counts_and_come_off_one_by_one(client, shelf, acts):
    AreaFactory(slug="anziani", name="Persone anziane")
    shelf.put(1, "Uno", text="servizio", areas=("anziani",), year=2025)
    shelf.put(2, "Due", text="servizio", year=2026)
    acts.put(1, "Tre", text="servizio", year=2026)
    sync.drain()

    all_of_it = links(parsed(ask(client, q="servizio")))
    assert all_of_it["Libri (2)"] == "/cerca/?q=servizio&tipo=libro"
    assert all_of_it["Persone anziane (1)"] == "/cerca/?q=servizio&area=anziani"
    assert all_of_it["2026 (2)"] == "/cerca/?q=servizio&anno=2026"

    narrowed = parsed(client.get("/cerca/?q=servizio&tipo=libro&anno=2026"))
    assert headings(narrowed) == ["Due"]
    assert links(narrowed)["Libri ✕ (togli questo filtro)"] == "/cerca/?q=servizio&anno=2026"
    assert links(narrowed)["Anno 2026 ✕ (togli questo filtro)"] == "/cerca/?q=servizio&tipo=libro"
    assert links(narrowed)["Togli tutti i filtri"] == "/cerca/?q=servizio"
    kept = [
        (field.get("name"), field.get("value"))
        for field in elements(narrowed, "input")
        if field.get("type") == "hidden"
    ]
    assert kept == [("tipo", "libro"), ("anno", "2026")]


# THREATS: 2, 14
def test_a_stranger_and_a_member_each_see_their_own_page(client, shelf):
    shelf.put(1, "Verbale riservato", tokens=STAFF, text="parola segreta")
    shelf.put(2, "Avviso", text="parola")
    sync.drain()

    assert headings(parsed(ask(client, q="parola"))) == ["Avviso"]
    assert b"Verbale" not in ask(client, q="segreta").content
    assert b"Verbale" not in client.get(reverse("pages:search_suggestions"), {"q": "verb"}).content
    client.force_login(StaffFactory())
    assert sorted(headings(parsed(ask(client, q="parola")))) == ["Avviso", "Verbale riservato"]


# THREATS: 57
def test_when_the_engine_is_down_the_page_says_so_and_searches_titles(client, shelf, settings):
    shelf.put(1, "Assistenza domiciliare", text="altro")
    shelf.put(2, "Altro", text="assistenza")
    settings.SEARCH_URL = "http://127.0.0.1:9/spento"

    response = ask(client, q="assistenza")

    assert response.status_code == 200
    assert headings(parsed(response)) == ["Assistenza domiciliare"]
    assert "La ricerca completa non è disponibile in questo momento." in response.content.decode()


def test_nothing_found_says_what_to_do(client, shelf):
    shelf.put(1, "Servizi per gli anziani")
    sync.drain()

    page = parsed(ask(client, q="anzaini"))

    assert links(page)["anziani"] == "/cerca/?q=anziani"
    assert links(page)["Guarda le aree di intervento"] == "/aree/"


def test_an_acronym_is_explained(client, shelf):
    shelf.put(1, "Domanda per il SAD")
    sync.drain()

    assert "SAD: servizio di assistenza domiciliare" in [
        said(row) for row in elements(parsed(ask(client, q="sad")), "p")
    ]


def test_pages_are_numbered_and_keep_the_question(client, shelf):
    for number in range(25):
        shelf.put(number, f"Libro {number}", text="servizio")
    sync.drain()

    first = parsed(ask(client, q="servizio", ordine="data"))
    last = parsed(client.get("/cerca/?q=servizio&page=2"))

    assert links(first)["Successiva"] == "?q=servizio&ordine=data&page=2"
    assert (len(headings(first)), len(headings(last))) == (20, 5)


# THREATS: 62
@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999999", "due", "1e9", "٣", "50"])
def test_a_page_that_is_not_there_is_the_nearest_one(client, shelf, page):
    shelf.put(1, "Libro", text="servizio")
    sync.drain()

    assert headings(parsed(ask(client, q="servizio", page=page))) == ["Libro"]


# THREATS: 33, 36, 37
@pytest.mark.parametrize("name", ["q", "tipo", "area", "anno", "in-vigore", "ordine", "page"])
@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "' OR 1=1 --",
        "x" * 3000,
        "{{7*7}}",
    ],
)
def test_whatever_stands_in_the_address_is_shown_as_text_or_left_out(client, shelf, name, value):
    shelf.put(1, "Libro", text="servizio")
    sync.drain()

    response = client.get(reverse("pages:search"), {"q": "servizio", name: value})

    assert response.status_code == 200
    in_the_box = ["input@value"] if (name, value) == ("q", "javascript:alert(1)") else []  # words in a box run nowhere
    assert what_a_strict_policy_blocks(parsed(response)) == in_the_box


# THREATS: 37
@pytest.mark.parametrize("address", ["pages:search", "pages:search_suggestions"])
def test_a_nul_byte_is_refused_or_ignored_without_a_word_of_the_engine(client, shelf, address):
    shelf.put(1, "Libro")
    sync.drain()

    response = client.get(reverse(address), {"q": "libro\x00"})

    assert response.status_code in (200, 400)
    assert b"antivy" not in response.content


def test_a_title_with_markup_is_text(client, shelf):
    shelf.put(1, "<img src=x onerror=alert(1)> servizio", text="<script>alert(2)</script> servizio")
    sync.drain()

    page = parsed(ask(client, q="servizio"))
    suggested = client.get(reverse("pages:search_suggestions"), {"q": "serv"}).content.decode()

    assert headings(page) == ["<img src=x onerror=alert(1)> servizio"]
    assert what_a_strict_policy_blocks(page) == []
    assert "<img" not in suggested


def test_suggestions_are_links_to_things(client, shelf):
    shelf.put(1, "Assistenza domiciliare")
    sync.drain()

    response = client.get(reverse("pages:search_suggestions"), {"q": "assi"})

    assert '<a href="/libro/1/">' in response.content.decode()
    assert "1 suggerimento sotto la casella" in response.content.decode()


def test_the_page_is_never_kept_as_a_copy_and_writes_nothing(client, shelf):
    response = ask(client, q="servizio")

    assert "no-store" in response.headers["Cache-Control"]
    assert client.post(reverse("pages:search")).status_code == 405


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_costs_the_same_queries_however_many_results(client, shelf, count, django_assert_max_num_queries):
    for number in range(count):
        shelf.put(number, f"Libro {number}", text="servizio")
    sync.drain()
    ask(client, q="servizio")

    with django_assert_max_num_queries(12) as captured:
        ask(client, q="servizio")

    assert len([query for query in captured.captured_queries if "search_refresh" in query["sql"]]) == 1


def test_the_page_speaks_english_too(client, shelf):
    assert client.get("/en/cerca/?q=libro").status_code == 200
