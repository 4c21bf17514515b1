# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be commented of a text, and the gate that guards every write: the windows of its consultation."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from documents.consultations import links
from documents.consultations.models import Paragraph, Section, Text, Window
from documents.consultations.queries import spans
from documents.consultations.queries import targets as queries
from documents.consultations.queries.categories import category_choices
from documents.consultations.queries.consultations import Dated, questions_for_section
from documents.consultations.queries.spans import Span
from portal.comments import targets as registry
from portal.comments.targets import Target, WindowClosed
from portal.core.exceptions import NotReadable
from portal.ui.dates import in_full


class Gate:
    """The one gate of every kind of target: a window of the consultation is open at this moment, or nothing passes."""

    def check_gate(self, target: Target, *, moment: datetime) -> None:
        """Let a write through.

        :raises WindowClosed: no window of the target's consultation is open at this moment, for this section.
        """
        windows = queries.windows_of(target.scope)
        found = spans.spans_of(windows[0].consultation, windows, target.section_identity) if windows else []
        if spans.open_now(found, moment) is None:
            raise WindowClosed(_why_closed(windows, found, moment))


class ParagraphPolicy(Gate):
    """A paragraph of the version in consultation; headings are for finding one's way, not for comments."""

    def resolve(self, identity: str, *, audience: frozenset[str]) -> Target:
        """Return the paragraph as it stands in the version in consultation.

        :raises NotReadable: it is not in it.
        """
        current = queries.current(queries.text_of_paragraph(identity), moment=timezone.now())
        found = queries.paragraph_in(current.consultation, identity)
        section = found.section
        slug = current.consultation.text.slug
        with override(links.STORED_LANGUAGE):
            label = _("Paragrafo %(number)d · %(section)s") % {"number": found.number, "section": section.title}
        return _target(
            current,
            kind="paragraph",
            identity=str(found.paragraph_id),
            section_identity=str(section.section_id),
            label=label,
            quote=found.plain,
            url=links.paragraph(slug, section.slug, found.paragraph_id),
        )

    def content_type_model(self) -> type:
        """Return the identities of paragraphs."""
        return Paragraph


class SectionPolicy(Gate):
    """A section of the version in consultation."""

    def resolve(self, identity: str, *, audience: frozenset[str]) -> Target:
        """Return the section as it stands in the version in consultation.

        :raises NotReadable: it is not in it.
        """
        current = queries.current(queries.text_of_section(identity), moment=timezone.now())
        section = queries.section_in(current.consultation, identity)
        return _target(
            current,
            kind="section",
            identity=str(section.section_id),
            section_identity=str(section.section_id),
            label=section.title,
            quote=queries.words_of_section(section),
            url=links.section(current.consultation.text.slug, section.slug),
        )

    def content_type_model(self) -> type:
        """Return the identities of sections."""
        return Section


class TextPolicy(Gate):
    """The whole of a text in consultation."""

    def resolve(self, identity: str, *, audience: frozenset[str]) -> Target:
        """Return the text.

        :raises NotReadable: it does not exist, or it was never put in consultation.
        """
        if not (identity.isascii() and identity.isdigit() and len(identity) < 10):  # noqa: PLR2004 -- what a key holds
            raise NotReadable
        current = queries.current(int(identity), moment=timezone.now())
        text = current.consultation.text
        with override(links.STORED_LANGUAGE):
            label = _("Tutto il testo")
        return _target(
            current,
            kind="text",
            identity=str(text.pk),
            section_identity="",
            label=label,
            quote=text.summary,
            url=links.text(text.slug),
        )

    def content_type_model(self) -> type:
        """Return the texts."""
        return Text


def register_policies() -> None:
    """Let paragraphs, sections and texts be commented."""
    registry.register("paragraph", ParagraphPolicy())
    registry.register("section", SectionPolicy())
    registry.register("text", TextPolicy())


def _target(
    current: Dated, *, kind: str, identity: str, section_identity: str, label: str, quote: str, url: str
) -> Target:
    consultation = current.consultation
    return Target(
        kind=kind,
        identity=identity,
        section_identity=section_identity,
        scope=consultation.scope,
        label=label[:250],
        quote=quote,
        version_number=consultation.version.number,
        url=url,
        page_title=consultation.text.title,
        page_url=links.text(consultation.text.slug),
        questions=tuple(questions_for_section(consultation, section_identity)),
        categories=tuple(category_choices(consultation)),
        is_premoderated=consultation.is_premoderated,
        notice=consultation.notice,
        closes_at=_closing(current, section_identity),
    )


def _closing(current: Dated, section_identity: str) -> datetime | None:
    """Return until when one may write about a section, or could."""
    found = current.spans(section_identity)
    now = spans.open_now(found, current.moment)
    if now is not None:
        return now.closes_at
    coming = next((span for span in found if span.opens_at > current.moment), None)
    return coming.closes_at if coming else max((span.closes_at for span in found), default=current.closes_at)


def _why_closed(windows: list[Window], found: list[Span], moment: datetime) -> str:
    if not windows:
        return _("La consultazione non è ancora aperta: non si può scrivere.")
    if not found:
        return _("Questa consultazione riguarda solo alcune sezioni: qui non si può scrivere.")
    coming = next((span for span in found if span.opens_at > moment), None)
    if coming is not None and coming.is_own:
        return _("Questa sezione si apre %(date)s: prima non si può scrivere.") % {"date": in_full(coming.opens_at)}
    if coming is not None:
        return _("La consultazione si apre %(date)s: prima non si può scrivere.") % {"date": in_full(coming.opens_at)}
    told = _("La consultazione si è chiusa %(date)s: non si può più scrivere.")
    if found[-1].is_own:
        told = _("Su questa sezione la consultazione si è chiusa %(date)s: non si può più scrivere.")
    return told % {"date": in_full(found[-1].closes_at)}
