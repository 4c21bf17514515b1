# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

from documents.consultations.views import consultations, exports, observations, report

app_name = "consultations"
urlpatterns = [
    path("consultazioni/", consultations.consultation_list, name="list"),
    path("consultazioni/<slug:slug>/", consultations.consultation, name="consultation"),
    path("consultazioni/<slug:slug>/osservazioni/", consultations.observation_list, name="observations"),
    path("consultazioni/<slug:slug>/esiti/", consultations.outcome_list, name="outcomes"),
    path("consultazioni/<slug:slug>/rapporto/", report.report, name="report"),
    path("consultazioni/<slug:slug>/rapporto/osservazioni.csv", exports.report_csv, name="report_csv"),
    path("consultazioni/<slug:slug>/rapporto/osservazioni.docx", exports.report_docx, name="report_docx"),
    path("osservazioni/<slug:code>/", observations.observation, name="observation"),
]
