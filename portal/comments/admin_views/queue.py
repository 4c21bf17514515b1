# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Da moderare»: the list, and publishing those ticked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.comments import enums, services
from portal.comments.admin_views.common import for_moderators
from portal.comments.forms.moderation import FiltersForm
from portal.comments.queries import moderation
from portal.core.http import SignedInRequest
from portal.core.models import OfficeSettings


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def queue(request: SignedInRequest) -> HttpResponse:
    """Show what waits for a moderator; publish what was ticked."""
    if request.method == "POST":
        return _publish_ticked(request)
    moment = timezone.now()
    form = FiltersForm(request.GET or None, scopes=moderation.scope_labels(moment))
    page, items = moderation.queue(
        form.filters if form.is_bound else moderation.Filters(), page=request.GET.get("page", "1"), moment=moment
    )
    context = {
        "form": form,
        "page": page,
        "items": items,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "has_new": any(item.is_new for item in items),
        "days": OfficeSettings.load().moderation_days,
    }
    return render(request, "comments/admin/queue.html", context)


def _publish_ticked(request: SignedInRequest) -> HttpResponse:
    ticked = [_seen(value) for value in request.POST.getlist("ticked")]
    published, passed_by = services.publish_many(
        seen=[row for row in ticked if row is not None], by=request.user, moment=timezone.now()
    )
    if published:
        told = ngettext("%d osservazione pubblicata.", "%d osservazioni pubblicate.", published) % published
        messages.success(request, told)
    if passed_by:
        told = ngettext(
            "%d era già stata decisa o modificata nel frattempo: è rimasta com'era.",
            "%d erano già state decise o modificate nel frattempo: sono rimaste com'erano.",
            passed_by,
        )
        messages.warning(request, told % passed_by)
    if not published and not passed_by:
        messages.warning(request, _("Spunta almeno un'osservazione."))
    return redirect(reverse("comments_admin:queue"))


def _seen(value: str) -> tuple[int, services.Seen] | None:
    pk, _colon, number = value.partition(":")
    if not (pk.isdecimal() and number.isdecimal() and len(value) < 20):  # noqa: PLR2004 -- two numbers of a database
        return None
    return int(pk), services.Seen(state=enums.State.PENDING, revision_number=int(number))
