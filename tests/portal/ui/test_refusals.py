# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that say no: plain words, what was typed given back, nothing of it run."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from portal.ui.responses import refused
from tests.portal.ui.html import elements, parsed, what_a_strict_policy_blocks

TYPED = "Il pulmino parte alle 8: chi fa i turni come fa?"
ATTACK = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>"


def request_for(**headers):
    request = RequestFactory(**headers).get("/osserva/")
    request.user = AnonymousUser()
    return request


@pytest.mark.django_db
@pytest.mark.parametrize("status", [403, 409, 422, 429])
def test_a_refusal_is_a_page_with_the_reason_and_the_typed_text(status):
    response = refused(request_for(), "La consultazione è chiusa.", status=status, typed=TYPED, back_url="/testi/")

    tree = parsed(response)
    assert response.status_code == status
    assert response["Cache-Control"] == "no-store"
    assert [box.text for box in elements(tree, "textarea")] == [TYPED]
    assert "La consultazione è chiusa." in response.content.decode()
    assert [link.get("href") for link in elements(tree, "a") if link.text == "Torna alla pagina"] == ["/testi/"]


@pytest.mark.django_db
def test_htmx_gets_only_the_piece_with_a_heading_to_focus_and_words_to_speak():
    response = refused(request_for(HTTP_HX_REQUEST="true"), "È chiusa.", status=409, typed=TYPED)

    page = response.content.decode()
    assert response.status_code == 409
    assert "<html" not in page
    assert 'data-announce="È chiusa."' in page
    assert "data-focus-me" in page
    assert TYPED in page


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}])
# THREATS: 33
def test_what_was_typed_is_shown_and_never_run(headers):
    response = refused(request_for(**headers), ATTACK, status=409, typed=ATTACK, title=ATTACK)

    assert "<script>alert" not in response.content.decode()
    assert "<img src=x" not in response.content.decode()
    if not headers:
        assert what_a_strict_policy_blocks(parsed(response)) == []


@pytest.mark.django_db
# THREATS: 58
def test_an_expired_form_gives_the_text_back_and_keeps_secrets_to_itself():
    strict = Client(enforce_csrf_checks=True)
    typed = {"text": TYPED, "password": "una-parola-segreta-lunga", "csrfmiddlewaretoken": "x" * 64}

    response = strict.post("/account/login/", typed)

    page = response.content.decode()
    assert response.status_code == 403
    assert [box.text for box in elements(parsed(response), "textarea")] == [TYPED]
    assert "una-parola-segreta-lunga" not in page
    assert response["Cache-Control"] in {"no-store", "private, no-store"}


@pytest.mark.django_db
def test_what_does_not_exist_is_said_in_plain_words(client):
    response = client.get("/non-esiste/")

    assert response.status_code == 404
    assert elements(parsed(response), "h1")[0].text == "Questa pagina non c'è"


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_the_pages_for_breakdowns_ask_nothing_of_the_database(name):
    from django.template.loader import render_to_string
    from html5lib import HTMLParser

    tree = HTMLParser(strict=True).parse(render_to_string(name))

    assert len(elements(tree, "h1")) == 1
    assert what_a_strict_policy_blocks(tree) == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "429.html"])
def test_every_page_that_says_no_has_one_heading(name):
    from django.shortcuts import render

    tree = parsed(render(request_for(), name))

    assert len(elements(tree, "h1")) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/%00", {}),
        ("/aree/%ff%fe/", {}),
        ("/?" + "&".join(f"a={number}" for number in range(1500)), {}),
        ("/", {"HTTP_ACCEPT_LANGUAGE": "x" * 5000}),
        ("/", {"HTTP_COOKIE": "sessionid=\x7f\x01; =; ;;" + "a" * 3000}),
    ],
)
# THREATS: 42
def test_odd_requests_never_break_a_page(client, path, headers):
    assert client.get(path, **headers).status_code < 500
