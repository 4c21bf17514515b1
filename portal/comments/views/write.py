# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing: the words, a preview, and sending. One address for the three steps; it works without JavaScript."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.queries import collective_mandates, mandates_of, with_colleagues
from portal.comments import services, targets, words
from portal.comments.enums import Kind
from portal.comments.forms.files import FilesForm
from portal.comments.forms.writing import AddressForm, WriteForm
from portal.comments.models import Observation
from portal.comments.passages import NotThere, stretch_of
from portal.comments.queries.attachments import held_under
from portal.comments.queries.responses import partners_to_write_for
from portal.comments.queries.rows import published_observation
from portal.comments.services.submission import Submitted
from portal.comments.targets import Target, WindowClosed
from portal.comments.views.common import all_typed, crumbs, go, personal, refusal, show
from portal.comments.views.files import files_of, shown_files
from portal.core import limits
from portal.core.http import PortalRequest

STEP_REVIEW, STEP_CHANGE, STEP_SEND = "rivedi", "modifica", "invia"


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def write(request: PortalRequest, kind: str, identity: str) -> HttpResponse:
    """Show the form about a paragraph, a section or a text; take what was written."""
    target = targets.resolve(kind, identity, audience=request.audience)
    return _writing(request, target, parent=None)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def reply(request: PortalRequest, pk: int) -> HttpResponse:
    """Show the form to answer an observation; take what was written."""
    parent, target = published_observation(pk, audience=request.audience)
    return _writing(request, target, parent=parent)


def _writing(request: PortalRequest, target: Target, *, parent: Observation | None) -> HttpResponse:
    is_proposal = request.POST.get("kind") == Kind.PROPOSAL
    typed = all_typed(request.POST.get("text", ""), request.POST.get("proposed", "") if is_proposal else "")
    step = request.POST.get("step", STEP_REVIEW)
    try:
        if request.method == "POST" and step == STEP_SEND:
            return _send(request, target, parent)
        targets.check_gate(target, moment=timezone.now())
        files = files_of(request) if request.method == "POST" and step == STEP_REVIEW else shown_files(request)
    except (WindowClosed, services.WriteRefused, limits.TooMany) as error:
        return refusal(request, error, typed=typed, back_url=target.url)
    if request.method != "POST":
        chosen, told = _chosen(request, target)
        return _form_page(request, target, parent, _form(request, target, parent, chosen=chosen), files, told=told)
    if step == STEP_CHANGE:
        return _form_page(request, target, parent, _form(request, target, parent, initial=request.POST.dict()), files)
    form = _form(request, target, parent, data=request.POST)
    if not form.is_valid() or files.errors:
        return _form_page(request, target, parent, form, files, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _preview(request, target, parent, form, AddressForm())


def _send(request: PortalRequest, target: Target, parent: Observation | None) -> HttpResponse:
    form = _form(request, target, parent, data=request.POST)
    if not form.is_valid():
        targets.check_gate(target, moment=timezone.now())
        return _form_page(request, target, parent, form, shown_files(request), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    draft = form.draft(parent_id=parent.pk if parent else None)
    key = form.cleaned_data["key"]
    if request.user.is_authenticated:
        limits.consume(request, "observation.sent")
        submitted: Submitted = services.submit(
            target=target, draft=draft, author=request.user, key=key, moment=timezone.now()
        )
        return go(request, submitted.observation.receipt_url)
    address = AddressForm(request.POST)
    if not address.is_valid():
        return _preview(request, target, parent, form, address, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    email = address.cleaned_data["email"]
    limits.consume(request, "observation.waiting", key=email.casefold())
    waiting = services.start_waiting(
        target=target,
        draft=draft,
        email=email,
        key=key,
        moment=timezone.now(),
        language=translation.get_language() or "it",
    )
    return go(request, waiting.confirm_url)


def _form(request: PortalRequest, target: Target, parent: Observation | None, **values: Any) -> WriteForm:
    moment = timezone.now()
    mandates = mandates_of(request.user, moment=moment) if request.user.is_authenticated else []
    if mandates and parent is None:
        together = with_colleagues({one.partner_id for one in mandates}, moment=moment)
        mandates = [one for one in mandates if one.partner_id not in together]
    seats = collective_mandates(request.user, moment=moment)
    return WriteForm(
        target=target, user=request.user, mandates=mandates, seats=seats, is_reply=parent is not None, **values
    )


def _form_page(
    request: PortalRequest,
    target: Target,
    parent: Observation | None,
    form: WriteForm,
    files: FilesForm,
    *,
    told: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **_context(target, parent),
        "form": form,
        "files": files,
        "passage": form.shown_passage,
        "told": told,
        "together": partners_to_write_for(request.user, moment=timezone.now(), scope=target.scope)
        if parent is None
        else [],
    }
    return show(request, "comments/write", context, status=status)


def _preview(
    request: PortalRequest,
    target: Target,
    parent: Observation | None,
    form: WriteForm,
    address: AddressForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        **_context(target, parent),
        "form": form,
        "address": address,
        "author": form.display_name,
        "voice_name": form.voice_name,
        "html": words.as_html(form.cleaned_data["text"]),
        "held": held_under(form.cleaned_data["key"]),
        "passage": form.shown_passage,
        "proposal": targets.compared(target.quote, form.proposed) if form.proposed else (),
        "needs_code": not request.user.is_authenticated,
    }
    return show(request, "comments/check", context, status=status)


def _chosen(request: PortalRequest, target: Target) -> tuple[tuple[int, int] | None, str]:
    """Return the words that a reader chose on the page of the text, or why they cannot be found in it."""
    first, last = request.GET.get("dalla", ""), request.GET.get("alla", "")
    if target.kind != "paragraph" or not (_is_number(first) and _is_number(last)):
        return None, ""
    try:
        return stretch_of(target.quote, first=int(first), last=int(last), sent=request.GET.get("parole", "")), ""
    except NotThere:
        return None, _("Le parole che avevi scelto non sono in questo paragrafo: sceglile qui, o scrivi su tutto.")


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < 6  # noqa: PLR2004 -- no paragraph has more words


def _context(target: Target, parent: Observation | None) -> dict[str, Any]:
    heading = _("Rispondi a un'osservazione") if parent else _("Scrivi un'osservazione")
    return {
        "target": target,
        "parent": parent,
        "parent_html": words.as_html(parent.comment) if parent else "",
        "breadcrumbs": crumbs(target, heading),
        "heading": heading,
        "noindex": True,
    }
