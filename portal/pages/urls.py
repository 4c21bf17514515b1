# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import URLPattern, path

from portal.pages import views

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("aree/", views.area_list, name="areas"),
    path("aree/<slug:slug>/", views.area, name="area"),
    path("mappa-del-sito/", views.site_map, name="site_map"),
]
