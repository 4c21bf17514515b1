# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parameters that no link of ours has, on every page; and where one is led after signing in."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.security import world as worlds
from tests.security.permissions import ROWS
from tests.security.test_matrix import sessions

pytestmark = pytest.mark.django_db

HOSTILE = (
    "page=-1&page=ultima&p=1e9",
    "page=99999999999999999999&per_page=100000&page_size=100000&limit=100000",
    "q__in=1&_connector=OR+1%3D1&_negated=True&pk__gt=0&user__password__startswith=p",
    "order=user__password&order_by=-password&sort=email&ordering=created_by__password&o=password",
    "area=%27+OR+%271%27%3D%271&anno=2026%3B--&tipo=*&stato=%5B%5D&comune=%22&partner=1%29%29&in-vigore=99-99-99",
    "q=%22%28%29%3A%2A%7E%5E%5B%7B%5C&area=" + "a" * 3000,
    "area%5B%5D=1&area[__proto__]=1&q[$ne]=1&anno=%D9%A3&anno=0x7e2&versione=%C2%B2&a=%EF%BC%91",
    "data=2026-02-30&dal=0000-00-00&al=99999-01-01&giorno=%F0%9F%92%A3&next=//evil.example",
)
GUESSES = (
    "traceback",
    "operationalerror",
    "programmingerror",
    "fielderror",
    "tantivy",
    "elasticsearch",
    "sqlite",
    "psycopg",
)
EVIL = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "http://testserver@evil.example/",
    "https://evil.example\\@testserver/",
    " //evil.example/",
    "data:text/html,<script>alert(1)</script>",
)


# THREATS: 8, 36, 37, 42, 62
@pytest.mark.parametrize("who", ["anonymous", "administrator"])
def test_parameters_that_nobody_offers_break_no_page_and_tell_nothing(world, settings, who):
    settings.IS_DEMO = True
    browser = sessions(world.people, (who,))[who]
    place = worlds.VISITORS.index(who)

    broken, told = {}, {}
    for row in ROWS:
        if row.get.replace(" ", "")[place] != "2":
            continue
        for query in HOSTILE:
            path = f"{reverse(row.name, args=row.args(world) if row.args else [])}?{query}"
            response = browser.get(path)
            if response.status_code not in {200, 302, 400, 404}:
                broken[path[:150]] = response.status_code
            text = "" if response.streaming else response.content.decode(errors="replace").lower()
            if words := [word for word in GUESSES if word in text]:
                told[path[:150]] = words

    assert broken == {}
    assert told == {}


# THREATS: 36, 37, 42
@pytest.mark.parametrize(
    "name", ["partners:list", "library:documents", "tavoli:list", "practices:list", "pages:search"]
)
@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "a" * 9_000, "&".join(["area=1"] * 300)], ids=["nul", "long", "many"]
)
def test_garbage_in_a_list_is_a_bad_request(client, name, query):
    assert client.get(f"{reverse(name)}?{query}").status_code == 400


# THREATS: 22
@pytest.mark.parametrize("target", EVIL)
def test_no_page_leads_out_of_the_site(world, target):
    browser = sessions(world.people, ("citizen",))["citizen"]
    doors = [
        (path, method)
        for path in (
            "/account/login/",
            "/account/logout/",
            "/account/signup/",
            "/area-personale/conferma/",
            "/cerca/",
            "/",
        )
        for method in ("get", "post")
    ]
    doors.append((reverse("desk:open_notice", args=[world.notice.pk]), "post"))
    doors.append((reverse("comments:support", args=[world.theirs.pk]), "post"))

    led = []
    for path, method in doors:
        data = {"next": target, "back": target, "redirect": target}
        send = getattr(browser, method)
        response = send(f"{path}?next={quote(target)}", data if method == "post" else None)
        led.append(response.headers.get("Location", ""))
        if not response.streaming and f'href="{target}"' in response.content.decode():
            led.append(f"{path}: {target}")

    assert [address for address in led if "evil" in address and not address.startswith(("/account/", "/area-"))] == []
    assert [address for address in led if address.startswith(("http", "//", "/\\", "\\", "javascript", "data"))] == []
