# SPDX-License-Identifier: AGPL-3.0-or-later
"""One answer of the Distretto della Salute, for ever: whose, on which words, if it still holds, what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from documents.consultations import links, permissions
from documents.consultations.enums import SignOffKind
from documents.consultations.models import SignOff, VersionParagraph, VersionSection
from documents.consultations.queries import reasons, sign_offs
from documents.consultations.queries.reasons import ChangedWords
from portal.core.exceptions import NotReadable

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from documents.consultations.models import Text
    from portal.core.models import PrivateUpload, User

# Note [Who may know of a sign-off]
# ---------------------------------
# What was decided about words that are in no version is of the office and of the referent, like those words. It is
# everybody's as soon as a version has exactly those words, or names it as the cause of a change. The remarks with
# which a section was given back, and the copy of a note, stay with the office and the referent in any case.


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A version in which the section has exactly these words."""

    number: int
    url: str


@dataclass(frozen=True, kw_only=True)
class SignOffPage:
    """What a visitor may know of a sign-off."""

    row: SignOff
    text: Text
    title: str
    readings: tuple[Reading, ...]
    void_since: int
    changed: tuple[ChangedWords, ...]
    others: tuple[SignOff, ...]
    is_insider: bool
    is_coming: bool = False

    @property
    def words(self) -> str:
        """Reason or remarks, as far as this visitor may read them."""
        return self.row.words if self.is_insider or self.row.kind != SignOffKind.RETURNED else ""

    @property
    def file(self) -> PrivateUpload | None:
        """The copy of the note, for who may have it."""
        return self.row.file if self.is_insider else None

    @property
    def how(self) -> str:
        """How it was given: on this site, by a note of the health authority, by saying nothing, by going on."""
        if self.row.act_number:
            return _("Con una nota dell'azienda sanitaria, registrata dall'ufficio.")
        return {
            SignOffKind.SIGNED: _("Su questo sito, da chi ne ha l'incarico."),
            SignOffKind.RETURNED: _("Su questo sito, da chi ne ha l'incarico."),
            SignOffKind.SILENCE: _("Il termine è passato senza risposta: lo ha scritto il portale, da sé."),
            SignOffKind.OVERRIDDEN: _("Il coordinamento è andato avanti dopo il silenzio, con un motivo pubblico."),
        }[SignOffKind(self.row.kind)]


def page_of(slug: str, pk: int, *, viewer: User | AnonymousUser, moment: datetime) -> SignOffPage:
    """Return a sign-off as this visitor may read it, in a constant number of queries.

    See Note [Who may know of a sign-off].

    :raises NotReadable: there is none, or it is about words that this visitor may not read.
    """
    row = _row(slug, pk)
    is_insider = permissions.can_read_sign_offs(viewer, moment=moment)
    twins = _twins(row)
    same = [twin for twin in twins if _digest(twin) == row.digest]
    changed = tuple(reasons.words_changed_by_sign_off(row))
    is_public = bool(changed) or (bool(same) and row.kind != SignOffKind.RETURNED)
    if not is_insider and not is_public:
        raise NotReadable
    latest = row.section.text.versions.order_by("-number").values_list("number", flat=True).first() or 0
    last = same[-1].version.number if same else 0
    return SignOffPage(
        row=row,
        text=row.section.text,
        title=_title(row, same or twins),
        readings=tuple(_reading(slug, twin) for twin in same),
        void_since=last + 1 if last and last < latest else 0,
        changed=changed,
        others=_others(row, is_insider=is_insider) if is_insider or same else (),
        is_insider=is_insider,
        is_coming=is_insider and not same and _is_ready(row),
    )


def file_of(slug: str, pk: int, *, viewer: User | AnonymousUser, moment: datetime) -> PrivateUpload:
    """Return the copy of the note, for the office and the referent.

    :raises NotReadable: there is none, or it is for others.
    """
    row = _row(slug, pk)
    if row.file is None or not permissions.can_read_sign_offs(viewer, moment=moment):
        raise NotReadable
    return row.file


def _row(slug: str, pk: int) -> SignOff:
    rows = SignOff.objects.filter(pk=pk, section__text__slug=slug)
    found = rows.select_related("section__text", "file").first()
    if found is None:
        raise NotReadable
    return found


def _is_ready(row: SignOff) -> bool:
    """Whether the words are those of the section as it is ready for the next version."""
    try:
        return sign_offs.one_waiting(row.section_id).digest == row.digest
    except NotReadable:
        return False


def _twins(row: SignOff) -> list[VersionSection]:
    rows = VersionSection.objects.filter(section_id=row.section_id).select_related("version")
    blocks = Prefetch("paragraphs", queryset=VersionParagraph.objects.order_by("position"))
    return list(rows.prefetch_related(blocks).order_by("version__number"))


def _digest(twin: VersionSection) -> str:
    return sign_offs.digest_of(twin.title, [(one.is_heading, one.html) for one in twin.paragraphs.all()])


def _title(row: SignOff, twins: Sequence[VersionSection]) -> str:
    return twins[-1].title if twins else row.section.text.title


def _reading(slug: str, twin: VersionSection) -> Reading:
    number = twin.version.number
    return Reading(number=number, url=links.version_section(slug, number, twin.slug))


def _others(row: SignOff, *, is_insider: bool) -> tuple[SignOff, ...]:
    rows = SignOff.objects.filter(section_id=row.section_id, digest=row.digest).exclude(pk=row.pk).order_by("pk")
    return tuple(rows if is_insider else rows.exclude(kind=SignOffKind.RETURNED))
