# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of adhesion inside the admin."""

from django.urls import include, path

from partners.admin_views import applications, calls

adhesion_patterns = [
    path("", applications.queue, name="queue"),
    path("<int:pk>/", applications.detail, name="detail"),
    path("<int:pk>/allegati/<int:file_pk>/", applications.application_file, name="file"),
    path("avvisi/<int:pk>/chiusura/", calls.move_closing, name="move_call"),
]
urlpatterns = [path("domande-di-adesione/", include((adhesion_patterns, "adhesion_admin")))]
