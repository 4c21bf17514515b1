# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import URLPattern, path

from portal.pages import views, views_search

app_name = "pages"
urlpatterns: list[URLPattern] = [
    path("aree/", views.area_list, name="areas"),
    path("aree/<slug:slug>/", views.area, name="area"),
    path("cerca/", views_search.search, name="search"),
    path("cerca/suggerimenti/", views_search.suggestions, name="search_suggestions"),
    path("mappa-del-sito/", views.site_map, name="site_map"),
]
