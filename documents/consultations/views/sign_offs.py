# SPDX-License-Identifier: AGPL-3.0-or-later
"""What waits for the referent of the Distretto della Salute, «Firmo» or «Restituisco»; each answer, for ever."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from documents.consultations import links, permissions
from documents.consultations.forms.sign_offs import RemarksForm
from documents.consultations.queries import sign_off_page as pages
from documents.consultations.queries import sign_offs as queries
from documents.consultations.services import sign_offs as services
from portal.comments.views.common import personal, signed_in
from portal.core import uploads
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest, SignedInRequest

SIGN = "firma"


@require_safe
@personal
@signed_in
def sign_off_list(request: SignedInRequest) -> HttpResponse:
    """List the sections that wait for the referent."""
    _only_referents(request)
    heading = _("Sezioni da firmare")
    context = {
        "heading": heading,
        "lead": _("Le parti socio-sanitarie del testo, come andrebbero nella proposta definitiva."),
        "breadcrumbs": [(heading, "")],
        "waiting": queries.waiting(),
        "noindex": True,
    }
    return render(request, "consultations/sign_off_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def sign_off(request: SignedInRequest, section_pk: UUID) -> HttpResponse:
    """Show the words of a section against those that people read, and take the decision about exactly these."""
    _only_referents(request)
    found = queries.one_waiting(section_pk)
    is_signing = request.POST.get("azione") == SIGN
    form = RemarksForm(request.POST if request.method == "POST" and not is_signing else None)
    status, refusal = HTTPStatus.OK, ""
    if request.method == "POST" and (is_signing or form.is_valid()):
        refusal = _decided(request, section_pk, form, is_signing=is_signing)
        if not refusal:
            told = _("Firmata. Grazie.") if is_signing else _("Restituita: l'ufficio legge le tue osservazioni.")
            messages.success(request, told)
            return redirect("consultations:sign_offs")
        status = HTTPStatus.CONFLICT
        found = queries.one_waiting(section_pk)
    elif form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "heading": found.title,
        "breadcrumbs": [(_("Sezioni da firmare"), "/firme-sanitarie/"), (found.title, "")],
        "found": found,
        "form": form,
        "refusal": refusal,
        "noindex": True,
    }
    return render(request, "consultations/sign_off.html", context, status=status)


@require_safe
def sign_off_page(request: PortalRequest, slug: str, pk: int) -> HttpResponse:
    """Show an answer of the Distretto della Salute: whose, on which words, whether it holds, what it changed."""
    found = pages.page_of(slug, pk, viewer=request.user, moment=timezone.now())
    context = {
        "heading": _("Il Distretto della Salute su «%s»") % found.title,
        "breadcrumbs": [
            (_("Testi"), reverse("consultations:texts")),
            (found.text.title, links.text(slug)),
            (_("Firma del Distretto della Salute"), ""),
        ],
        "found": found,
        "noindex": found.is_insider,
    }
    response = render(request, "consultations/sign_off_page.html", context)
    if found.is_insider:
        patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def sign_off_file(request: PortalRequest, slug: str, pk: int) -> HttpResponseBase:
    """Give the copy of a note of the health authority to the office and the referent.

    :raises NotReadable: there is none, or it is for others.
    """
    return uploads.as_download(pages.file_of(slug, pk, viewer=request.user, moment=timezone.now()))


def _decided(request: SignedInRequest, section_pk: UUID, form: RemarksForm, *, is_signing: bool) -> str:
    digest, moment = request.POST.get("digest", ""), timezone.now()
    try:
        if is_signing:
            services.sign(section_pk=section_pk, digest=digest, by=request.user, moment=moment)
        else:
            remarks = form.cleaned_data["remarks"]
            services.give_back(section_pk=section_pk, digest=digest, remarks=remarks, by=request.user, moment=moment)
    except services.WordsChanged:
        return _("Intanto il testo è cambiato: rileggilo qui sotto, poi decidi.")
    except services.AlreadySettled:
        return _("Queste parole sono già firmate.")
    return ""


def _only_referents(request: SignedInRequest) -> None:
    if not permissions.can_sign_off(request.user, moment=timezone.now()):
        raise NotReadable
