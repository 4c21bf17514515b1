# SPDX-License-Identifier: AGPL-3.0-or-later
"""What has become of words that were commented on an earlier version, told beside each observation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from documents.consultations import links, redline
from documents.consultations.anchors import AlreadyThere, Carried, Found
from documents.consultations.models import Version
from documents.consultations.queries.anchors import Course
from documents.consultations.queries.descent import parentage_at
from portal.comments.models import Observation
from portal.comments.queries import Origin, QuoteNote

if TYPE_CHECKING:
    from documents.consultations.queries.reading_frames import Reading

ANCHOR = "parole-scelte"


@dataclass(frozen=True, kw_only=True)
class MarkedWords:
    """Words that a reader asked to see in the text of today, and the observation that points to them."""

    identity: str
    start: int
    end: int
    code: str


def notes_for(version: Version, origins: Sequence[Origin]) -> Mapping[int, QuoteNote]:
    """Return what became of the words of observations, where there is something to say: two queries, then one."""
    told = [one for one in origins if one.version_number < version.number or one.chosen]
    course = course_of(version, told)
    return {origin.pk: _note(version, origin, course) for origin in told}


def course_of(version: Version, origins: Sequence[Origin]) -> Course | None:
    """Return how the paragraphs that are spoken of came to this version; none when no paragraph is."""
    on_paragraphs = [one for one in origins if one.target_kind == "paragraph"]
    if not on_paragraphs:
        return None
    return Course(
        version.text_id,
        {one.target_id for one in on_paragraphs},
        first=min(one.version_number for one in on_paragraphs),
        last=version.number,
        links=parentage_at(version),
    )


def marked_words(reading: Reading, asked: str) -> MarkedWords | None:
    """Return where the words of a published observation stand in the version that is read."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 18):  # noqa: PLR2004 -- what a key holds
        return None
    rows = Observation.objects.published().filter(pk=int(asked), scope=reading.scope, words_start__isnull=False)
    one = rows.first() if reading.scope else None
    if one is None or one.chosen is None or one.version_number > reading.version.number:
        return None
    version = reading.version
    links_then = parentage_at(version)
    course = Course(version.text_id, {one.target_id}, first=one.version_number, last=version.number, links=links_then)
    found = course.find(one.target_id, one.chosen, since=one.version_number, to=version.number)
    if not isinstance(found, Found):
        return None
    return MarkedWords(identity=found.identity, start=found.start, end=found.end, code=one.code)


def words_url(version: Version, found: Found, course: Course, pk: int) -> str:
    """Return where words that were found are marked in the current text."""
    stand = course.stand(found.identity, version.number)
    return f"{links.section(version.text.slug, stand.section_slug)}?parole={pk}#{ANCHOR}" if stand else ""


def _note(version: Version, origin: Origin, course: Course | None) -> QuoteNote:
    is_earlier = origin.version_number < version.number
    written = _("scritta sulla versione %(number)d") % {"number": origin.version_number} if is_earlier else ""
    if course is None or origin.target_kind != "paragraph":
        return QuoteNote(text=written)
    url = ""
    if is_earlier:
        what, url = _paragraph(version, origin, course)
        written = f"{written}, {what}"
    note = QuoteNote(text=written, url=url)
    if origin.chosen:
        note = _note_on_words(version, origin, course, note)
    if origin.proposed and is_earlier:
        note = _note_on_proposal(version, origin, course, note)
    return note


def _paragraph(version: Version, origin: Origin, course: Course) -> tuple[str, str]:
    """Return what happened to the paragraph, and where one sees it."""
    then, now = (course.stand(origin.target_id, number) for number in (origin.version_number, version.number))
    if now is not None and then is not None and now.plain == then.plain:
        return _("testo uguale"), ""
    url = links.redline_paragraph(version.text.slug, origin.version_number, version.number, origin.target_id)
    heirs = course.heirs(origin.target_id, version.number, since=origin.version_number)
    numbers = ", ".join(str(one.number) for one in heirs.values())
    if now is None:
        return (_("testo unito al paragrafo %s") % numbers if heirs else _("testo tolto")), url
    return (_("testo diviso: continua nel paragrafo %s") % numbers if heirs else _("testo cambiato")), url


def _note_on_words(version: Version, origin: Origin, course: Course, note: QuoteNote) -> QuoteNote:
    found = course.find(origin.target_id, origin.chosen or (0, 0), since=origin.version_number, to=version.number)
    text = f"{note.text}; {_words_told(found)}" if note.text else ""
    place = words_url(version, found, course, origin.pk) if isinstance(found, Found) else ""
    return replace(note, text=text, words_url=place)


def _words_told(found: object) -> str:
    if not isinstance(found, Found):
        return _("queste parole non ci sono più")
    return _("queste parole ci sono ancora") if found.is_same else _("queste parole sono cambiate in parte")


def _note_on_proposal(version: Version, origin: Origin, course: Course, note: QuoteNote) -> QuoteNote:
    carried = course.carry(origin.target_id, origin.proposed, since=origin.version_number, to=version.number)
    if isinstance(carried, AlreadyThere):
        return replace(note, proposal_text=_("Il testo di oggi dice già le parole proposte"))
    stand = course.stand(carried.identity, version.number) if carried.identity else None
    if not isinstance(carried, Carried) or stand is None:
        told = _("Le parole proposte, sul testo di allora: poi le stesse parole sono cambiate in altro modo")
        return replace(note, proposal_text=told)
    if carried.is_as_written:
        return note
    told = _("Le parole proposte, sul paragrafo %(number)d di oggi") % {"number": stand.number}
    return replace(note, proposal_text=told, proposal=tuple(redline.words(stand.plain, carried.plain)))
