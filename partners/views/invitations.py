# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accepting an invitation; see Note [An invitation opens only for its address] in `partners.models.invitation`."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from partners import queries, services
from partners.forms.application import CodeForm
from partners.models import Invitation
from partners.views.common import personal, status_of
from portal.core import codes, limits, mailing
from portal.core.accounts import SwitchedOff, account_for_verified_address, sign_in
from portal.core.http import PortalRequest
from portal.core.models import User
from portal.ui.responses import refused

KEPT = "invitation"
SEND, ENTER, ACCEPT = "manda", "codice", "accetto"


@require_safe
@personal
def invitation_link(request: PortalRequest, token: str) -> HttpResponse:
    """Take the token out of the address: nothing else is ever asked under it, so no log and no Referer keeps it."""
    limits.consume(request, "invitation.opened")
    request.session[KEPT] = services.fingerprint_of(token)
    response = redirect("partners:invitation")
    # Only here: on a page with a form browsers would then send no origin, and the form would be refused.
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def invitation(request: PortalRequest) -> HttpResponse:
    """Show what one is invited to; prove the invited address; accept."""
    found = queries.invitation_with(request.session.get(KEPT, ""), moment=timezone.now())
    if found is None:
        message = _(
            "Questo invito non vale più, o non è mai esistito. Chiedi a chi ti ha invitato di mandarne un altro."
        )
        return refused(request, message, status=HTTPStatus.NOT_FOUND, title=_("L'invito non vale più"), back_url="/")
    user = request.user
    if user.is_authenticated and not services.owns_address(user, found.email):
        message = _("Questo invito è per un altro indirizzo. Esci, poi apri di nuovo il collegamento dall'e-mail.")
        return refused(request, message, status=HTTPStatus.FORBIDDEN, back_url="/")
    step = request.POST.get("step", "")
    if request.method == "POST" and user.is_authenticated and step == ACCEPT:
        return _accepted(request, found, user)
    if request.method == "POST" and not user.is_authenticated and step == SEND:
        return _send(request, found)
    return _page(request, found, step)


def _page(request: PortalRequest, found: Invitation, step: str) -> HttpResponse:
    form = CodeForm(request.POST if request.method == "POST" and step == ENTER else None)
    if request.method == "POST" and not request.user.is_authenticated and step == ENTER and form.is_valid():
        answer = _entered(request, found, form)
        if answer is not None:
            return answer
    context = {
        "heading": _("Un invito per te"),
        "invitation": found,
        "masked": _masked(found.email),
        "form": form,
        "breadcrumbs": [(_("Invito"), "")],
        "noindex": True,
    }
    is_wrong = bool(form.errors) or (request.method == "POST" and step not in {SEND, ENTER, ACCEPT})
    return render(request, "partners/invitation.html", context, status=status_of(is_wrong))


def _send(request: PortalRequest, found: Invitation) -> HttpResponse:
    code = codes.issue(found.email, _purpose(found), request=request)
    text = _(
        "Il codice per accettare l'invito è:\n\n{code}\n\nScrivilo nella pagina che hai aperta: vale quindici minuti."
    ).format(code=code)
    subject = _("Il codice per accettare l'invito")
    mailing.queue(to=found.email, subject=subject, text=text, is_urgent=True, is_secret=True)
    messages.success(request, _("Ti abbiamo mandato un codice all'indirizzo invitato."))
    return redirect("partners:invitation")


def _entered(request: PortalRequest, found: Invitation, form: CodeForm) -> HttpResponse | None:
    """Return the answer to a right code: the person is signed in and the invitation accepted."""
    limits.consume(request, "code.typed")
    try:
        if codes.verify(found.email, _purpose(found), form.cleaned_data["code"]):
            user = account_for_verified_address(found.email)
            response = _accepted(request, found, user)
            return response if response.status_code != HTTPStatus.FOUND else sign_in(
                request, user, redirect_url=response["Location"]
            )  # fmt: skip
        form.add_error("code", _("Il codice non è questo: controlla le cifre."))
    except codes.Refused:
        form.add_error("code", _("Il codice non vale più: fattene mandare uno nuovo."))
    except SwitchedOff:
        message = _("Il tuo accesso è stato disattivato: scrivi all'ufficio.")
        return refused(request, message, status=HTTPStatus.FORBIDDEN, back_url="/")
    return None


def _accepted(request: PortalRequest, found: Invitation, user: User) -> HttpResponse:
    try:
        services.accept(invitation=found, user=user, moment=timezone.now())
    except services.InvitationRefused as refusal:
        return refused(request, refusal.message, status=HTTPStatus.CONFLICT, back_url="/")
    request.session.pop(KEPT, None)
    messages.success(request, _("Invito accettato. Qui sotto vedi che cosa puoi fare."))
    return redirect("desk:home")


def _purpose(found: Invitation) -> str:
    return f"invitation:{found.pk}"


def _masked(email: str) -> str:
    """Return an address of which who does not know it learns little."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
