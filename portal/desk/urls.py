# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

from portal.desk import views

app_name = "desk"
urlpatterns = [
    path("area-personale/", views.home, name="home"),
    path("area-personale/avvisi/", views.notice_list, name="notices"),
    path("area-personale/avvisi/letti/", views.read_all, name="read_all"),
    path("area-personale/avvisi/<int:pk>/", views.open_notice, name="open_notice"),
    path("area-personale/dati/", views.my_data, name="my_data"),
    path("area-personale/dati/scarica/", views.download_page, name="download_page"),
    path("area-personale/dati/scarica/file/", views.download, name="download"),
    path("area-personale/dati/chiudi/", views.leave, name="leave"),
    path("area-personale/conferma/", views.confirm, name="confirm"),
    path("area-personale/conferma/codice/", views.send_code, name="send_code"),
]
