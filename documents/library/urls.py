# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of the library."""

from django.urls import path

from documents.library import views

app_name = "library"
urlpatterns = [
    path("documenti/", views.documents, name="documents"),
    path("documenti/<int:pk>/", views.document, name="document"),
    path("protocolli/", views.protocols, name="protocols"),
    path("protocolli/<slug:slug>/", views.protocol, name="protocol"),
]
