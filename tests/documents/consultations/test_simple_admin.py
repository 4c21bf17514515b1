# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office writes a section in simple words, looks at it as readers will, and finds what stood before."""

import pytest
from django.urls import reverse

from documents.consultations.queries import simple_overview
from documents.consultations.services.simple_words import Typed
from portal.core import roles
from tests.factories.consultations_drafts import drafter, imported, pages_of, published
from tests.factories.core import StaffFactory
from tests.factories.simple_words import EASY, posted, save, sheet_of, staff_url, told

pytestmark = pytest.mark.django_db
HISTORY = 29


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def test_the_editor_writes_them_beside_the_official_words(client):
    text = imported()
    sheet = sheet_of(text)
    url = staff_url("sheet", text)
    client.force_login(drafter())

    shown = client.get(url).content.decode()
    answer = client.post(url, posted(sheet, [EASY, "Via."], pronte="si"))

    assert "La popolazione invecchia." in shown
    assert answer.status_code == 302
    assert told(published(text)) == [(1, EASY, 0), (2, "Via.", 0)]


def test_a_refused_sheet_gives_back_what_was_typed(client):
    text = imported()
    sheet = sheet_of(text)
    url = staff_url("sheet", text)
    second = sheet.paragraphs[1].identity
    client.force_login(drafter())

    both = client.post(url, posted(sheet, ["Una.", "Due."], **{f"sopra-{second}": "on"}))
    none = client.post(url, posted(sheet, ["", ""], **{f"sopra-{second}": "on"}))
    save(text, ["Intanto."])
    late = client.post(url, posted(sheet, ["La mia.", ""]))

    assert (both.status_code, none.status_code, late.status_code) == (422, 422, 409)
    assert "non tutte e due" in both.content.decode()
    assert "Sopra non c&#x27;è ancora nessun paragrafo" in none.content.decode()
    assert "La mia." in late.content.decode()
    assert sheet_of(text).paragraphs[0].words == "Intanto."


def test_the_editor_is_led_there_from_the_page_of_the_section(client):
    text = imported()
    client.force_login(drafter())
    url = staff_url("sheet", text)

    assert url in client.get(reverse("wagtailadmin_pages:edit", args=[pages_of(text)[0].pk])).content.decode()
    assert url in client.get(reverse("texts_admin:simple", args=[text.pk])).content.decode()


def test_a_section_of_another_text_is_not_there(client):
    text, other = imported(), imported(title="Altro")
    client.force_login(drafter())

    url = reverse("texts_admin:simple_sheet", args=[text.pk, sheet_of(other).section.pk])

    assert client.get(url).status_code == 404
    assert client.post(url, posted(sheet_of(other), ["Altrove."])).status_code == 404


def test_the_preview_is_the_page_that_readers_will_find(client):
    text = imported()
    save(text, [EASY, Typed(is_said_above=True)])
    save(text, ["Parole a metà.", Typed(is_said_above=True)], are_ready=False)
    client.force_login(drafter())

    last = client.get(staff_url("preview", text)).content.decode()
    ready = client.get(staff_url("preview", text), {"pronte": ""}).content.decode()

    assert "<p>Parole a metà.</p>" in last
    assert "<p>Ci sono sempre più persone anziane.</p><ul><li>meno bambini</li><li>più nonni</li></ul>" in ready
    assert "Vale solo il testo ufficiale." in ready
    assert ready.count('class="paragraph"') == 1
    assert "Anteprima: nessun altro legge questa pagina." in ready


def test_what_was_just_typed_is_looked_at_without_being_saved(client):
    text = imported()
    save(text, ["Quelle di prima."])
    client.force_login(drafter())

    page = client.post(staff_url("preview", text), posted(sheet_of(text), ["Quelle nuove.", ""])).content.decode()
    wrong = {f"sopra-{sheet_of(text).paragraphs[1].identity}": "on"}
    refused = client.post(staff_url("preview", text), posted(sheet_of(text), ["Nuove.", "Due."], **wrong))

    assert "<p>Quelle nuove.</p>" in page
    assert "Il paragrafo 2 non è ancora in parole semplici: questo è il testo ufficiale." in page
    assert "I giovani partono." in page
    assert (refused.status_code, "Nuove." in refused.content.decode()) == (422, True)
    assert sheet_of(text).paragraphs[0].words == "Quelle di prima."


def test_the_history_tells_who_saved_what_when_and_the_words_before(client):
    text = imported()
    anna = StaffFactory(roles=[roles.DRAFTER], first_name="Anna", last_name="Serra")
    save(text, ["Tanti anziani.", "Pochi giovani."], by=anna)
    save(text, ["Tantissimi anziani.", "Pochi giovani."], are_ready=False, by=anna)
    client.force_login(drafter())

    last, first = simple_overview.saves_of(sheet_of(text))
    page = client.get(staff_url("history", text)).content.decode()

    assert [(one.number, one.before, one.after) for one in first.changes] == [
        (0, "", "Tanti anziani."), (0, "", "Pochi giovani."),
    ]  # fmt: skip
    assert [(one.before, one.after) for one in last.changes] == [("Tanti anziani.", "Tantissimi anziani.")]
    assert [(one.who, one.is_ready) for one in (last, first)] == [("Anna Serra", False), ("Anna Serra", True)]
    assert page.count("Anna Serra") == 2
    assert "Tanti anziani." in page


def test_a_history_whose_texts_were_emptied_still_says_who_and_when(client):
    from portal.core.audit import empty_texts
    from portal.core.models import AuditText

    text = imported()
    save(text, ["Tanti anziani."])

    empty_texts(AuditText.objects.filter(event__action="simple_words.saved"))

    assert [one.changes for one in simple_overview.saves_of(sheet_of(text))] == [()]


@pytest.mark.parametrize("count", [1, 6])
def test_the_history_costs_the_same_however_long(client, count, django_assert_num_queries):
    text = imported()
    for number in range(count):
        save(text, [f"Stesura {number}."])
    client.force_login(drafter())
    client.get(staff_url("history", text))

    with django_assert_num_queries(HISTORY):
        client.get(staff_url("history", text))
