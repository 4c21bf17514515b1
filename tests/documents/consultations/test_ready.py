# SPDX-License-Identifier: AGPL-3.0-or-later
"""In the editor a section is declared ready: nobody thinks that a visitor reads it."""

import pytest
from django.urls import reverse
from lxml.html import fromstring
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from portal.core import roles
from tests.factories.consultations_drafts import blocks_of, imported, pages_of
from tests.factories.core import StaffFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client, settings):
    settings.IS_DEMO = True  # the second factor has tests of its own
    client.force_login(StaffFactory(roles=[roles.OFFICE]))
    return client


def test_the_button_says_what_it_does_for_an_old_and_for_a_new_section(writer):
    page = pages_of(imported(are_ready=False))[0]
    new = reverse("wagtailadmin_pages:add", args=["consultations", "sectionpage", page.get_parent().pk])

    for address in (reverse("wagtailadmin_pages:edit", args=[page.pk]), new):
        [button] = fromstring(writer.get(address).content).cssselect("button[name=action-publish]")
        assert button.text_content().strip() == "Dichiara pronta"


def test_who_declares_a_section_ready_is_told_so_and_finds_its_sisters(writer):
    page = pages_of(imported(are_ready=False))[0]
    written = streamfield([("paragraph", rich_text(f"<p>{words}</p>")) for _kind, words, _id in blocks_of(page)])
    form = nested_form_data({"title": page.title, "slug": page.slug, "body": written, "action-publish": "1"})

    done = writer.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, follow=True)

    page.refresh_from_db()
    assert (page.live, done.redirect_chain[-1][0]) == (
        True, reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
    )  # fmt: skip
    assert [str(one) for one in done.context["messages"]] == [
        f"La sezione «{page.title}» è pronta per la prossima versione."
    ]
