# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app: they have no language."""

from django.urls import path

from portal.ui import looking_views, views

app_name = "ui"
urlpatterns = [
    path("vedi-come/", looking_views.looking_page, name="looking"),
    path("stile.css", views.theme_stylesheet, name="theme"),
    path("media/images/<path:path>", views.public_picture, name="picture"),
]
