# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [
    path("distretto/", views.distretto, name="distretto"),
    path("distretto/mappa/", views.places, name="map"),
    path("partner/", views.register, name="list"),
    path("partner/partner.csv", views.register_csv, name="csv"),
    path("partner/partner.json", views.register_json, name="json"),
    path("partner/<slug:slug>/", views.detail, name="detail"),
    path("partner/<slug:slug>/il-mio-nome/", views.my_name, name="my_name"),
]
