# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

from partners import views

app_name = "partners"
urlpatterns = [
    path("distretto/", views.distretto, name="distretto"),
    path("distretto/aderire/", views.call_list, name="calls"),
    path("distretto/aderire/conferma/<str:token>/", views.confirm_application, name="confirm_application"),
    path("distretto/aderire/<slug:slug>/", views.call, name="call"),
    path("distretto/aderire/<slug:slug>/domanda/", views.apply, name="apply"),
    path("distretto/domande/<str:code>/", views.application, name="application"),
    path("distretto/domande/<str:code>/rispondi/<int:pk>/", views.answer, name="answer_step"),
    path("distretto/domande/<str:code>/ritira/", views.withdraw, name="withdraw_application"),
    path("distretto/domande/<str:code>/allegati/<int:pk>/", views.application_file, name="application_file"),
    path("distretto/designazioni/<int:pk>/", views.designation, name="designation"),
    path("distretto/designazioni/<int:pk>/candidatura/", views.stand, name="stand"),
    path("distretto/designazioni/<int:pk>/candidatura/ritira/", views.step_back, name="step_back"),
    path("distretto/designazioni/<int:pk>/voto/", views.vote, name="vote"),
    path("distretto/designazioni/<int:pk>/verbale/", views.minutes, name="designation_minutes"),
    path("distretto/governance/", views.governance, name="governance"),
    path("distretto/ufficio/", views.office_people, name="office_people"),
    path("invito/", views.invitation, name="invitation"),
    path("invito/<str:token>/", views.invitation_link, name="invitation_link"),
    path("partner/<slug:slug>/persone/", views.people, name="people"),
    path("partner/<slug:slug>/persone/invita/", views.invite_person, name="invite_person"),
    path("partner/<slug:slug>/persone/<int:pk>/fine/", views.end_person, name="end_person"),
    path("partner/<slug:slug>/persone/inviti/<int:pk>/ritira/", views.revoke_invitation, name="revoke_invitation"),
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
