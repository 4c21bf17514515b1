# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of staff's pages, under the admin."""

from django.urls import path

import portal.comments.urls  # noqa: F401 -- registers the converter that is used here too
from portal.comments.admin_views import claims, detail, papers, papers_many, queue

app_name = "comments_admin"
urlpatterns = [
    path("da-moderare/", queue.queue, name="queue"),
    path("nuova/", papers.choose, name="choose"),
    path("nuova/<comment_target:kind>/<slug:identity>/", papers.paper, name="paper"),
    path("molti/", papers_many.many, name="many"),
    path("molti/modello.xlsx", papers_many.template, name="many_template"),
    path("molti/<comment:pk>/", papers_many.batch, name="many_batch"),
    path("<comment:pk>/", detail.detail, name="detail"),
    path("<comment:pk>/scrittura/", detail.ban, name="ban"),
    path("<comment:pk>/codice/", claims.claim, name="claim"),
    path("<comment:pk>/scansione/", detail.scan, name="scan"),
]
