# SPDX-License-Identifier: AGPL-3.0-or-later
"""Simple words go with their paragraph through every redraft, and none is lost without a word."""

from datetime import timedelta

import pytest
from django.urls import reverse

from documents.consultations.imports.reading import read_file
from documents.consultations.models import BlockIdentity, SimpleDraft
from documents.consultations.queries import drafts, simple_coming, simple_overview
from documents.consultations.services import imports, new_drafts
from documents.consultations.services.simple_words import Fate, Typed
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
from tests.factories.simple_words import posted, reword, save, sheet_of, simple_url, staff_url, told

LATER = MOMENT + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


def test_an_old_version_keeps_its_simple_words_for_ever(client):
    text = imported()
    save(text, ["Come era prima."])
    first = published(text)
    reword(text, "La popolazione invecchia molto.")
    save(text, ["Come è adesso."])
    second = published(text, moment=MOMENT + timedelta(days=1))

    old = client.get(reverse("consultations:version_section_simple", args=[text.slug, 1, "il-contesto"]))

    assert "Come era prima." in old.content.decode()
    assert "Come è adesso." in client.get(simple_url(second)).content.decode()
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
    reword(text, "La popolazione ringiovanisce.")
    client.force_login(coordinator())

    shown = client.get(reverse("texts_admin:publish", args=[text.pk])).content.decode()

    assert [(one.number, one.words) for one in simple_coming.stale_in(drafts.next_version(text))] == [
        (1, "Tanti anziani.")
    ]
    assert "Le parole semplici sono ancora giuste?" in shown
    assert "Pochi giovani." not in shown
    assert told(published(text, moment=MOMENT + timedelta(days=1)))[0] == (1, "Tanti anziani.", 0)


def joined(text):
    """Join the second paragraph of the first section to the first, as an editor does; ready for the next version."""
    page = pages_of(text)[0]
    (kind, first, one), (_, second, _), *rest = blocks_of(page)
    edit(page, (kind, first.replace("</p>", "") + " " + second.replace("<p>", ""), one), *rest)


LONG = """# Piano di prova

## Il contesto

La popolazione dei nostri comuni invecchia da vent'anni e chiede più assistenza a casa.

I giovani partono dopo la scuola e tornano soltanto per le feste di fine anno.

## Gli obiettivi

Ridurre le attese.
"""


@pytest.fixture
def merged():
    """A text whose two paragraphs, both told in simple words, an editor has joined after they were published."""
    text = imported(LONG)
    save(text, ["Più anziani.", "Meno giovani."])
    published(text)
    joined(text)
    return text


def test_who_joins_two_paragraphs_is_shown_the_simple_words_of_both(client, merged):
    client.force_login(drafter())

    (line,) = sheet_of(merged).paragraphs
    page = client.get(staff_url("sheet", merged)).content.decode()
    listed = client.get(reverse("texts_admin:simple", args=[merged.pk])).content.decode()

    assert [(one.number, one.words) for one in line.absorbed] == [(2, "Meno giovani.")]
    assert "Qui adesso c'è anche quello che era il paragrafo 2." in page.replace("&#x27;", "'")
    assert "Meno giovani." in page
    assert "1 paragrafo è stato unito a un altro" in listed


def test_the_words_of_both_are_kept_with_one_choice_and_come_out_together(client, merged):
    client.force_login(drafter())
    (line,) = sheet_of(merged).paragraphs
    choice = {f"unite-{line.identity}-{line.absorbed[0].identity}": "aggiungi", "pronte": "si"}

    answer = client.post(staff_url("sheet", merged), posted(sheet_of(merged), ["Più anziani."], **choice))

    assert answer.status_code == 302
    assert sheet_of(merged).waiting == 0
    assert told(published(merged, moment=LATER)) == [(1, "Più anziani.\n\nMeno giovani.", 0)]


def test_until_somebody_decides_nothing_is_lost_and_the_coordinator_is_told(client, merged):
    save(merged, ["Più anziani."])
    client.force_login(coordinator())

    shown = client.get(reverse("texts_admin:publish", args=[merged.pk])).content.decode()
    published(merged, moment=LATER)

    assert [change.before for change in simple_coming.with_version(drafts.next_version(merged)).lost] == []
    assert "1 paragrafo che oggi ha le sue parole semplici non c&#x27;è più" in shown or (
        "1 paragrafo che oggi ha le sue parole semplici non c'è più" in shown
    )
    assert "Meno giovani." in shown
    left = [one.words for sheet in [sheet_of(merged)] for one in (*sheet.left, *sheet.paragraphs[0].absorbed)]
    assert left == ["Meno giovani."]


@pytest.mark.parametrize("fate", [Fate.JOINED, Fate.LEFT, Fate.WAITS])
def test_who_divides_them_again_finds_the_words_or_where_they_went(merged, fate):
    (line,) = sheet_of(merged).paragraphs
    save(merged, [Typed(words="Più anziani.", joined={line.absorbed[0].identity: fate})])
    page = pages_of(merged)[0]
    old = merged.versions.get().paragraphs.filter(number__in=[1, 2]).order_by("number")
    blocks = {row.paragraph_id: row.block_id for row in BlockIdentity.objects.filter(page_id=page.pk)}

    edit(page, *[("paragraph", twin.html, blocks.get(twin.paragraph_id)) for twin in old])

    first, second = sheet_of(merged).paragraphs
    if fate == Fate.WAITS:
        assert (first.words, second.words) == ("Più anziani.", "Meno giovani.")
    else:
        assert (second.words, second.is_said_above) == ("", True)
    saves = simple_overview.saves_of(sheet_of(merged))
    before = [change.before for one in saves for change in one.changes]
    assert ("Meno giovani." in before) == (fate != Fate.WAITS)


def test_words_too_long_together_are_refused_with_what_was_typed(client, merged):
    client.force_login(drafter())
    (line,) = sheet_of(merged).paragraphs
    choice = {f"unite-{line.identity}-{line.absorbed[0].identity}": "aggiungi"}
    typed = "anziani " * 749

    answer = client.post(staff_url("sheet", merged), posted(sheet_of(merged), [typed], **choice))

    assert answer.status_code == 422
    assert "Con le parole da aggiungere è troppo lungo" in answer.content.decode()
    assert typed.strip() in answer.content.decode()


def test_who_divides_a_paragraph_is_told_where_its_simple_words_are(client):
    text = imported(LONG)
    save(text, ["Più anziani, che chiedono aiuto.", "Meno giovani."])
    published(text)
    page = pages_of(text)[0]
    (kind, _, one), second = blocks_of(page)
    halves = (
        "<p>La popolazione dei nostri comuni invecchia</p>",
        "<p>da vent'anni e chiede più assistenza a casa.</p>",
    )
    edit(page, (kind, halves[0], one), (kind, halves[1], None), second)
    client.force_login(drafter())

    first, half, _ = sheet_of(text).paragraphs
    shown = client.get(staff_url("sheet", text)).content.decode()

    assert (first.words, first.is_stale, half.words, half.divided_from) == (
        "Più anziani, che chiedono aiuto.", True, "", 1,
    )  # fmt: skip
    assert "Questo paragrafo viene dal paragrafo 1, che è stato diviso." in shown


def test_the_words_of_a_removed_paragraph_wait_where_the_editor_sees_them_and_come_back_with_it(client):
    text = imported(LONG)
    save(text, ["Più anziani.", "Meno giovani."])
    published(text)
    page = pages_of(text)[0]
    before = blocks_of(page)
    client.force_login(drafter())

    edit(page, before[0])
    removed = client.get(staff_url("sheet", text)).content.decode()
    published(text, moment=LATER)
    edit(page, *before)
    back = published(text, moment=LATER + timedelta(days=1))

    assert "Era il paragrafo 2:" in removed
    assert "Meno giovani." in removed
    assert told(back) == [(1, "Più anziani.", 0), (2, "Meno giovani.", 0)]
    assert sheet_of(text).left == ()
