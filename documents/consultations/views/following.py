# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Seguimi aggiornato»: a page with one button, and the page that a mail leads to, where one click stops."""

from __future__ import annotations

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.consultations.queries import consultations, told
from documents.consultations.queries.consultations import Dated
from documents.consultations.services import following
from documents.consultations.views.consultations import crumbs
from portal.comments.views.common import personal, signed_in
from portal.core.exceptions import NotReadable
from portal.core.http import PortalRequest, SignedInRequest
from portal.core.models import User

STOP = "smetti"


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def follow(request: SignedInRequest, slug: str) -> HttpResponse:
    """Follow a consultation, or stop."""
    dated = consultations.readable(slug, audience=request.audience, moment=timezone.now())
    if request.method != "POST":
        return _page(request, dated, is_following=told.is_following(dated.consultation, request.user))
    if request.POST.get("azione") == STOP:
        return _stopped(request, dated, request.user)
    following.follow(consultation=dated.consultation, person=request.user, moment=timezone.now())
    messages.success(
        request, _("Fatto: ti avvisiamo quando si apre, se cambia la chiusura e quando ci sono i risultati.")
    )
    return redirect(dated.url)


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def unfollow(request: PortalRequest, slug: str, token: str) -> HttpResponse:
    """Stop following from the link in a mail, without signing in: a GET only shows the button.

    :raises NotReadable: the link was not made by us.
    """
    dated = consultations.readable(slug, audience=request.audience, moment=timezone.now())
    try:
        person = told.follower_of(token, dated.consultation)
    except signing.BadSignature:
        raise NotReadable from None
    if request.method == "POST":
        return _stopped(request, dated, person)
    return _page(request, dated, is_following=True)


def _stopped(request: PortalRequest, dated: Dated, person: User) -> HttpResponse:
    following.stop(consultation=dated.consultation, person=person)
    messages.success(request, _("Non segui più questa consultazione: nessun altro avviso."))
    return redirect(dated.url)


def _page(request: PortalRequest, dated: Dated, *, is_following: bool) -> HttpResponse:
    heading = _("Segui la consultazione")
    context = {
        "heading": heading,
        "breadcrumbs": crumbs(dated, heading),
        "consultation": dated.consultation,
        "is_following": is_following,
        "noindex": True,
    }
    return render(request, "consultations/follow.html", context)
