# SPDX-License-Identifier: AGPL-3.0-or-later
"""Areas, site map, and the files that machines ask for."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from portal.core.http import PortalRequest
from portal.core.models import OfficeSettings
from portal.core.panels import panels_for
from portal.pages import queries, sitemap

SECURITY_TEXT_DAYS = 180


@require_safe
def area_list(request: HttpRequest) -> HttpResponse:
    """Show the areas of intervention, each with a sentence."""
    context = {
        "heading": _("Aree di intervento"),
        "lead": _("Scegli l'argomento che ti riguarda: trovi il Piano, il tavolo e come ottenere un servizio."),
        "breadcrumbs": [(_("Aree"), "")],
        "areas": queries.areas(),
    }
    return render(request, "pages/area_list.html", context)


@require_safe
def area(request: PortalRequest, slug: str) -> HttpResponse:
    """Show one area, with what every part of the portal has to say about it."""
    found = queries.readable_area(slug)
    context = {
        "area": found,
        "panels": panels_for("area", request, found),
        "breadcrumbs": [(_("Aree"), reverse("pages:areas")), (found.name, "")],
    }
    return render(request, "pages/area.html", context)


@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """Show every part of the site as a list of links."""
    context = {
        "heading": _("Mappa del sito"),
        "lead": _("Tutte le parti del portale, in un elenco."),
        "breadcrumbs": [(_("Mappa del sito"), "")],
        "pages": [page for page in queries.site_pages(Site.find_for_request(request)) if page.depth > 2],  # noqa: PLR2004 -- below the home page
        "areas": queries.areas(),
    }
    return render(request, "pages/site_map.html", context)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines where not to go; a demo closes everything."""
    lines = ["User-agent: *"]
    if settings.IS_DEMO:
        lines.append("Disallow: /")
    else:
        closed = ("gestione", "account", "area-personale", "cerca", "osserva", "ricevute", "allegati")
        lines += [f"Disallow: {prefix}/{part}/" for prefix in ("", "/en") for part in closed]
        lines.append(f"Sitemap: {settings.SITE_URL}{reverse('machines:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_text(request: HttpRequest) -> HttpResponse:
    """Tell where a security fault is reported (RFC 9116)."""
    office = OfficeSettings.for_request(request)
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=SECURITY_TEXT_DAYS)
    address = office.security_email or office.email
    lines = [f"Contact: mailto:{address}"] if address else [f"Contact: {settings.SITE_URL}/scrivi-all-ufficio/"]
    lines += [
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: it, en",
        f"Canonical: {settings.SITE_URL}{reverse('machines:security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the site maps that machines may read, one for each kind of thing."""
    context = {"addresses": [f"{settings.SITE_URL}{path}" for path in sitemap.parts()]}
    return render(request, "pages/sitemap_index.xml", context, content_type="application/xml")


@require_safe
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """List the public addresses of one kind of thing."""
    paths = sitemap.paths_of(kind, number, site=Site.find_for_request(request))
    context = {"addresses": [f"{settings.SITE_URL}{path}" for path in paths]}
    return render(request, "pages/sitemap.xml", context, content_type="application/xml")
