# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that machines ask for: they have no language."""

from django.urls import path

from portal.pages import views

app_name = "machines"
urlpatterns = [
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:kind>-<int:number>.xml", views.sitemap_part, name="sitemap_part"),
    path(".well-known/security.txt", views.security_text, name="security"),
]
