# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

import portal.comments.urls  # noqa: F401 -- registers the converter that is used here too
from documents.consultations.views import (
    consultations,
    exports,
    files,
    following,
    observations,
    reading,
    redline,
    report,
    responses,
    sign_offs,
)

app_name = "consultations"
urlpatterns = [
    path("consultazioni/", consultations.consultation_list, name="list"),
    path("consultazioni/<slug:slug>/", consultations.consultation, name="consultation"),
    path("consultazioni/<slug:slug>/segui/", following.follow, name="follow"),
    path("consultazioni/<slug:slug>/segui/<str:token>/", following.unfollow, name="unfollow"),
    path("consultazioni/<slug:slug>/osservazioni/", consultations.observation_list, name="observations"),
    path("consultazioni/<slug:slug>/esiti/", consultations.outcome_list, name="outcomes"),
    path("consultazioni/<slug:slug>/rapporto/", report.report, name="report"),
    path("consultazioni/<slug:slug>/rapporto/osservazioni.csv", exports.report_csv, name="report_csv"),
    path("consultazioni/<slug:slug>/rapporto/rapporto.pdf", exports.report_pdf, name="report_pdf"),
    path("consultazioni/<slug:slug>/rapporto/rapporto.json", exports.report_json, name="report_json"),
    path("consultazioni/<slug:slug>/rapporto/osservazioni.docx", exports.report_docx, name="report_docx"),
    path("firme-sanitarie/", sign_offs.sign_off_list, name="sign_offs"),
    path("firme-sanitarie/<uuid:section_pk>/", sign_offs.sign_off, name="sign_off"),
    path("testi/", reading.text_list, name="texts"),
    path("testi/<slug:slug>/", reading.text, name="text"),
    path("testi/<slug:slug>/versioni/<int:number>/", reading.version, name="version"),
    path("testi/<slug:slug>/versioni/<int:number>/dati.json", reading.version_data, name="version_data"),
    path(
        "testi/<slug:slug>/versioni/<int:number>/<str:section_slug>/", reading.version_section, name="version_section"
    ),
    path(
        "testi/<slug:slug>/versioni/<int:number>/<str:section_slug>/in-parole-semplici/",
        reading.version_section,
        {"is_simple": True},
        name="version_section_simple",
    ),
    path(
        "testi/<slug:slug>/versioni/<int:number>/<str:section_slug>/in-parole-semplici/<int:edition>/",
        reading.version_section,
        {"is_simple": True},
        name="simple_edition",
    ),
    path("testi/<slug:slug>/firme/<int:pk>/", sign_offs.sign_off_page, name="sign_off_page"),
    path("testi/<slug:slug>/firme/<int:pk>/copia/", sign_offs.sign_off_file, name="sign_off_file"),
    path("testi/<slug:slug>/confronto/<int:old>-<int:new>/", redline.redline, name="redline"),
    path("testi/<slug:slug>/versioni/<int:number>/testo.<str:ending>", files.version_file, name="version_file"),
    path("testi/<slug:slug>/confronto/<int:old>-<int:new>/revisioni.docx", files.redline_file, name="redline_file"),
    path(
        "testi/<slug:slug>/confronto/<int:old>-<int:new>/<str:section_slug>/", redline.redline, name="redline_section"
    ),
    path("testi/<slug:slug>/confronto/", redline.choose, name="redline_choose"),
    path("testi/<slug:slug>/testo-tolto/", reading.removed, name="removed"),
    path("testi/<slug:slug>/<str:section_slug>/", reading.section, name="section"),
    path(
        "testi/<slug:slug>/<str:section_slug>/in-parole-semplici/",
        reading.section,
        {"is_simple": True},
        name="section_simple",
    ),
    path("testi/<slug:slug>/<str:section_slug>/osservazioni/", reading.section_threads, name="section_threads"),
    path("risposte-ufficiali/<comment:pk>/", responses.response, name="response"),
    path("osservazioni/<slug:code>/", observations.observation, name="observation"),
]
