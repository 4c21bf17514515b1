# SPDX-License-Identifier: AGPL-3.0-or-later
"""A section in simple words: written in private, frozen with the version, read beside it, at every door."""

import io
import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from documents.consultations.models import SimpleDraft, SimpleParagraph, SimpleSection
from documents.consultations.queries import drafts, fingerprints, simple_sheets
from documents.consultations.services import simple_words
from documents.consultations.services.simple_words import Typed
from portal.core import roles, triggers
from search import sync
from search.queries import SearchQuery, search
from tests.factories.consultations import ConsultationFactory
from tests.factories.consultations_drafts import (
    MOMENT,
    blocks_of,
    coordinator,
    drafter,
    edit,
    imported,
    pages_of,
    published,
)
from tests.factories.core import StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
SIMPLE_PAGE, SIMPLE_LIST = 9, 30
EASY = "Ci sono sempre più persone anziane.\n\n- meno bambini\n- più nonni"


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def sheet_of(text, number=0):
    return simple_sheets.sheets(text)[number]


def save(text, words, *, number=0, are_ready=True, by=None, **more):
    sheet = sheet_of(text, number)
    typed = {
        line.identity: one if isinstance(one, Typed) else Typed(words=one)
        for line, one in zip(sheet.paragraphs, words, strict=False)
    }
    values = {"expected": sheet.digest, "are_ready": are_ready, "by": by or drafter(), "moment": MOMENT, **more}
    simple_words.save(text=text, section_id=sheet.section.pk, typed=typed, **values)


def told(version):
    return [
        (row.twin.number, row.words, row.said_with.number if row.said_with else 0)
        for row in SimpleParagraph.objects.filter(twin__version=version).order_by("twin__position")
    ]


def address(version, slug="il-contesto"):
    return reverse("consultations:section_simple", args=[version.text.slug, slug])


def official(version, slug="il-contesto"):
    return reverse("consultations:section", args=[version.text.slug, slug])


def test_simple_words_come_out_with_the_version_and_never_change():
    text = imported()
    save(text, [EASY, "I ragazzi vanno via."])

    version = published(text)

    assert told(version) == [(1, EASY, 0), (2, "I ragazzi vanno via.", 0)]
    assert triggers.missing() == []
    for change in (
        lambda: SimpleParagraph.objects.update(words="Altro."),
        lambda: SimpleSection.objects.update(sha256="0" * 64),
        lambda: SimpleParagraph.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_fingerprint_of_the_version_is_the_same_with_simple_words_or_without():
    plain, told_simply = imported(title="Uno"), imported(title="Uno")
    save(told_simply, [EASY])

    without, with_them = published(plain), published(told_simply)

    assert fingerprints.of_version(without) == without.sha256
    assert fingerprints.of_version(with_them) == with_them.sha256
    section = with_them.sections.get(slug="il-contesto")
    assert section.simple.sha256 != with_them.sha256
    rows = list(section.simple.paragraphs.select_related("twin", "said_with"))
    assert EASY in json.loads(simple_words.canonical(with_them, section, rows))["paragraphs"][0]["words"]


def test_a_draft_of_simple_words_is_read_by_nobody(client):
    text = imported()
    save(text, ["Parole ancora segrete."], are_ready=False)

    version = published(text)
    sync.drain()

    assert told(version) == []
    for who in (None, UserFactory(), drafter()):
        if who:
            client.force_login(who)
        assert client.get(address(version)).status_code == 404
        page = client.get(official(version)).content.decode()
        assert "in-parole-semplici" not in page
        assert "segrete" not in page
        for ending in ("json", "md"):
            file = client.get(reverse("consultations:version_file", args=[text.slug, 1, ending]))
            assert b"segrete" not in b"".join(file.streaming_content)
    assert search(SearchQuery(words="segrete"), frozenset({"public"})).results == ()


def test_what_was_ready_stays_while_a_draft_goes_on():
    text = imported()
    save(text, ["Prima stesura."])
    save(text, ["Seconda stesura, a metà."], are_ready=False)

    assert told(published(text)) == [(1, "Prima stesura.", 0)]


def test_the_reader_goes_from_one_to_the_other_and_is_told_what_counts(client):
    text = imported()
    save(text, [EASY])
    version = published(text)

    there = client.get(official(version)).content.decode()
    page = client.get(address(version)).content.decode()

    assert f'href="{address(version)}"' in there
    assert f'<a href="{official(version)}">Testo ufficiale</a>' in page
    assert "Vale solo il testo ufficiale." in page
    assert "<p>Ci sono sempre più persone anziane.</p><ul><li>meno bambini</li><li>più nonni</li></ul>" in page
    assert "Il paragrafo 2 non è ancora in parole semplici: questo è il testo ufficiale." in page
    assert "I giovani partono." in page
    assert "La popolazione invecchia." not in page


def test_a_section_without_simple_words_has_no_link_and_no_page(client):
    text = imported()
    save(text, [EASY])
    version = published(text)

    assert "in-parole-semplici" not in client.get(official(version, "gli-obiettivi")).content.decode()
    assert client.get(address(version, "gli-obiettivi")).status_code == 404
    assert client.get(address(version, "non-c-e")).status_code == 404


def test_an_observation_made_on_either_lands_on_the_same_paragraph_and_is_read_on_both(client):
    text = imported()
    save(text, [EASY])
    version = published(text)
    twin = version.paragraphs.get(number=1)
    ConsultationFactory(text=text, version=version)
    write = reverse("comments:write", args=["paragraph", str(twin.paragraph_id)])

    pages = [client.get(url).content.decode() for url in (official(version), address(version))]

    assert [f'href="{write}"' in page for page in pages] == [True, True]
    form = client.get(write)
    assert "La popolazione invecchia." in form.content.decode()
    assert "data-choose-words" not in pages[1]
    assert "choose_words.js" not in pages[1]


def test_what_was_said_is_shown_beside_the_simple_words(client):
    from tests.documents.consultations.test_reading import said

    text = imported()
    save(text, [EASY])
    version = published(text)
    consultation = ConsultationFactory(text=text, version=version)
    said(consultation, version.sections.get(slug="il-contesto"), comment="Mancano i trasporti.")

    for url in (official(version), address(version)):
        page = client.get(url).content.decode()
        assert "Mancano i trasporti." in page
        assert "Osserva il paragrafo 1 (1 osservazione)" in page


def test_two_paragraphs_may_be_told_together(client):
    text = imported()
    save(text, ["Restano gli anziani, i giovani vanno via.", Typed(is_said_above=True)])
    version = published(text)
    ConsultationFactory(text=text, version=version)
    first, second = (str(version.paragraphs.get(number=number).paragraph_id) for number in (1, 2))

    page = client.get(address(version)).content.decode()

    assert told(version) == [(1, "Restano gli anziani, i giovani vanno via.", 0), (2, "", 1)]
    assert page.count('class="paragraph"') == 1
    assert f'id="p-{first}"' in page
    assert f'id="p-{second}"' in page
    assert [reverse("comments:write", args=["paragraph", one]) in page for one in (first, second)] == [True, True]


def test_an_old_version_keeps_its_simple_words_for_ever(client):
    text = imported()
    save(text, ["Come era prima."])
    first = published(text)
    page = pages_of(text)[0]
    (kind, _, one), rest = blocks_of(page)[0], blocks_of(page)[1:]
    edit(page, (kind, "<p>La popolazione invecchia molto.</p>", one), *rest)
    save(text, ["Come è adesso."])
    second = published(text, moment=MOMENT + timedelta(days=1))

    old = client.get(reverse("consultations:version_section_simple", args=[text.slug, 1, "il-contesto"]))

    assert "Come era prima." in old.content.decode()
    assert "Come è adesso." in client.get(address(second)).content.decode()
    assert (told(first)[0][1], told(second)[0][1]) == ("Come era prima.", "Come è adesso.")


def test_simple_words_go_with_their_paragraph_when_it_is_edited_moved_and_divided():
    text = imported()
    save(text, ["Tanti anziani.", "Pochi giovani."])
    published(text)
    page = pages_of(text)[0]
    (kind, _, one), (_, second, two) = blocks_of(page)

    edit(page, (kind, second, two), (kind, "<p>La popolazione invecchia.</p>", one), (kind, "<p>Nuovo.</p>", None))
    version = published(text, moment=MOMENT + timedelta(days=1))

    assert told(version) == [(1, "Pochi giovani.", 0), (2, "Tanti anziani.", 0)]


def test_a_redraft_from_outside_keeps_the_simple_words():
    from documents.consultations.imports.reading import read_file
    from documents.consultations.services import imports, new_drafts

    text = imported()
    save(text, ["Tanti anziani."])
    published(text)
    source = "# Piano di prova\n\n## Il contesto\n\nUna premessa nuova di zecca.\n\nLa popolazione invecchia.\n\n"
    source += "I giovani partono.\n\n## Gli obiettivi\n\nRidurre le attese.\n"
    by = drafter()
    draft = imports.keep(parsed=read_file("b.md", source.encode()), source_name="b.md", content=source.encode(), by=by)
    new_drafts.redraft(draft=draft, text=text, by=by, choices={}, accepts=True)

    version = published(text, moment=MOMENT + timedelta(days=1))

    assert told(version) == [(2, "Tanti anziani.", 0)]


def test_words_written_beside_a_block_that_turns_out_to_be_an_old_paragraph_are_not_lost():
    text = imported()
    published(text)
    page = pages_of(text)[0]
    (kind, first, _), rest = blocks_of(page)[0], blocks_of(page)[1:]
    edit(page, (kind, first, "11111111-2222-4333-8444-555555555555"), *rest)
    identity = sheet_of(text).paragraphs[0].identity
    fresh = SimpleDraft.objects.create(
        paragraph_id=page_block(page, "11111111-2222-4333-8444-555555555555"),
        is_ready=True, words="Scritte prima.", official="x", saved_at=MOMENT,
    )  # fmt: skip

    edit(pages_of(text)[1], *[("paragraph", "<p>Ridurre molto le attese.</p>", blocks_of(pages_of(text)[1])[0][2])])
    version = published(text, moment=MOMENT + timedelta(days=1))

    fresh.refresh_from_db()
    assert fresh.paragraph_id == identity
    assert told(version) == [(1, "Scritte prima.", 0)]


def page_block(page, block_id):
    from documents.consultations.models import BlockIdentity

    return BlockIdentity.objects.get(page_id=page.pk, block_id=block_id).paragraph_id


def test_a_block_taken_out_and_put_back_finds_its_simple_words_again():
    text = imported()
    save(text, ["Tanti anziani."])
    page = pages_of(text)[0]
    before = blocks_of(page)

    edit(page, *before[1:])
    edit(page, *before)

    assert [line.words for line in sheet_of(text).paragraphs] == ["Tanti anziani.", ""]


def test_changed_official_words_are_told_before_publishing_and_refuse_nothing(client):
    text = imported()
    save(text, ["Tanti anziani.", "Pochi giovani."])
    published(text)
    page = pages_of(text)[0]
    (kind, _, one), rest = blocks_of(page)[0], blocks_of(page)[1:]
    edit(page, (kind, "<p>La popolazione ringiovanisce.</p>", one), *rest)
    client.force_login(coordinator())

    shown = client.get(reverse("texts_admin:publish", args=[text.pk])).content.decode()

    assert [(one.number, one.words) for one in simple_sheets.stale_in(drafts.next_version(text))] == [
        (1, "Tanti anziani.")
    ]
    assert "Le parole semplici sono ancora giuste?" in shown
    assert "Pochi giovani." not in shown
    assert told(published(text, moment=MOMENT + timedelta(days=1)))[0] == (1, "Tanti anziani.", 0)


def test_who_says_that_they_are_still_right_is_not_asked_again():
    text = imported()
    save(text, ["Tanti anziani."])
    page = pages_of(text)[0]
    (kind, _, one), rest = blocks_of(page)[0], blocks_of(page)[1:]
    edit(page, (kind, "<p>La popolazione invecchia ancora.</p>", one), *rest)

    save(text, ["Tanti anziani."])
    assert len(simple_sheets.stale_in(drafts.next_version(text))) == 1
    save(text, [Typed(words="Tanti anziani.", is_confirmed=True)])

    assert simple_sheets.stale_in(drafts.next_version(text)) == []


def test_the_comparison_of_versions_does_not_speak_of_simple_words():
    text = imported()
    published(text)
    save(text, ["Tanti anziani."])

    assert not drafts.next_version(text).has_changes


def test_the_coordinator_puts_them_beside_a_version_that_people_already_read(client):
    text = imported()
    version = published(text)
    save(text, ["Tanti anziani."])
    row = simple_sheets.overview(text)[0]
    url = reverse("texts_admin:simple_publish", args=[text.pk, row.sheet.section.pk])

    client.force_login(drafter())
    assert client.post(url).status_code == 403
    client.force_login(coordinator())
    client.post(url)
    again = client.post(url, follow=True)

    assert told(version) == [(1, "Tanti anziani.", 0)]
    assert fingerprints.of_version(version) == version.sha256
    assert "Non è uscito nulla" in again.content.decode()
    assert SimpleSection.objects.count() == 1


def test_words_for_a_text_that_changed_do_not_come_out_beside_the_old_one():
    text = imported()
    version = published(text)
    page = pages_of(text)[0]
    (kind, _, one), rest = blocks_of(page)[0], blocks_of(page)[1:]
    edit(page, (kind, "<p>La popolazione ringiovanisce.</p>", one), *rest)
    save(text, ["Tanti bambini."])
    section = sheet_of(text).section

    with pytest.raises(simple_words.NothingReady):
        simple_words.publish_beside(text=text, section_id=section.pk, by=coordinator(), moment=MOMENT)

    assert told(version) == []


def test_two_editors_do_not_overwrite_each_other():
    text = imported()
    seen = sheet_of(text).digest
    save(text, ["La prima."])

    with pytest.raises(simple_words.ChangedMeanwhile):
        save(text, ["La seconda."], expected=seen)

    assert sheet_of(text).paragraphs[0].words == "La prima."


@pytest.mark.parametrize("role", [roles.MODERATOR, roles.DPO])
def test_only_who_writes_texts_writes_them(role):
    text = imported()

    with pytest.raises(simple_words.NotAllowed):
        save(text, ["No."], by=StaffFactory(roles=[role]))
    with pytest.raises(simple_words.NotAllowed):
        simple_words.publish_beside(text=text, section_id=sheet_of(text).section.pk, by=drafter(), moment=MOMENT)


def posted(sheet, words, **more):
    data = {"expected": sheet.digest, **more}
    for line, one in zip(sheet.paragraphs, words, strict=False):
        data[f"parole-{line.identity}"] = one
    return data


def test_the_editor_writes_them_beside_the_official_words(client):
    text = imported()
    sheet = sheet_of(text)
    url = reverse("texts_admin:simple_sheet", args=[text.pk, sheet.section.pk])
    client.force_login(drafter())

    shown = client.get(url).content.decode()
    answer = client.post(url, posted(sheet, [EASY, "Via."], pronte="si"))

    assert "La popolazione invecchia." in shown
    assert answer.status_code == 302
    assert told(published(text)) == [(1, EASY, 0), (2, "Via.", 0)]


def test_a_refused_sheet_gives_back_what_was_typed(client):
    text = imported()
    sheet = sheet_of(text)
    url = reverse("texts_admin:simple_sheet", args=[text.pk, sheet.section.pk])
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
    url = reverse("texts_admin:simple_sheet", args=[text.pk, sheet_of(text).section.pk])

    assert url in client.get(reverse("wagtailadmin_pages:edit", args=[pages_of(text)[0].pk])).content.decode()
    assert url in client.get(reverse("texts_admin:simple", args=[text.pk])).content.decode()


def test_a_section_of_another_text_is_not_there(client):
    text, other = imported(), imported(title="Altro")
    client.force_login(drafter())

    url = reverse("texts_admin:simple_sheet", args=[text.pk, sheet_of(other).section.pk])

    assert client.get(url).status_code == 404
    assert client.post(url, posted(sheet_of(other), ["Altrove."])).status_code == 404


def test_typed_marks_stay_words(client):
    text = imported()
    save(text, ["<script>alert(1)</script> & <b>no</b>"])
    page = client.get(address(published(text))).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;no&lt;/b&gt;" in page


def test_every_format_tells_them(client):
    text = imported()
    save(text, [EASY, Typed(is_said_above=True)])
    version = published(text)
    first = version.paragraphs.get(number=1)

    def file(ending):
        answer = client.get(reverse("consultations:version_file", args=[text.slug, 1, ending]))
        return b"".join(answer.streaming_content)

    paragraphs = json.loads(file("json"))["sections"][0]["paragraphs"]
    assert [one["simple"] for one in paragraphs] == [
        {"words": EASY, "said_with": None},
        {"words": None, "said_with": str(first.paragraph_id)},
    ]
    assert "> *In parole semplici (vale solo il testo ufficiale):*\n>\n> Ci sono sempre" in file("md").decode()
    assert "> - meno bambini" in file("md").decode()
    words = [one.text for one in Document(io.BytesIO(file("docx"))).paragraphs]
    assert "In parole semplici (vale solo il testo ufficiale): Ci sono sempre più persone anziane." in words
    assert "meno bambini" in words
    read = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file("pdf"))).pages)
    assert "più persone anziane" in " ".join(read.split())


def test_the_search_finds_words_that_only_the_simple_text_has_and_leads_there():
    text = imported()
    save(text, ["Meno carrozzine, più bastoni."])
    version = published(text)
    sync.drain()

    (found,) = search(SearchQuery(words="carrozzine"), frozenset({"public"})).results

    assert found.url == address(version)


def test_a_file_made_before_is_made_again_when_simple_words_come_out(client):
    text = imported()
    published(text)
    save(text, ["Tanti anziani."])
    url = reverse("consultations:version_file", args=[text.slug, 1, "md"])
    before = b"".join(client.get(url).streaming_content)

    simple_words.publish_beside(text=text, section_id=sheet_of(text).section.pk, by=coordinator(), moment=MOMENT)

    assert b"Tanti anziani." not in before
    assert b"Tanti anziani." in b"".join(client.get(url).streaming_content)


@pytest.mark.parametrize("count", [2, 12])
def test_the_pages_cost_the_same_however_long(client, count, django_assert_num_queries):
    words = "\n\n".join(f"## Sezione {n}\n\nParole {n} della sezione.\n\nAltre parole {n} qui." for n in range(count))
    text = imported(f"# T\n\n{words}\n")
    for number in range(count):
        save(text, ["Facile.", Typed(is_said_above=True)], number=number)
    version = published(text)
    client.get(address(version, "sezione-1"))

    with django_assert_num_queries(SIMPLE_PAGE):
        client.get(address(version, "sezione-1"), {"n": "1"})
    client.force_login(coordinator())
    url = reverse("texts_admin:simple", args=[text.pk])
    client.get(url)
    with django_assert_num_queries(SIMPLE_LIST):
        client.get(url)
