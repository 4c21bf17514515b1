# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import URLPattern

app_name = "tavoli"
urlpatterns: list[URLPattern] = []
