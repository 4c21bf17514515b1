# SPDX-License-Identifier: AGPL-3.0-or-later
"""The slip with the code for who brought a letter: given, given again, revoked. The code is shown once."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from portal.comments import services
from portal.comments.admin_views.common import for_moderators
from portal.comments.queries import claims as queries
from portal.comments.services import claims
from portal.comments.views.qr import qr_code
from portal.core.http import SignedInRequest
from portal.core.models import OfficeSettings
from portal.ui.responses import refused

REVOKE = "revoca"


@require_http_methods(["GET", "HEAD", "POST"])
@for_moderators
def claim(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show which codes were given; give a new one, or revoke the one in force."""
    observation = queries.paper(pk)
    code = ""
    if request.method == "POST" and request.POST.get("scelta") == REVOKE:
        is_revoked = claims.revoke_code(observation=observation, by=request.user, moment=timezone.now())
        messages.success(request, _("Il codice non vale più.") if is_revoked else _("Nessun codice era in vigore."))
        return redirect("comments_admin:claim", pk)
    if request.method == "POST":
        try:
            code = claims.issue_code(observation=observation, by=request.user, moment=timezone.now())
        except claims.NotClaimable as error:
            back_url = reverse("comments_admin:detail", args=[pk])
            return refused(request, error.message, status=HTTPStatus.CONFLICT, back_url=back_url)
    with override("it"):
        address = services.on_site(reverse("comments:claim"))
    context = {
        "observation": observation,
        "codes": queries.codes_of(observation),
        "has_code": queries.has_code_in_force(observation),
        "code": code,
        "qr": qr_code(f"{address}#{code}") if code else "",
        "address": address,
        "receipt_address": services.on_site(observation.receipt_url),
        "office": OfficeSettings.load(),
    }
    return render(request, "comments/admin/claim.html", context)
