# SPDX-License-Identifier: AGPL-3.0-or-later
"""The address of files, under the name by which Wagtail knows it, in place of Wagtail's own."""

from django.urls import path

from documents.library import views

urlpatterns = [
    path("<int:document_id>/<str:document_filename>", views.download, name="wagtaildocs_serve"),
]
