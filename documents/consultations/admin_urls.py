# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of consultations and answers inside the admin."""

from django.urls import include, path

from documents.consultations import (
    admin_answers,
    admin_causes,
    admin_consultations,
    admin_groups,
    admin_handling,
    admin_pairing,
    admin_proposals,
    admin_redraft,
    admin_sheets,
    admin_sign_offs,
    admin_simple,
    admin_simple_editions,
    admin_texts,
    admin_windows,
)
from documents.consultations.views import imports

consultation_patterns = [
    path("", admin_consultations.consultation_list, name="list"),
    path("nuova/", admin_consultations.add, name="add"),
    path("<int:pk>/", admin_consultations.detail, name="detail"),
    path("<int:pk>/modifica/", admin_consultations.edit, name="edit"),
    path("<int:pk>/apri/", admin_consultations.open_window, name="open"),
    path("<int:pk>/chiusura/<int:window_pk>/", admin_consultations.move_closing, name="move"),
    path("<int:pk>/sezioni/<int:window_pk>/", admin_windows.section_dates, name="sections"),
    path("<int:pk>/proposta-definitiva/", admin_consultations.publish, name="publish"),
]
answer_patterns = [
    path("", admin_answers.register, name="register"),
    path("scelte/", admin_answers.chosen, name="chosen"),
    path("simili/", admin_groups.group_list, name="groups"),
    path("simili/cerca/", admin_groups.propose, name="propose"),
    path("simili/<int:group_pk>/", admin_groups.decide, name="group_decide"),
    path("tabella/", admin_sheets.bring_back, name="sheet"),
    path("tabella/risposte.xlsx", admin_sheets.take_out, {"ending": "xlsx"}, name="sheet_xlsx"),
    path("tabella/risposte.csv", admin_sheets.take_out, {"ending": "csv"}, name="sheet_csv"),
    path("tabella/<uuid:sheet_pk>/", admin_sheets.look_at, name="sheet_look"),
    path("voci-mancanti/", admin_handling.silent, name="silent"),
    path("affida/", admin_handling.assign, name="assign"),
    path("insieme/", admin_answers.answer_many, name="many"),
    path("<int:observation_pk>/", admin_answers.answer, name="answer"),
    path("<int:observation_pk>/accogli-parole/", admin_proposals.take_over, name="take_over"),
]
text_patterns = [
    path("", admin_texts.text_list, name="list"),
    path("importa/", imports.import_draft, name="import"),
    path("importa/<uuid:pk>/", imports.import_preview, name="import_preview"),
    path("importa/<uuid:pk>/su/<int:text_pk>/", admin_redraft.onto, name="import_onto"),
    path("<int:pk>/riconosci/", admin_pairing.pair, name="pair"),
    path("<int:pk>/pubblica/", admin_texts.publish, name="publish"),
    path("<int:pk>/cause/", admin_causes.causes, name="causes"),
    path("<int:pk>/firme/", admin_sign_offs.sign_offs, name="sign_offs"),
    path("<int:pk>/parole-semplici/", admin_simple.sections, name="simple"),
    path("<int:pk>/parole-semplici/<uuid:section_pk>/", admin_simple.sheet, name="simple_sheet"),
    path("<int:pk>/parole-semplici/<uuid:section_pk>/anteprima/", admin_simple.preview, name="simple_preview"),
    path("<int:pk>/parole-semplici/<uuid:section_pk>/storia/", admin_simple.history, name="simple_history"),
    path("<int:pk>/parole-semplici/<uuid:section_pk>/pubblica/", admin_simple_editions.publish, name="simple_publish"),
    path("<int:pk>/atto/", admin_texts.add_stage, name="stage"),
]
urlpatterns = [
    path("testi/", include((text_patterns, "texts_admin"))),
    path("consultazioni/", include((consultation_patterns, "consultations_admin"))),
    path("consultazioni/<int:pk>/osservazioni/", include((answer_patterns, "answers_admin"))),
]
