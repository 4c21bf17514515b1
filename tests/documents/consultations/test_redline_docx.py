# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tracked changes: accepting all gives the new version, rejecting all the old one, each signed by its cause."""

import io
import random
import zipfile

import pytest
from lxml import etree

from documents.consultations.exports import redline_docx
from documents.consultations.redline import Piece, SectionPiece, compare
from documents.consultations.redline.bench import random_pair
from documents.consultations.services import causes, versions
from documents.consultations.services.causes import Why
from tavoli.enums import Visibility
from tests.documents.consultations.test_causes import NOW, REASON, consulted, keys, rewrite
from tests.factories.consultations_drafts import coordinator, drafter, imported, published
from tests.factories.tavoli import MeetingFactory, TavoloFactory

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def body_of(content):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")).find(f"{W}body")


def settled(content, keep, drop):
    """Return the paragraphs after every change of one kind is kept and of the other dropped."""
    told = []
    for paragraph in body_of(content).findall(f"{W}p"):
        ending = paragraph.find(f"{W}pPr/{W}rPr")
        if ending is not None and ending.find(f"{W}{drop}") is not None:
            assert not any(run.getparent().tag != f"{W}{drop}" for run in paragraph.iter(f"{W}r"))
            continue
        words = ""
        for node in paragraph.iter(f"{W}t", f"{W}delText", f"{W}br"):
            parents = {parent.tag for parent in node.iterancestors()}
            if f"{W}{drop}" not in parents:
                words += "\n" if node.tag == f"{W}br" else node.text or ""
        told.append(words)
    return told


def both(content):
    return settled(content, "del", "ins"), settled(content, "ins", "del")


def flat(sections, title):
    return [title, *(words for one in sections for words in (one.title, *(piece.plain for piece in one.pieces)))]


@pytest.mark.parametrize("seed", range(25))
def test_accepting_gives_the_new_words_and_rejecting_the_old_ones(seed):
    old, new = random_pair(random.Random(seed))
    redline = compare(old, new, titles=("Il Piano", "Il Piano nuovo"))

    content = redline_docx.write(redline, whys={}, title="Il Piano nuovo", moment=NOW)

    rejected, accepted = both(content)
    assert rejected == flat(old, "Il Piano")
    assert accepted == flat(new, "Il Piano nuovo")


def test_control_characters_do_not_break_the_file():
    old = [SectionPiece(identity="s", slug="s", title="T", pieces=(Piece(identity="a", plain="uno"),))]
    new = [SectionPiece(identity="s", slug="s", title="T", pieces=(Piece(identity="a", plain="uno \x0b<due>"),))]

    content = redline_docx.write(compare(old, new, titles=("a", "a")), whys={}, title="a", moment=NOW)

    assert both(content)[1] == ["a", "T", "uno <due>"]


@pytest.mark.django_db
def test_each_change_is_signed_by_its_cause_and_dated(client, tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path
    text = imported()
    published(text)
    observation = consulted(text, is_published=True)
    rewrite(text, words="Tutta la popolazione oggi invecchia.")
    rewrite(text, at=1, words="Molti giovani oggi partono.")
    first, second, third, fourth = keys(text)
    meeting = MeetingFactory(tavolo=TavoloFactory(name="Tavolo Anziani"))
    for key, why in (
        (first, Why(kind="OBSERVATION", observations=[observation.pk])),
        (second, Why(kind="TAVOLO", meeting_id=meeting.pk, words="Il tavolo ha deciso così.")),
        (third, causes.office(REASON)),
        (fourth, Why(kind="SIGN_OFF", reference="Distretto, nota 12", words="Parere favorevole con modifica.")),
    ):
        causes.give(text=text, stretches=[key], why=why, by=drafter(), moment=NOW)
    text.consultations.update(results_published_at=NOW, closed_version=text.versions.get())
    versions.publish(text=text, by=coordinator(), moment=NOW)

    response = client.get(f"/testi/{text.slug}/confronto/1-2/revisioni.docx")
    body = body_of(b"".join(response.streaming_content))

    told = [
        (change.tag.removeprefix(W), change.get(f"{W}author"), change.get(f"{W}date"))
        for change in body.iter(f"{W}ins", f"{W}del")
    ]
    day = "2026-05-04T09:00:00Z"
    assert told[:2] == [("del", observation.code, day), ("ins", observation.code, day)]
    assert {author for _, author, _ in told} == {observation.code, "Tavolo Anziani", "Ufficio", "Distretto, nota 12"}
    assert response["Content-Disposition"] == f'attachment; filename="{text.slug}-dalla-1-alla-2-revisioni.docx"'


@pytest.mark.django_db
def test_a_tavolo_that_became_reserved_signs_nothing_any_more(client, tmp_path, settings):
    settings.PRIVATE_ROOT = tmp_path
    text = imported()
    published(text)
    rewrite(text, words="La popolazione cambia.")
    meeting = MeetingFactory(tavolo=TavoloFactory(name="Tavolo Anziani"))
    why = Why(kind="TAVOLO", meeting_id=meeting.pk, words="Il tavolo ha deciso così.")
    causes.give(text=text, stretches=keys(text), why=why, by=drafter(), moment=NOW)
    versions.publish(text=text, by=coordinator(), moment=NOW)
    url = f"/testi/{text.slug}/confronto/1-2/"
    authors = lambda: {  # noqa: E731
        one.get(f"{W}author")
        for one in body_of(b"".join(client.get(f"{url}revisioni.docx").streaming_content)).iter(f"{W}ins")
    }
    assert (authors(), "Tavolo Anziani" in client.get(url).content.decode()) == ({"Tavolo Anziani"}, True)

    meeting.tavolo.visibility = Visibility.RESERVED
    meeting.tavolo.save()

    assert (authors(), "Tavolo Anziani" in client.get(url).content.decode()) == ({"Tavolo"}, False)
