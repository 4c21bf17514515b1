# SPDX-License-Identifier: AGPL-3.0-or-later
"""An editor splits, moves, joins and takes away paragraphs of the Piano; the health district signs two sections.

Everything is done to the blocks of the pages, as Wagtail's editor does: a split leaves the id to the first half, a
join to the first of the two.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.consultations.models import SectionPage, Text
from documents.consultations.models.pages import body_of
from documents.consultations.queries import sign_offs as waiting
from documents.consultations.services import sign_offs
from portal.core.models import User
from portal.demo import contents
from portal.demo.loaders import files
from portal.demo.loaders.texts import Staff

FILE = "piano_redraft"
HEALTH = ("assistenza domiciliare e cure a casa", "dimissioni protette")
NOTE = "1184"

Block = tuple[str, str, str | None]


def reasons() -> list[dict[str, Any]]:
    """Return why each of these paragraphs was touched, with the words by which its change is found again."""
    return [row for kind in ("split", "move", "merge", "remove") for row in contents.rows(FILE, kind)]


def redraft(text: Text, *, staff: Staff) -> None:
    """Do it all, and declare the sections ready.

    :raises LookupError: words that stand in no paragraph.
    """
    assert text.page is not None  # noqa: S101 -- a text that was just imported has its page
    left = {row["on"] for row in reasons()}
    for page in SectionPage.objects.child_of(text.page):
        before = [(one.block_type, getattr(one.value, "source", one.value), one.id) for one in page.body]
        after = before
        for row in reasons():
            if any(row["on"] in value for _kind, value, _id in after):
                left.discard(row["on"])
                after = _done(row, after)
        if after != before:
            page.body = body_of(after)
            page.save_revision(user=staff.drafter).publish(user=staff.drafter)
    if left:
        raise LookupError(min(left))


def _done(row: dict[str, Any], blocks: list[Block]) -> list[Block]:
    at = _place(row["on"], blocks)
    kind, _value, block_id = blocks[at]
    if "pieces" in row:
        first, *others = (f"<p>{one}</p>" for one in row["pieces"])
        return [*blocks[:at], (kind, first, block_id), *((kind, one, None) for one in others), *blocks[at + 1 :]]
    rest = [*blocks[:at], *blocks[at + 1 :]]
    if "before" in row:
        rest.insert(_place(row["before"], rest), blocks[at])
    elif "also" in row:
        rest[_place(row["also"], rest)] = (kind, f"<p>{row['new']}</p>", block_id)
    return rest


def _place(words: str, blocks: list[Block]) -> int:
    return next(at for at, (_kind, value, _id) in enumerate(blocks) if words in value)


def sign(text: Text, *, staff: Staff, referent: User, moment: datetime) -> None:
    """Flag two sections as *socio-sanitarie*: the referent signs one, the office records the note on the other."""
    assert text.page is not None  # noqa: S101 -- a text that was just imported has its page
    for page in SectionPage.objects.child_of(text.page):
        if any(words in page.title for words in HEALTH):
            page.needs_sign_off = True
            page.save_revision(user=staff.drafter).publish(user=staff.drafter)
    for one in waiting.standing(text):
        if HEALTH[1] in one.title:
            day = (moment - timedelta(days=1)).date()
            note = sign_offs.Note(number=NOTE, day=day, file=_paper())
            sign_offs.record_note(
                section_pk=one.section.pk, digest=one.digest, note=note, by=staff.coordinator, moment=moment
            )
        else:
            sign_offs.sign(section_pk=one.section.pk, digest=one.digest, by=referent, moment=moment)


def _paper() -> SimpleUploadedFile:
    said = "Parere favorevole, a patto che tra chi gestisce ci siano anche i medici di famiglia."
    content = files.pdf(f"Distretto della Salute Val Sarva, nota n. {NOTE}", [said])
    return SimpleUploadedFile(f"nota-{NOTE}.pdf", content, content_type="application/pdf")
