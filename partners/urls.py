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
    path("partner/conferma/<str:token>/", views.confirm, name="confirm"),
    path("partner/<slug:slug>/", views.detail, name="detail"),
    path("partner/<slug:slug>/il-mio-nome/", views.my_name, name="my_name"),
    path("partner/<slug:slug>/gestisci/", views.own, name="own"),
    path("partner/<slug:slug>/gestisci/conferma/", views.confirm_own, name="confirm_own"),
    path("partner/<slug:slug>/gestisci/scheda/", views.own_card, name="own_card"),
    path("partner/<slug:slug>/gestisci/dati-verificati/", views.own_verified, name="own_verified"),
    path("partner/<slug:slug>/gestisci/servizi/nuovo/", views.own_part, {"what": "servizi"}, name="add_service"),
    path("partner/<slug:slug>/gestisci/servizi/<int:pk>/", views.own_part, {"what": "servizi"}, name="own_service"),
    path("partner/<slug:slug>/gestisci/luoghi/nuovo/", views.own_part, {"what": "luoghi"}, name="add_place"),
    path("partner/<slug:slug>/gestisci/luoghi/<int:pk>/", views.own_part, {"what": "luoghi"}, name="own_place"),
    path("partner/<slug:slug>/gestisci/documenti/nuovo/", views.own_paper, name="add_paper"),
    path("partner/<slug:slug>/gestisci/documenti/<int:pk>/", views.paper, name="paper"),
    path("partner/<slug:slug>/gestisci/documenti/<int:pk>/togli/", views.remove_paper, name="remove_paper"),
]
