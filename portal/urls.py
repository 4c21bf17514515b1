# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the portal. Italian without prefix, English under `/en/`."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

# Wagtail's two sign-in pages know neither our limits nor the second factor: they lead to the one that does.
to_our_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.core.urls")),
    path("", include("portal.ui.urls")),
    path("", include("portal.pages.urls_machines")),
    path("gestione/login/", to_our_sign_in),
    path("gestione/", include(wagtailadmin_urls)),
    path("allegati/", include("documents.library.download_urls")),
]
urlpatterns += i18n_patterns(
    path("account/", include("allauth.urls")),
    path("", include("portal.comments.urls")),
    path("", include("documents.consultations.urls")),
    path("", include("tavoli.urls")),
    path("", include("partners.urls")),
    path("", include("documents.library.urls")),
    path("", include("documents.practices.urls")),
    path("", include("portal.notifications.urls")),
    path("", include("portal.desk.urls")),
    path("", include("portal.pages.urls")),
    path("_util/login/", to_our_sign_in),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler404 = "portal.ui.views.page_not_found"
