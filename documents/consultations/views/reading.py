# SPDX-License-Identifier: AGPL-3.0-or-later
"""The public pages of texts: all of them, one, a section with what was said about it, a frozen version."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from documents.consultations import links, permissions
from documents.consultations.forms.threads import ThreadsForm
from documents.consultations.queries import answers, fingerprints, left, notes, reading, sign_offs, stages, texts
from documents.consultations.queries import removed as removed_words
from documents.consultations.queries.reading_frames import Reading, SectionReading
from portal.comments.queries import ThreadPage, thread_page
from portal.comments.queries.responses import partners_to_write_for
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest
from portal.ui.lists import chips_of

Crumbs = list[tuple[str, str]]


@require_safe
def text_list(request: PortalRequest) -> HttpResponse:
    """List the texts that people may read."""
    context = {
        "heading": _("I testi"),
        "lead": _("Piani, regolamenti e bilanci sociali: ogni versione resta leggibile per sempre."),
        "breadcrumbs": [(_("Testi"), "")],
        "texts": [(text, links.text(text.slug)) for text in texts.published_texts()],
    }
    return render(request, "consultations/text_list.html", context)


@require_safe
def text(request: PortalRequest, slug: str) -> HttpResponse:
    """Show a text in its latest version: what it is, its sections, every version of it."""
    version = texts.current_version(slug)
    read = reading.reading_of(version, moment=timezone.now(), is_latest=True)
    every = texts.versions_of(version.text)
    context = {
        **_frame(request, read, [(version.text.title, "")]),
        "heading": version.text.title,
        "index": read.index(),
        "versions": every,
        "steps": stages.timeline(every),
        "revision": stages.in_revision(every, read.dated),
        "removed": removed_words.removed_words(read),
    }
    return render(request, "consultations/text.html", context)


@require_safe
def section(request: PortalRequest, slug: str, section_slug: str, *, is_simple: bool = False) -> HttpResponse:
    """Show a section of a text as it reads now, in its own words or in simple ones, with what was said about it."""
    version = texts.current_version(slug)
    read = reading.reading_of(version, moment=timezone.now(), is_latest=True)
    try:
        marked = None if is_simple else notes.marked_words(read, request.GET.get("parole", ""))
        found = reading.section_of(read, section_slug, marked=marked)
    except NotReadable:
        now = reading.address_now(version.text, section_slug, version)
        if now is None:
            raise
        return redirect(now)
    context = {
        **_frame(request, read, [(version.text.title, links.text(slug)), *_here(found, is_simple)]),
        **_section(found, is_simple=is_simple),
        **_threads(request, found),
        "marked": marked,
        "together": partners_to_write_for(request.user, moment=timezone.now(), scope=read.scope)
        if found.write_url
        else [],
        "noindex": bool(request.GET),
    }
    return render(request, "consultations/section.html", context)


@require_safe
def removed(request: PortalRequest, slug: str) -> HttpResponse:
    """Show the paragraphs that are no longer in a text, with all that was said about them."""
    version = texts.current_version(slug)
    read = reading.reading_of(version, moment=timezone.now(), is_latest=True)
    words = removed_words.removed_words(read)
    threads = thread_page(
        scope=read.scope,
        target_ids=removed_words.gone_and_spoken_of(read) or ["-"],
        page=request.GET.get("page", 1),
        viewer=request.user,
        audience=request.audience,
        extras_for=answers.extras_for,
        notes_for=partial(notes.notes_for, version),
        is_open=False,
    )
    context = {
        **_frame(request, read, [(version.text.title, links.text(slug)), (_("Osservazioni su testo tolto"), "")]),
        "heading": _("Osservazioni su testo tolto"),
        "removed": words,
        "threads": threads,
        "noindex": bool(request.GET),
    }
    return render(request, "consultations/removed.html", context)


@require_safe
def section_threads(request: PortalRequest, slug: str, section_slug: str) -> HttpResponse:
    """Return the threads of a section alone, for htmx; without it, the page they stand in."""
    if not request.htmx:
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return redirect(f"{links.section(slug, section_slug)}{query}#osservazioni")
    needs_paragraphs = bool(request.GET.get("paragrafo"))
    found = reading.section_alone(slug, section_slug, moment=timezone.now(), needs_paragraphs=needs_paragraphs)
    context = {"read": found.reading, "found": found, **_threads(request, found)}
    return render(request, "consultations/section_threads.html", context)


@require_safe
def version(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    """Show a frozen version: its sections, its fingerprint, the acts that followed."""
    found = texts.version(slug, number)
    read = reading.reading_of(found, moment=timezone.now(), is_latest=False)
    every = texts.versions_of(found.text)
    context = {
        **_frame(request, read, [(found.text.title, links.text(slug)), (_version_name(number), "")]),
        "heading": found.title,
        "index": read.index(),
        "versions": every,
        "steps": stages.timeline(every),
        "latest": every[0],
        "passed_over": left.of_version(found),
        "signed": sign_offs.signed_in(found),
        "noindex": found != every[0],
    }
    return render(request, "consultations/version.html", context)


@require_safe
def version_section(
    request: PortalRequest,
    slug: str,
    number: int,
    section_slug: str,
    *,
    is_simple: bool = False,
    edition: int | None = None,
) -> HttpResponse:
    """Show a section as it stood in a version, in its own words or in an edition of the simple ones, for ever."""
    found = texts.version(slug, number)
    read = reading.reading_of(found, moment=timezone.now(), is_latest=False)
    one = reading.section_of(read, section_slug)
    latest = texts.current_version(slug)
    here = [(found.text.title, links.text(slug)), (_version_name(number), links.version(slug, number))]
    now = reading.address_now(found.text, section_slug, latest)
    context = {
        **_frame(request, read, [*here, *_here(one, is_simple)]),
        **_section(one, is_simple=is_simple, edition=edition),
        "latest": latest,
        "now_url": now if latest != found else "",
        "noindex": latest != found or edition is not None,
    }
    return render(request, "consultations/section.html", context)


@require_safe
def version_data(request: PortalRequest, slug: str, number: int) -> HttpResponse:
    """Return the canonical JSON of a version, over which its SHA-256 is taken: anybody can check it."""
    found = texts.version(slug, number)
    answer = HttpResponse(fingerprints.canonical(found), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.text.slug}-versione-{number}.json"'
    return answer


def _frame(request: PortalRequest, read: Reading, here: Crumbs) -> dict[str, Any]:
    return {
        "read": read,
        "text": read.text,
        "version": read.version,
        "breadcrumbs": [(_("Testi"), reverse("consultations:texts")), *here],
        "updated_at": read.version.published_at,
        "can_write_texts": permissions.can_write_texts(request.user),
        "can_publish_versions": permissions.can_publish_versions(request.user),
    }


def _here(found: SectionReading, is_simple: bool) -> Crumbs:
    if not is_simple:
        return [(found.section.title, "")]
    return [(found.section.title, found.official_url), (_("In parole semplici"), "")]


def _section(found: SectionReading, *, is_simple: bool, edition: int | None = None) -> dict[str, Any]:
    if is_simple:
        found = reading.in_simple_words(found, edition=edition)
    signed = sign_offs.public_decisions(found.section) if found.section.section.needs_sign_off else []
    return {
        "heading": found.section.title,
        "found": found,
        "index": found.reading.index(found.section),
        "sign_offs": signed,
        "is_simple": is_simple,
        "updated_at": found.edition.published_at if found.edition else found.reading.version.published_at,
    }


def _threads(request: PortalRequest, found: SectionReading) -> dict[str, Any]:
    """Return the threads of a section with their filters; nothing where nobody was ever asked."""
    read = found.reading
    if not read.scope:
        return {"threads": None}
    form = ThreadsForm(request.GET, read=found)
    threads: ThreadPage = thread_page(
        scope=read.scope,
        page=request.GET.get("page", 1),
        viewer=request.user,
        audience=request.audience,
        extras_for=answers.extras_for,
        notes_for=partial(notes.notes_for, read.version),
        is_open=found.is_open,
        **_where(found, form.wanted()),
    )
    return {"threads": threads, "form": form, "chips": chips_of(request, form)}


def _where(found: SectionReading, wanted: dict[str, Any]) -> dict[str, Any]:
    """Ask for what is read in this section now: of its paragraphs, and of those that they came from."""
    places, section_id = found.reading.places, str(found.section.section_id)
    if places is None:
        return {"section_id": section_id, **wanted}
    if not wanted["target_id"]:
        return {"within": places.within(section_id), **wanted}
    return {**wanted, "target_id": "", "target_ids": places.about(wanted["target_id"])}


def _version_name(number: int) -> str:
    return _("Versione %(number)d") % {"number": number}
