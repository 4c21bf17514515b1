# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identities live through what editors do."""

import uuid

import pytest

from documents.consultations.models import BlockIdentity, Paragraph, Section, SectionPage, Text
from tests.factories.consultations_drafts import blocks_of, edit, imported, pages_of, published

pytestmark = pytest.mark.django_db


def identities(page):
    rows = dict(BlockIdentity.objects.filter(page_id=page.pk).values_list("block_id", "paragraph_id"))
    return [rows[block_id] for _, _, block_id in blocks_of(page)]


def test_an_imported_draft_has_an_identity_for_each_block_as_soon_as_it_is_saved():
    text = imported(are_ready=False)

    assert [len(set(identities(page))) for page in pages_of(text)] == [2, 1]
    assert Section.objects.filter(text=text).count() == 2


def test_an_edited_paragraph_stays_itself():
    page = pages_of(imported())[0]
    before = identities(page)
    (_, _, first), (_, _, second) = blocks_of(page)

    edit(page, ("paragraph", "<p>Tutt'altre parole.</p>", first), ("paragraph", "<p>I giovani partono.</p>", second))

    assert identities(page) == before


def test_a_split_keeps_the_identity_for_the_first_half():
    page = pages_of(imported())[0]
    before = identities(page)
    (_, _, first), (_, _, second) = blocks_of(page)

    edit(
        page,
        ("paragraph", "<p>La popolazione</p>", first),
        ("paragraph", "<p>invecchia.</p>", None),
        ("paragraph", "<p>I giovani partono.</p>", second),
    )
    after = identities(page)

    assert ([after[0], after[2]], after[1] in before) == (before, False)


def test_a_repeated_id_gets_an_identity_of_its_own_and_the_first_keeps_the_old_one():
    page = pages_of(imported())[0]
    before = identities(page)
    (_, _, first), (_, _, second) = blocks_of(page)

    edit(
        page,
        ("paragraph", "<p>Uno.</p>", first),
        ("paragraph", "<p>Due.</p>", first),
        ("paragraph", "<p>Tre.</p>", second),
    )
    after = identities(page)

    assert (len(set(after)), [after[0], after[2]]) == (3, before)


@pytest.mark.parametrize("forged", ["1", "not-a-uuid", "../../etc", "A" * 300])
def test_a_malformed_id_is_made_anew(forged):
    page = pages_of(imported())[0]

    edit(page, ("paragraph", "<p>Uno.</p>", forged))

    block_id = blocks_of(page)[0][2]
    assert (block_id != forged, str(uuid.UUID(block_id))) == (True, block_id)


def test_an_id_taken_from_another_page_does_not_take_its_identity():
    first, second = pages_of(imported())
    stolen = blocks_of(first)[0][2]

    edit(second, ("paragraph", "<p>Parole.</p>", stolen))

    assert set(identities(first)).isdisjoint(identities(second))


def test_a_copied_page_gets_identities_of_its_own():
    page = pages_of(imported())[0]

    copy = page.copy(update_attrs={"slug": "copia", "title": "Copia"})
    copy = SectionPage.objects.get(pk=copy.pk)

    assert [block[2] for block in blocks_of(copy)] == [block[2] for block in blocks_of(page)]
    assert set(identities(page)).isdisjoint(identities(copy))
    assert Section.objects.filter(page_id__in=[page.pk, copy.pk]).count() == 2


def test_what_nobody_names_is_dropped_when_it_leaves_the_draft():
    page = pages_of(imported(are_ready=False))[0]
    lost = identities(page)[1]

    edit(page, blocks_of(page)[0], is_ready=False)

    assert Paragraph.objects.filter(pk=lost).exists() is False


def test_what_a_version_names_is_kept_and_retired_when_the_next_version_has_it_not():
    text = imported()
    published(text)
    page = pages_of(text)[0]
    kept, lost = identities(page)

    edit(page, blocks_of(page)[0])
    version = published(text)

    assert version.paragraphs.get(number=1).paragraph_id == kept
    assert Paragraph.objects.get(pk=lost).retired_at == version.published_at
    assert Paragraph.objects.get(pk=kept).retired_at is None


def test_going_back_un_retires():
    text = imported()
    published(text)
    page = pages_of(text)[0]
    all_blocks = blocks_of(page)
    lost = identities(page)[1]
    edit(page, all_blocks[0])
    published(text)

    edit(pages_of(text)[0], *all_blocks)
    version = published(text)

    assert Paragraph.objects.get(pk=lost).retired_at is None
    assert version.paragraphs.filter(paragraph_id=lost).count() == 1


def test_a_paragraph_cut_from_one_section_and_pasted_into_another_is_recognised():
    text = imported()
    published(text)
    first, second = pages_of(text)
    moved = identities(first)[1]
    edit(first, blocks_of(first)[0])

    edit(second, *blocks_of(second), ("paragraph", "<p>I giovani partono.</p>", None))
    version = published(text)

    assert version.paragraphs.get(paragraph_id=moved).section.slug == second.slug
    assert Paragraph.objects.get(pk=moved).retired_at is None


def test_a_section_that_moves_to_another_text_begins_a_new_life_there():
    here, there = imported(), imported("# Altro\n\n## Altra sezione\n\nAltre parole.\n")
    published(here)
    page = pages_of(here)[0]
    before = identities(page)

    page.move(there.page, pos="last-child")

    page = SectionPage.objects.get(pk=page.pk)
    assert set(identities(page)).isdisjoint(before)
    assert Section.objects.get(page_id=page.pk).text == there
    assert Paragraph.objects.filter(pk__in=before, text=here).count() == 2


def test_a_text_written_from_nothing_in_the_editor_gets_its_row():
    root = imported().page.get_parent()
    from documents.consultations.models import TextPage

    page = TextPage(title="Scritto a mano", slug="scritto-a-mano", live=False)
    root.add_child(instance=page)
    page.save_revision()

    assert Text.objects.get(page=page).slug == "scritto-a-mano"
