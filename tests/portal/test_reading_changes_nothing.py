# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whoever follows links, be it the administrator's browser fetching pages ahead, changes nothing."""

import hashlib
import re
from collections import Counter, deque
from urllib.parse import urldefrag, urljoin, urlsplit

import html5lib
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import Resolver404, resolve
from wagtail.contrib.settings.models import BaseSiteSetting

from portal.core.models import User

STARTS = (
    "/",
    "/en/",
    "/gestione/",
    "/area-personale/",
    "/cerca/?q=anziani",
    "/consultazioni/",
    "/partner/",
    "/tavoli/",
)
# What is noted about a visit, not about the thing: sessions, who has an editor open, pictures cut to size, the empty
# rows that Wagtail makes when it first looks for a person's preferences.
NOTES_OF_A_VISIT = {
    "django_session",
    "usersessions_usersession",
    "portal_cache",
    "wagtailadmin_editingsession",
    "wagtailusers_userprofile",
    "wagtailcore_pagesubscription",
    "core_portalrendition",
    "core_auditevent",
    "core_audittext",
}
MOST_OF_A_KIND = 2
MOST_IN_ALL = 400
FETCHED = {
    "script": "src",
    "img": "src",
    "link": "href",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
}
ONLY_NAMED = {"canonical", "license", "author", "me"}


def fingerprint():
    """Return a digest of each table, so that a difference has a name; settings nobody has filled in do not count."""
    empty_settings = {model._meta.db_table for model in apps.get_models() if issubclass(model, BaseSiteSetting)}
    digests = {}
    with connection.cursor() as cursor:
        for table in set(connection.introspection.table_names(cursor)) - NOTES_OF_A_VISIT - empty_settings:
            cursor.execute(f'SELECT * FROM "{table}"')
            digests[table] = hashlib.sha256(repr(sorted(map(repr, cursor.fetchall()))).encode()).hexdigest()
    return digests


def _kind(path):
    try:
        return resolve(urlsplit(path).path).route
    except Resolver404:
        return path


def _links(page, path):
    for anchor in page.iter("{http://www.w3.org/1999/xhtml}a"):
        address = urldefrag(urljoin(f"https://portale.example{path}", anchor.get("href", ""))).url
        parts = urlsplit(address)
        if parts.netloc == "portale.example" and not re.search(r"/(?:logout|static|bulk)/", parts.path):
            yield f"{parts.path}?{parts.query}" if parts.query else parts.path


def _asked_of_others(page):
    for tag, attribute in FETCHED.items():
        for element in page.iter(f"{{http://www.w3.org/1999/xhtml}}{tag}"):
            address, rel = element.get(attribute) or "", set((element.get("rel") or "").split())
            host = urlsplit(address).netloc
            if host and host != "portale.example" and not rel & ONLY_NAMED:
                yield f"<{tag}> {address}"


def crawl(client):
    """Follow links breadth first, few of each kind; return the statuses and what pages ask of other hosts."""
    waiting, seen, kinds = deque(STARTS), set(STARTS), Counter()
    statuses, others = {}, {}
    while waiting and len(statuses) < MOST_IN_ALL:
        path = waiting.popleft()
        if kinds[_kind(path)] >= MOST_OF_A_KIND:
            continue
        kinds[_kind(path)] += 1
        response = client.get(path, HTTP_HOST="portale.example", secure=True)
        statuses[path] = response.status_code
        if "html" not in response.get("Content-Type", "") or response.streaming:
            continue
        page = html5lib.parse(response.content)
        if asked := list(_asked_of_others(page)):
            others[path] = asked
        fresh = [link for link in _links(page, path) if link not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return statuses, others


# THREATS: 20, 66
@pytest.mark.django_db
def test_following_every_link_as_the_administrator_changes_nothing_and_asks_nobody_else(client, settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path / "index"  # what earlier tests wrote into theirs is there no more
    settings.IS_DEMO = True  # no second factor: the whole admin is reached
    call_command("load_demo")
    administrator = User.objects.create_superuser("crawler@ambito.example")
    client.force_login(administrator)
    before = fingerprint()

    statuses, others = crawl(client)

    after = fingerprint()
    assert [label for label, digest in before.items() if after[label] != digest] == []
    assert {path: status for path, status in statuses.items() if status >= 400} == {}
    assert others == {}
    assert len(statuses) > 100
