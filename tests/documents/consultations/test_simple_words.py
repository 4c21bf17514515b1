# SPDX-License-Identifier: AGPL-3.0-or-later
"""A section in simple words: written in private, frozen with the version."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from documents.consultations.models import SimpleParagraph, SimpleSection
from documents.consultations.queries import drafts, fingerprints, simple_coming
from documents.consultations.services import simple_editions, simple_words
from documents.consultations.services.simple_words import Typed
from portal.core import roles, triggers
from search import sync
from search.queries import SearchQuery, search
from tests.factories.consultations_drafts import drafter, imported, published
from tests.factories.core import StaffFactory, UserFactory
from tests.factories.simple_words import EASY, beside, official_url, reword, save, sheet_of, simple_url, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.IS_DEMO = True


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
    edition = SimpleSection.objects.get(section__version=with_them, section__slug="il-contesto")
    assert edition.sha256 != with_them.sha256
    rows = list(edition.paragraphs.select_related("twin", "said_with"))
    assert EASY in json.loads(simple_editions.canonical(with_them, edition, rows))["paragraphs"][0]["words"]


def test_a_draft_of_simple_words_is_read_by_nobody(client):
    text = imported()
    save(text, ["Parole ancora segrete."], are_ready=False)

    version = published(text)
    sync.drain()

    assert told(version) == []
    for who in (None, UserFactory(), drafter()):
        if who:
            client.force_login(who)
        assert client.get(simple_url(version)).status_code == 404
        page = client.get(official_url(version)).content.decode()
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


def test_who_says_that_they_are_still_right_is_not_asked_again():
    text = imported()
    save(text, ["Tanti anziani."])
    reword(text, "La popolazione invecchia ancora.")

    save(text, ["Tanti anziani."])
    assert len(simple_coming.stale_in(drafts.next_version(text))) == 1
    save(text, [Typed(words="Tanti anziani.", is_confirmed=True)])

    assert simple_coming.stale_in(drafts.next_version(text)) == []


def test_the_comparison_of_versions_does_not_speak_of_simple_words():
    text = imported()
    published(text)
    save(text, ["Tanti anziani."])

    assert not drafts.next_version(text).has_changes


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
        beside(text, by=drafter())
