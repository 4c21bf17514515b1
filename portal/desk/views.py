# SPDX-License-Identifier: AGPL-3.0-or-later
"""«La mia area»: what waits for me, what I was told, my data."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.core import codes, confirmation, limits, panels
from portal.core.http import SignedInRequest
from portal.core.services import AlreadyEmptied
from portal.desk import services
from portal.desk.forms import AccountForm, CodeForm, LeaveForm
from portal.notifications import queries as notices
from portal.notifications.services import mark_read


@never_cache
@require_safe
@login_required
def home(request: SignedInRequest) -> HttpResponse:
    """Show what waits for the person and what every app has for them."""
    return render(
        request,
        "desk/home.html",
        {
            "panels": panels.panels_for("desk", request, request.user),
            "unread": notices.unread_count(request.user),
            "last_notices": notices.worded(notices.notices_of(request.user))[:3],
            "breadcrumbs": [(_("La mia area"), "")],
        },
    )


@never_cache
@require_safe
@login_required
def notice_list(request: SignedInRequest) -> HttpResponse:
    """List what the person was told."""
    page = notices.notices_of(request.user, page_number=request.GET.get("page", "1"))
    return render(
        request,
        "desk/notices.html",
        {
            "page": page,
            "notices": notices.worded(page),
            "unread": notices.unread_count(request.user),
            "breadcrumbs": _trail(_("I miei avvisi")),
        },
    )


@require_POST
@login_required
def read_all(request: SignedInRequest) -> HttpResponse:
    """Note that every notice was read."""
    mark_read(person=request.user, moment=timezone.now())
    messages.success(request, _("Tutti gli avvisi sono segnati come letti."))
    return redirect("desk:notices")


@require_POST
@login_required
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Note that one notice was read and go where it leads.

    :raises portal.core.exceptions.NotReadable: it is somebody else's, or does not exist.
    """
    notice = notices.own_notice(request.user, pk)
    mark_read(person=request.user, moment=timezone.now(), pks=[notice.pk])
    return redirect(notice.url or "desk:notices")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def my_data(request: SignedInRequest) -> HttpResponse:
    """Show and change one's own names, language and choice about mail."""
    user = request.user
    start = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "language": user.language,
        "is_mail_wanted": notices.wants_mail(user),
    }
    form = AccountForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid():
        services.change_own_account(user=user, values=form.cleaned_data)
        messages.success(request, _("Le modifiche sono salvate."))
        return redirect("desk:my_data")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "breadcrumbs": _trail(_("I miei dati"))}
    return render(request, "desk/my_data.html", context, status=status)


@never_cache
@require_safe
@login_required
@confirmation.confirmed
def download_page(request: SignedInRequest) -> HttpResponse:
    """Say what the file holds, with the button that gives it."""
    return render(request, "desk/download.html", {"breadcrumbs": _trail(_("Scarica i miei dati"))})


@never_cache
@require_POST
@login_required
@confirmation.confirmed
def download(request: SignedInRequest) -> HttpResponse:
    """Give the person everything that the portal knows of them; kept nowhere, with no address of its own."""
    limits.consume(request, "account.exported")
    data = services.take_data(user=request.user)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="i-miei-dati.json"'
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@confirmation.confirmed
def leave(request: SignedInRequest) -> HttpResponse:
    """Close one's account, after saying what goes and what stays."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        try:
            services.leave(user=user)
        except AlreadyEmptied:
            return redirect("/")
        messages.success(request, _("Il tuo account è chiuso. Grazie per avere partecipato."))
        return redirect("/")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "breadcrumbs": _trail(_("Chiudi l'account"))}
    return render(request, "desk/leave.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def confirm(request: SignedInRequest) -> HttpResponse:
    """Ask for the code that proves, once more, whose area this is, and go on to where the person was going."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limits.consume(request, "code.typed")
        try:
            if confirmation.confirm(request, user=request.user, code=form.cleaned_data["code"]):
                return redirect(_back(request))
            form.add_error("code", _("Il codice non è questo: controlla le cifre."))
        except codes.TooManyAttempts:
            form.add_error("code", _("Troppi tentativi: fatti mandare un codice nuovo."))
        except codes.Expired:
            form.add_error("code", _("Il codice non vale più: fattene mandare uno nuovo."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "next": _back(request), "breadcrumbs": _trail(_("Conferma che sei tu"))}
    return render(request, "desk/confirm.html", context, status=status)


@require_POST
@login_required
def send_code(request: SignedInRequest) -> HttpResponse:
    """Mail the code, and go back to the page where it is typed."""
    confirmation.send_code(
        request,
        user=request.user,
        subject=_("Il codice per confermare che sei tu"),
        text=_(
            "Ecco il codice per confermare che sei tu:\n\n{code}\n\nScrivilo nella pagina che hai aperta: vale "
            "quindici minuti. Se non sei stato tu a chiederlo, qualcuno ha aperto la tua area: avvisa l'ufficio."
        ),
    )
    messages.success(request, _("Ti abbiamo mandato un codice per e-mail."))
    return redirect(f"{reverse('desk:confirm')}?next={_back(request)}")


def _back(request: HttpRequest) -> str:
    """Return where the person was going, if it is a page of ours."""
    target = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts=None) and "\\" not in target
    return target if target.startswith("/") and is_ours else reverse("desk:home")


def _trail(title: str) -> list[tuple[str, str]]:
    return [(_("La mia area"), reverse("desk:home")), (title, "")]
