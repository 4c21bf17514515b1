# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page to stop getting mail, and the mailbox of the demo."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.notifications import mailbox, services, unsubscribing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then stop (or start again) the notices by mail of the person named in the link.

    :raises Http404: the link is not one of ours.
    """
    person = unsubscribing.person_of(token)
    if person is None:
        raise Http404
    is_done = request.method == "POST"
    if is_done:
        services.choose_mail(person=person, is_mail_wanted=False)
    return render(request, "notifications/unsubscribe.html", {"is_done": is_done})


@never_cache
@require_safe
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """Show the last messages of the demo, codes too.

    :raises Http404: this is not the demo.
    """
    if not mailbox.is_open():
        raise Http404
    address = request.GET.get("a", "")[:254]
    return render(
        request,
        "notifications/demo_mailbox.html",
        {"messages_sent": mailbox.last_messages(to=address), "address": address},
    )
