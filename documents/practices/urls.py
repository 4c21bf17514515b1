# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

from documents.practices import views

app_name = "practices"
urlpatterns = [
    path("buone-pratiche/", views.practices, name="list"),
    path("buone-pratiche/<slug:slug>/", views.detail, name="detail"),
]
