# SPDX-License-Identifier: AGPL-3.0-or-later
"""The frame of every page: names of the office, language, safety of what it carries."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.models import Site

from portal.core.models import FooterLink, OfficeSettings
from portal.pages.services import install_standing_pages
from portal.ui import navigation
from portal.ui.frame import Frame
from tests.factories.core import PASSWORD, UserFactory
from tests.portal.ui.html import elements, hosts_asked, parsed, what_a_strict_policy_blocks

PUBLIC_PAGES = (
    "/", "/en/", "/aree/", "/privacy/", "/note-legali/", "/accessibilita/", "/domande-frequenti/", "/assistenza/",
    "/scrivi-all-ufficio/", "/segnala-disservizio/", "/chi-siamo/", "/mappa-del-sito/", "/account/login/",
    "/account/signup/", "/account/password/reset/", "/account/login/code/", "/en/privacy/", "/non-esiste/",
)  # fmt: skip
ACCOUNT_PAGES = (
    "/account/email/", "/account/password/change/", "/account/2fa/", "/account/sessions/", "/account/logout/",
)  # fmt: skip

FIRST_OFFICE = {
    "portal_name": "Distretto Primaluce",
    "portal_claim": "Frase Primaluce",
    "ambito_name": "Ambito Primaluce",
    "municipality": "Comune di Primaluce",
    "region_name": "Regione Primaluce",
    "office_name": "Ufficio Primaluce",
    "address": "Via Primaluce 1",
    "email": "ufficio@primaluce.example",
    "pec": "pec@primaluce.example",
    "dpo_name": "Dott. Primaluce",
    "dpo_email": "dpo@primaluce.example",
}


@pytest.fixture
def home(db):
    return install_standing_pages()


def office(**fields):
    site = Site.objects.get(is_default_site=True)
    OfficeSettings.objects.update_or_create(site=site, defaults=fields)


@pytest.mark.parametrize("path", PUBLIC_PAGES)
# THREATS: 66
def test_a_public_page_is_valid_markup_that_a_strict_policy_lets_through(client, home, path):
    tree = parsed(client.get(path))

    assert what_a_strict_policy_blocks(tree) == []
    assert hosts_asked(tree) == []
    assert len(elements(tree, "h1")) == 1
    assert len(elements(tree, "main")) == 1


@pytest.mark.parametrize("path", ACCOUNT_PAGES)
def test_an_account_page_is_valid_markup_that_a_strict_policy_lets_through(client, home, path):
    client.force_login(UserFactory())

    tree = parsed(client.get(path, follow=True))

    assert what_a_strict_policy_blocks(tree) == []
    assert hosts_asked(tree) == []


@pytest.mark.parametrize("path", ["/", "/privacy/", "/aree/"])
# THREATS: 72
def test_an_anonymous_visitor_gets_no_cookie_and_no_form_that_writes(client, home, path):
    response = client.get(path)

    assert dict(response.cookies) == {}
    assert [form.get("method") for form in elements(parsed(response), "form")] == ["get"]


def test_a_signed_in_person_can_leave_by_a_form(client, home):
    client.force_login(UserFactory())

    forms = elements(parsed(client.get("/")), "form")

    assert [(form.get("method"), form.get("action")) for form in forms] == [
        ("post", "/account/logout/"),
        ("get", "/cerca/"),
    ]


@pytest.mark.parametrize("path", ["/", "/chi-siamo/", "/privacy/", "/note-legali/", "/non-esiste/", "/account/login/"])
def test_another_ambito_changes_every_name(client, home, path):
    office(**FIRST_OFFICE)
    first = client.get(path).content.decode()
    office(
        **{
            name: value.replace("Primaluce", "Altrove").replace("primaluce", "altrove")
            for name, value in FIRST_OFFICE.items()
        }
    )

    second = client.get(path).content.decode()

    assert "Primaluce" in first
    assert "primaluce" not in second.lower()
    assert "Distretto Altrove" in second


def test_the_home_page_shows_the_contact_for_personal_data(client, home):
    office(**FIRST_OFFICE)

    page = client.get("/").content.decode()

    assert 'href="mailto:dpo@primaluce.example"' in page


def test_the_foot_holds_the_links_that_the_law_wants(client, home):
    office(transparency_url="https://at.example/", accessibility_url="https://form.example/", **FIRST_OFFICE)

    foot = elements(parsed(client.get("/")), "footer")[0]

    addresses = {link.get("href") for link in elements(foot, "a")}
    wanted = {
        "https://at.example/", "https://form.example/", "/privacy/", "/note-legali/", "/domande-frequenti/",
        "/assistenza/", "/segnala-disservizio/", "/mappa-del-sito/", "mailto:pec@primaluce.example",
    }  # fmt: skip
    assert wanted - addresses == set()


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/privacy/", "it", "/en/privacy/"),
        ("/en/privacy/", "en", "/privacy/"),
        ("/en/", "en", "/"),
        ("//evil.example/", "it", "/en/evil.example/"),
        ("/en//evil.example/", "en", "/evil.example/"),
        ("/en/\\evil.example/", "en", "/evil.example/"),
        ("/\\evil.example", "it", "/en/evil.example"),
        ('/"><script>', "it", "/en/%22%3E%3Cscript%3E"),
    ],
)
# THREATS: 22
def test_the_language_link_stays_inside_the_site(path, language, expected):
    with override(language):
        assert navigation.in_other_language(path) == expected


# THREATS: 22
def test_the_sign_in_link_leads_back_inside_the_site(client, home):
    page = client.get("/en//evil.example/").content.decode()

    assert "next=%2Fen%2Fevil.example%2F" in page
    assert "%2F%2Fevil" not in page


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example"])
# THREATS: 24
def test_a_forged_host_is_refused_with_a_page_that_does_not_repeat_it(client, home, host):
    response = client.get("/", HTTP_HOST=host)

    assert response.status_code == 400
    assert host not in response.content.decode()


def test_a_page_in_english_says_so_and_marks_italian_words(client, home):
    tree = parsed(client.get("/en/privacy/"))

    assert elements(tree, "html")[0].get("lang") == "en"
    assert elements(tree, "h1")[0].text == "Informativa privacy"
    heads = [part for part in elements(tree, "div") if part.get("lang") == "it"]
    assert heads != []


def test_the_menu_says_where_one_is(client, home):
    tree = parsed(client.get("/aree/"))

    current = {link.get("href") for link in elements(tree, "a") if link.get("aria-current") == "page"}
    assert current == {"/aree/"}


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_ribbon_and_noindex_come_with_the_demo(client, home, settings, is_demo):
    settings.IS_DEMO = is_demo

    page = client.get("/").content.decode()

    assert ("Sito dimostrativo" in page, 'content="noindex"' in page) == (is_demo, is_demo)


def test_the_colour_is_a_stylesheet_whose_address_changes_with_it(client, home):
    office(primary_color="#7a0a4a")
    links = elements(parsed(client.get("/")), "link")
    address = next(link.get("href") for link in links if link.get("href").startswith("/stile.css"))

    response = client.get(address)

    assert "--portal-primary:#7a0a4a;" in response.content.decode()
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/stile.css?v=vecchia")["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("color", ["#ffffff", "#7fb2e5", "rosso", "#12345", "#0a4a7a;}body{display:none"])
def test_a_colour_that_cannot_be_read_is_refused_and_never_served(client, home, color):
    with pytest.raises(ValidationError, match="primary_color"):
        OfficeSettings(primary_color=color).clean()

    office(primary_color=color[:7])
    assert "--portal-primary:#0a4a7a;" in client.get("/stile.css").content.decode()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example", "/\\evil.example", "data:text/html,x"])
# THREATS: 33
def test_a_foot_link_is_a_path_or_a_web_address(address):
    with pytest.raises(ValidationError, match="url"):
        FooterLink(label="x", url=address).clean()


def test_the_frame_costs_the_same_on_every_page(home, django_assert_max_num_queries):
    office(**FIRST_OFFICE)
    frame = Frame(RequestFactory().get("/aree/"))
    with django_assert_max_num_queries(3):
        assert frame.office.portal_name == frame.office.portal_name
        assert [frame.main_menu, frame.legal_menu, frame.help_menu] != []


def test_a_pending_change_of_address_needs_no_inline_style(client, home):
    person = UserFactory()
    EmailAddress.objects.create(user=person, email="nuovo@cittadini.example", verified=False, primary=False)
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})

    response = client.get("/account/email/")

    assert what_a_strict_policy_blocks(parsed(response)) == []
    assert "nuovo@cittadini.example" in response.content.decode()


def test_the_list_of_open_sessions_names_the_device_in_words(client, home):
    firefox = "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0"
    client.post("/account/login/", {"login": UserFactory().email, "password": PASSWORD}, HTTP_USER_AGENT=firefox)

    page = client.get("/account/sessions/", HTTP_USER_AGENT=firefox).content.decode()

    assert "<strong>Firefox, Windows</strong>" in page
    assert "Mozilla" not in page
