# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a supervisor or a load balancer asks. No secret, no name of a machine, no error text."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core import health


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process lives; asks nobody else."""
    return JsonResponse({"alive": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether database, migrations, index and worker answer: 200, or 503 with what is missing."""
    is_ready, answers = health.is_ready(moment=timezone.now())
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": is_ready, **answers}, status=status)
