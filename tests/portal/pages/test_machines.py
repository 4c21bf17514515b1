# SPDX-License-Identifier: AGPL-3.0-or-later
"""What machines ask for: only what is public is told, and a demo is not told at all."""

import re

import pytest

from portal.pages.models import StandingPage
from tests.factories.core import AreaFactory
from tests.factories.library import DocumentFactory
from tests.factories.partners import PartnerFactory


def addresses(client, path):
    return re.findall(r"<loc>https://portale\.example([^<]*)</loc>", client.get(path).content.decode())


# THREATS: 15
def test_a_demo_closes_the_whole_site_to_search_engines(client, home, settings):
    settings.IS_DEMO = True

    assert client.get("/robots.txt").content.decode() == "User-agent: *\nDisallow: /\n"


# THREATS: 15
def test_search_engines_are_kept_from_personal_and_staff_pages(client, home):
    lines = client.get("/robots.txt").content.decode().splitlines()

    closed = {line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow")}
    assert {"/gestione/", "/account/", "/area-personale/", "/en/account/", "/ricevute/"} - closed == set()
    assert "Sitemap: https://portale.example/sitemap.xml" in lines


# THREATS: 15
def test_the_site_map_lists_published_pages_and_areas(client, home):
    area = AreaFactory()
    StandingPage.objects.get(slug="assistenza").unpublish()

    listed = addresses(client, "/sitemap-pagine-1.xml")

    assert "/privacy/" in listed
    assert f"/aree/{area.slug}/" in listed
    assert "/assistenza/" not in listed
    assert sorted(listed) == sorted(set(listed))


@pytest.mark.parametrize("is_public", [True, False])
# THREATS: 15
def test_the_site_map_lists_only_what_anybody_may_read(client, home, is_public):
    partner = PartnerFactory(is_public=is_public)

    listed = [path for part in addresses(client, "/sitemap.xml") for path in addresses(client, part)]

    assert (partner.get_absolute_url() in listed) is is_public


# THREATS: 15
def test_the_site_map_never_names_a_restricted_document(client, home):
    open_one = DocumentFactory(audience="public")
    closed = DocumentFactory(audience="staff")

    listed = [path for part in addresses(client, "/sitemap.xml") for path in addresses(client, part)]

    assert (open_one.get_absolute_url() in listed, closed.get_absolute_url() in listed) == (True, False)


@pytest.mark.parametrize(
    "path", ["/sitemap-pagine-2.xml", "/sitemap-nulla-1.xml", "/sitemap-observation-1.xml", "/.git/config", "/.env"]
)
# THREATS: 15
def test_what_is_not_there_is_not_found(client, home, path):
    assert client.get(path).status_code == 404


def test_a_security_fault_has_an_address(client, home):
    from wagtail.models import Site

    from portal.core.models import OfficeSettings

    OfficeSettings.objects.update_or_create(
        site=Site.objects.get(), defaults={"security_email": "sicurezza@ambito.example"}
    )

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines[0] == "Contact: mailto:sicurezza@ambito.example"
    assert [line.partition(":")[0] for line in lines] == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
