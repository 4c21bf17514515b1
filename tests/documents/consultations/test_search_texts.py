# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts and sections as the search finds them: the latest version, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.consultations.search_sources.texts import SectionSource, TextSource
from tests.factories.consultations_texts import TextFactory, VersionFactory

pytestmark = pytest.mark.django_db


def test_a_section_is_found_by_the_words_of_the_latest_version():
    first = VersionFactory(sections=1, paragraphs=2)
    changed = first.paragraphs.order_by("position").first().paragraph_id
    VersionFactory(text=first.text, number=2, like=first, words={changed: "Parole nuove."})

    [entry] = SectionSource().entries(list(SectionSource().pks()))

    assert entry.text == "Parole nuove.\nParole del paragrafo 2."
    assert (entry.url, entry.tokens) == (f"/testi/{first.text.slug}/articolo-1/", frozenset({"public"}))


def test_a_section_that_the_latest_version_has_not_is_forgotten():
    first = VersionFactory(sections=1)
    gone = first.sections.get().section_id
    VersionFactory(text=first.text, number=2, sections=0)

    assert SectionSource().entry(str(gone)) is None
    assert SectionSource().audience([str(gone)]) == {}


# THREATS: 1
def test_a_text_without_a_version_is_found_by_nobody():
    text = TextFactory(title="Segretissimo")

    assert (list(TextSource().pks()), TextSource().entry(text.pk), TextSource().audience([text.pk])) == ([], None, {})
    assert list(TextSource().titles(["segretissimo"], frozenset({"public"}), 10)) == []


def test_titles_are_searched_in_the_database_when_the_index_is_away():
    version = VersionFactory(sections=2)

    found = SectionSource().titles(["articolo", "2"], frozenset({"public"}), 10)

    assert [title.url for title in found] == [f"/testi/{version.text.slug}/articolo-2/"]


@pytest.mark.parametrize("sections", [1, 12])
def test_reading_many_sections_costs_two_queries(sections):
    VersionFactory(sections=sections)
    pks = list(SectionSource().pks())

    with CaptureQueriesContext(connection) as queries:
        entries = SectionSource().entries(pks)

    assert (len(entries), len(queries)) == (sections, 2)
