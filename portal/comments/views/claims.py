# SPDX-License-Identifier: AGPL-3.0-or-later
"""«È mia»: the page where the code of a slip is typed."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.comments import services
from portal.comments.forms.claims import ClaimForm
from portal.comments.services import claims
from portal.comments.views.common import personal, refusal, signed_in
from portal.core import limits
from portal.core.http import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@personal
@signed_in
def claim(request: SignedInRequest) -> HttpResponse:
    """Ask for the code; give the letter its author."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.consume(request, "claim.typed")
            observation = claims.claim(code=form.cleaned_data["code"], by=request.user, moment=timezone.now())
        except claims.CodeNotGood as error:
            form.add_error("code", error.message)
        except (services.WriteRefused, limits.TooMany) as error:
            return refusal(request, error)
        else:
            messages.success(request, _("È tua: da adesso ricevi qui gli avvisi e la risposta. Il testo non cambia."))
            return redirect(observation.receipt_url)
    heading = _("È mia")
    context = {
        "form": form,
        "heading": heading,
        "lead": _("Hai portato o mandato un'osservazione all'ufficio? Con il codice del foglietto la ritrovi qui."),
        "breadcrumbs": [(heading, "")],
        "noindex": True,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "comments/claim.html", context, status=status)
