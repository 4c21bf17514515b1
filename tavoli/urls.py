# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

from tavoli import views

app_name = "tavoli"
urlpatterns = [
    path("tavoli/", views.tavoli, name="list"),
    path("tavoli/<slug:slug>/", views.detail, name="detail"),
]
