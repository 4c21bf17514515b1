# SPDX-License-Identifier: AGPL-3.0-or-later
"""The doors of the portal: what no browser sends is refused, and nothing is written without a token."""

import json

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from portal.core import doors
from tests.factories.core import UserFactory
from tests.portal.addresses import every_address

ADDRESSES = every_address()
PUBLIC = [address for address in ADDRESSES if address.path and not address.path.startswith("/gestione/")]
ASK_FOR_IT_THEMSELVES = {"PagesAdminAPIViewSet", "DocumentsAdminAPIViewSet", "ImagesAdminAPIViewSet"}


# THREATS: 21
def test_no_view_is_excused_from_the_token():
    """But Wagtail's lists for its choosers, which ask for it themselves: see the next test."""
    excused = {address.callback.__name__ for address in ADDRESSES if getattr(address.callback, "csrf_exempt", False)}

    assert excused == ASK_FOR_IT_THEMSELVES


# THREATS: 21
@pytest.mark.django_db
def test_what_is_excused_asks_for_the_token_itself(settings):
    settings.IS_DEMO = True  # no second factor: the request reaches the view
    administrator = Client(enforce_csrf_checks=True)
    administrator.force_login(UserFactory(is_staff=True, is_superuser=True))
    before = Page.objects.count()

    excused = [address for address in ADDRESSES if getattr(address.callback, "csrf_exempt", False) and address.path]
    answers = {administrator.post(address.path, {}).status_code for address in excused}

    assert (answers, Page.objects.count()) == ({403}, before)
    assert administrator.get("/gestione/api/main/pages/").status_code == 200


# THREATS: 21
@pytest.mark.django_db
@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "application/json", "text/plain"])
def test_every_address_refuses_a_post_without_its_token(content_type):
    visitor = Client(enforce_csrf_checks=True)
    signed_in = Client(enforce_csrf_checks=True)
    signed_in.force_login(UserFactory())

    refused = {}
    for address in PUBLIC:
        for who in (visitor, signed_in):
            response = who.post(address.path, data="{}", content_type=content_type)
            refused[address.path] = max(refused.get(address.path, 0), response.status_code)

    assert {path: status for path, status in refused.items() if status != 403} == {}


# THREATS: 21
@pytest.mark.django_db
def test_signing_in_needs_the_token_too():
    response = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "qualcuno@posta.example"})

    assert response.status_code == 403


# THREATS: 42
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "extra"),
    [
        ("GET", "/%00", {}),
        ("GET", "/cerca/?q=%00", {}),
        ("GET", "/cerca/?%00=1", {}),
        ("GET", "/a%1b%5B31m", {}),
        ("GET", "/cerca/?" + "&".join(["q=1"] * 1_500), {}),
        ("GET", "/cerca/?q=" + "a" * 10_000, {}),
        ("GET", "/" + "a" * 5_000, {}),
        ("GET", "/", {"HTTP_COOKIE": 'sessionid="\\000abcdefghijklmnop"'}),
        ("GET", "/", {"HTTP_COOKIE": 'django_language="\\012x"'}),
    ],
    ids=lambda value: str(value)[:30],
)
def test_garbage_in_an_address_or_a_cookie_is_a_bad_request(client, method, path, extra):
    path, _, query = path.partition("?")

    response = client.generic(method, path, QUERY_STRING=query, **extra)

    assert response.status_code == 400


# THREATS: 42
@pytest.mark.django_db
@pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "FOO", "CONNECT"])
def test_a_method_that_does_not_exist_is_refused(client, method):
    assert client.generic(method, "/").status_code == 405


BROKEN_BODIES = [
    (b"", "multipart/form-data"),
    (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n', "multipart/form-data; boundary=x"),
    (b"\xff\xfe--x", "multipart/form-data; boundary=\xe8"),
    (b"a=1", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"a=1", "application/x-www-form-urlencoded; charset=non-esiste"),
    (b"login=%00&x=%ff%fe", "application/x-www-form-urlencoded"),
    (b"&".join([b"login=a"] * 1_500), "application/x-www-form-urlencoded"),
    (b"[" * 100_000, "application/json"),
    (b"\x00\x01\x02", "application/octet-stream"),
]


# THREATS: 42
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "content_type"), BROKEN_BODIES, ids=[kind + str(len(body)) for body, kind in BROKEN_BODIES]
)
def test_a_body_that_makes_no_sense_is_never_a_fault_of_ours(client, body, content_type):
    """The test client would raise what a visitor would see as a 500."""
    for name in ("account_login", "account_signup"):
        assert client.generic("POST", reverse(name), body, content_type=content_type).status_code < 500


# THREATS: 42
@pytest.mark.django_db
@pytest.mark.parametrize("fields", [1_500, 9_000])
def test_a_form_with_endless_fields_is_a_bad_request(client, fields):
    response = client.post(reverse("account_login"), {"login": ["a"] * fields})

    assert response.status_code == 400


# THREATS: 42
@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ACCEPT_LANGUAGE": "it-" * 5_000},
        {"HTTP_ACCEPT_LANGUAGE": "\x00;q=zz, en;q=-1"},
        {"HTTP_COOKIE": "=;=;;sessionid==" + "x" * 3_000},
        {"HTTP_ACCEPT": "a/" * 3_000},
        {"HTTP_X_FORWARDED_FOR": "non,un,indirizzo"},
        {"HTTP_IF_MODIFIED_SINCE": "ieri"},
        {"HTTP_RANGE": "bytes=9-1,2-"},
        {"HTTP_REFERER": "javascript:alert(1)"},
    ],
    ids=lambda value: str(value)[:40],
)
def test_garbage_in_a_header_is_read_as_nothing(client, headers):
    assert client.get(reverse("account_login"), **headers).status_code == 200


def test_json_nested_beyond_reason_is_a_bad_request(rf):
    def read(request):
        return json.loads(request.body)

    request = rf.post("/", b"[" * 100_000, content_type="application/json")
    try:
        read(request)
    except (RecursionError, json.JSONDecodeError) as fault:
        answer = doors.DoorMiddleware(read).process_exception(request, RecursionError(str(fault)))

    assert answer.status_code == 400


# THREATS: 24
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"HTTP_HOST": "evil.example"}, 400),
        ({"HTTP_HOST": "portale.example:evil"}, 400),
        ({"HTTP_X_FORWARDED_HOST": "evil.example"}, 200),
        ({"HTTP_X_FORWARDED_PROTO": "gopher"}, 200),
        ({"HTTP_X_FORWARDED_PORT": "666"}, 200),
    ],
    ids=str,
)
def test_a_false_host_is_never_repeated(client, headers, status):
    response = client.get(reverse("account_login"), **headers)

    assert response.status_code == status
    assert "evil.example" not in response.text
    assert "evil.example" not in str(response.headers)


# THREATS: 10
@pytest.mark.django_db
def test_what_is_personal_is_never_kept(client):
    client.force_login(UserFactory())

    response = client.get("/")

    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


# THREATS: 72
@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/cerca/?q=casa", "/en/"])
def test_a_visitor_who_only_reads_gets_no_cookie(client, path):
    response = client.get(path, follow=True)

    assert dict(response.cookies) == {}


# THREATS: 72
@pytest.mark.django_db
def test_the_cookies_of_who_signs_in_are_kept_from_scripts_and_other_sites(client):
    client.get(reverse("account_login"))
    cookie = client.cookies[settings.CSRF_COOKIE_NAME]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert (settings.SESSION_COOKIE_HTTPONLY, settings.SESSION_COOKIE_SAMESITE) == (True, "Lax")


@pytest.mark.django_db
def test_every_answer_carries_its_safety_headers(client):
    response = client.get(reverse("account_login"))

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Permissions-Policy"] == settings.PERMISSIONS_POLICY
    assert len(response["X-Request-ID"]) == 16
    assert "unsafe" not in response["Content-Security-Policy"]


# THREATS: 15
@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/schema/", "/static/", "/media/", "/media/documents/", "/manage.py"]
)
def test_what_is_of_the_house_is_closed(client, path):
    assert client.get(path).status_code == 404
