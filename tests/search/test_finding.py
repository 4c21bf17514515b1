# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is found by which words, on both engines."""

import datetime as dt

import pytest

from search import sync
from search.queries import Order, SearchQuery, search, suggest
from tests.search.shelf import PUBLIC


def titles(words="", **more):
    found = search(SearchQuery(words=words, **more), PUBLIC)
    return [str(result.plain_title) for result in found.results]


@pytest.mark.parametrize("typed", ["socio-sanitario", "sociosanitario", "socio - sanitarie", "socio sanitari"])
@pytest.mark.parametrize("written", ["socio-sanitaria", "sociosanitari", "Socio – Sanitario", "socio sanitarie"])
def test_the_four_spellings_of_sociosanitario_meet(shelf, typed, written, settings):
    shelf.put(1, "Integrazione", text=f"L'integrazione {written} dell'ambito")
    sync.drain()

    assert titles(typed) == ["Integrazione"]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("coprogettazione", "La co-progettazione con gli enti"),
        ("co-progettazione", "La coprogettazione con gli enti"),
        ("inclusione", "Il Distretto dell'inclusione"),
        ("dell’inclusione", "Servizi di inclusione"),
        ("l'ufficio", "Un ufficio"),
        ("citta", "La città"),
        ("CITTÀ", "la citta"),
        ("anziano", "gli anziani"),
        ("anziani", "un anziano"),
        ("integrazione", "un servizio integrato"),
        ("SAD", "Il servizio di assistenza domiciliare"),
        ("assistenza domiciliare", "Domanda per il S.A.D."),
        ("PUA", "Punto unico di accesso"),
        ("punto unico di accesso", "Orari del PUA"),
        ("LEPS", "I livelli essenziali delle prestazioni sociali"),
        ("clochard", "Persone senza dimora"),
        ("over 65", "Soggiorni per anziani"),
        ("l.r. 4/2007", "Legge L.R. 4/2007"),
        ('"piano di zona"', "Il Piano di Zona 2027–2029"),
    ],
)
def test_words_meet_whatever_their_form(engine, shelf, typed, written):
    shelf.put(1, "Questo", text=written)
    shelf.put(2, "Altro", text="Tutt'altro argomento")
    sync.drain()

    assert titles(typed) == ["Questo"]


def test_a_phrase_in_quotes_wants_its_order(engine, shelf):
    shelf.put(1, "Giusto", text="il piano di zona")
    shelf.put(2, "Rovescio", text="la zona del piano")
    sync.drain()

    assert titles('"piano di zona"') == ["Giusto"]
    assert sorted(titles("piano zona")) == ["Giusto", "Rovescio"]


def test_when_nothing_has_all_the_words_some_are_enough_and_it_says_so(engine, shelf):
    shelf.put(1, "Trasporto", text="trasporto scolastico")
    sync.drain()

    found = search(SearchQuery(words="trasporto astronave"), PUBLIC)

    assert [result.plain_title for result in found.results] == ["Trasporto"]
    assert found.is_relaxed


def test_a_typing_error_gets_the_word_that_was_meant(engine, shelf):
    shelf.put(1, "Servizi per gli anziani")
    sync.drain()

    found = search(SearchQuery(words="servizi per anzaini"), PUBLIC)

    assert found.did_you_mean == "servizi anziani"


def test_titles_are_suggested_from_the_beginnings_of_their_words(engine, shelf):
    shelf.put(1, "Assistenza domiciliare")
    shelf.put(2, "Assegno di inclusione")
    shelf.put(3, "Trasporto", text="assistenza")
    sync.drain()

    assert sorted(found.plain_title for found in suggest("ass", PUBLIC)) == [
        "Assegno di inclusione",
        "Assistenza domiciliare",
    ]
    assert [found.plain_title for found in suggest("ass do", PUBLIC)] == ["Assistenza domiciliare"]
    assert suggest("a", PUBLIC) == ()


def test_matching_words_are_marked_and_everything_else_is_escaped(engine, shelf):
    shelf.put(1, "<b>Anziani</b>", text="prima " * 100 + "<script>alert(1)</script> gli anziani & la città")
    sync.drain()

    (result,) = search(SearchQuery(words="anziano citta"), PUBLIC).results

    assert result.title == "&lt;b&gt;<mark>Anziani</mark>&lt;/b&gt;"
    assert "<script" not in result.snippet
    assert result.snippet.startswith("… ")
    assert result.snippet.endswith("gli <mark>anziani</mark> &amp; la <mark>città</mark>")


def test_each_facet_is_counted_without_its_own_filter(engine, shelf, acts):
    shelf.put(1, "Uno", text="servizio", areas=("anziani", "minori"), year=2025)
    shelf.put(2, "Due", text="servizio", areas=("anziani",), year=2026)
    acts.put(1, "Tre", text="servizio", areas=("minori",), year=2026)
    sync.drain()

    found = search(SearchQuery(words="servizio", kinds=("libro",), years=("2026",)), PUBLIC)

    assert [result.plain_title for result in found.results] == ["Due"]
    assert found.total == 1
    assert found.facets == {
        "kind": [("atto", 1), ("libro", 1)],
        "area": [("anziani", 1)],
        "year": [("2026", 1), ("2025", 1)],
    }


def test_acts_in_force_are_those_of_today_whatever_day_they_were_indexed(engine, acts):
    today = dt.date(2026, 11, 23)
    acts.put(1, "Scaduto", text="accordo", in_force_from=dt.date(2020, 1, 1), in_force_to=dt.date(2026, 11, 22))
    acts.put(2, "Fino a oggi", text="accordo", in_force_from=dt.date(2020, 1, 1), in_force_to=today)
    acts.put(3, "Senza fine", text="accordo", in_force_from=today)
    acts.put(4, "Da domani", text="accordo", in_force_from=dt.date(2026, 11, 24))
    acts.put(5, "Senza vigore", text="accordo")
    sync.drain()

    assert sorted(titles("accordo", in_force_on=today)) == ["Fino a oggi", "Senza fine"]


def test_by_date_the_latest_comes_first_and_pages_follow_each_other(engine, shelf):
    for number in range(45):
        shelf.put(number, f"Libro {number:02}", text="servizio", date=dt.date(2026, 1, 1) + dt.timedelta(number))
    sync.drain()

    shown = [title for page in (1, 2, 3) for title in titles("servizio", order=Order.DATE, page=page)]

    assert shown == [f"Libro {number:02}" for number in reversed(range(45))]
    assert titles("servizio", order=Order.DATE, page=999_999) == shown[40:]


def test_hits_of_equal_worth_are_each_shown_once_through_the_pages(engine, shelf):
    for number in range(50):
        shelf.put(number, f"Libro {number:02}", text="servizio")
    sync.drain()

    shown = [title for page in (1, 2, 3) for title in titles("servizio", page=page)]

    assert sorted(shown) == [f"Libro {number:02}" for number in range(50)]


def test_filters_without_words_list_everything_by_date(engine, shelf, acts):
    shelf.put(1, "Vecchio", date=dt.date(2020, 1, 1))
    shelf.put(2, "Nuovo", date=dt.date(2026, 1, 1))
    acts.put(1, "Atto")
    sync.drain()

    assert titles(kinds=("libro",)) == ["Nuovo", "Vecchio"]
    assert titles() == []


HOSTILE = (
    "\x00", "a\x00b", "x" * 10_000, "servizio " * 2_000, '"', '""', '"servizio', "'", "«", "*", "?", "ser*", "*:*",
    "body:*", "text:servizio", "word:[a TO z]", "_id:1", "id:libro", "kind:atto", "tokens:staff", "/.*/", "/(a+)+$/",
    "servizio~2", "servizio^9", "servizio AND", "OR", "NOT servizio", "((((", "))))", "[", "]", "{", "}", "{{7*7}}",
    "${jndi:ldap://x}", "<script>alert(1)</script>", "&lt;", "\\", "\\u0000", "%00", "\ud800", "\u202e", "🦄", "ﷺ" * 50,
    "ß", "İ", "e\u0301" * 200, "-" * 300, "socio-" * 60, "co co co co", "'; DROP TABLE x; --", "1 OR 1=1",
    '{"query":{"match_all":{}}}', "_source", "script", "painless", "a:b:c", "+", "-servizio", "!", "||", "&&", ">", "<",
    "=1", "n.", "...", "à" * 300, "\t\n\r", " ", "0", "99999999999999999999999999", "il lo la", "l'", "dell'", "S.A.D.",
    "a" * 61, "parola " * 30 + '"frase esatta"', "№", "①", "𝒜", "\ufeff", "\u200b", "ﬁ", "NULL", "None", "true", "#",
    "http://x/?a=b&c=d", "../../etc/passwd", "servizio\u2028servizio", "\x1b[31m", "`id`", "$(id)", "|", ";", ",", ".",
    "regexp:/a/", "_exists_:text", "servizio AND NOT (kind:*)", "?" * 300, '"a" "b" "c"', '"*"', "“servizio”",
)  # fmt: skip


# THREATS: 37
@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_is_just_words(shelf, typed):
    shelf.put(1, "Un servizio", text="servizio per tutti")
    sync.drain()

    found = search(SearchQuery(words=typed), PUBLIC)
    suggest(typed, PUBLIC)

    assert not found.is_degraded


# THREATS: 37
@pytest.mark.cluster
@pytest.mark.parametrize("engine", ["cluster"], indirect=True)
def test_whatever_is_typed_is_just_words_for_the_cluster_too(engine, shelf):
    shelf.put(1, "Un servizio", text="servizio per tutti")
    sync.drain()

    degraded = [typed for typed in HOSTILE if search(SearchQuery(words=typed), PUBLIC).is_degraded]

    assert degraded == []


# THREATS: 37
@pytest.mark.parametrize("values", [("'",), ("*",), ("\x00",), ("x" * 5_000,), ("atto", "libro") * 200])
def test_filters_that_nobody_offers_find_nothing_and_break_nothing(engine, shelf, values):
    shelf.put(1, "Un servizio", areas=("anziani",))
    sync.drain()

    found = search(SearchQuery(words="servizio", areas=values, page=10**9), PUBLIC)

    assert (found.total, found.is_degraded) == (0, False)
