# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of adhesion inside the admin."""

from django.urls import include, path

from partners.admin_views import applications, calls, people, seats

adhesion_patterns = [
    path("", applications.queue, name="queue"),
    path("<int:pk>/", applications.detail, name="detail"),
    path("<int:pk>/allegati/<int:file_pk>/", applications.application_file, name="file"),
    path("avvisi/<int:pk>/chiusura/", calls.move_closing, name="move_call"),
]
designation_patterns = [
    path("", seats.designation_list, name="list"),
    path("apri/", seats.open_round, name="open"),
    path("altrove/", seats.record_elsewhere, name="record"),
    path("<int:pk>/", seats.designation_detail, name="detail"),
    path("mandati/<int:pk>/prolunga/", seats.prolong, name="prolong"),
]
people_patterns = [
    path("", people.people_list, name="list"),
    path("invita/", people.invite_person, name="invite"),
    path("esperti/invita/", people.invite_expert, name="invite_expert"),
    path("esperti/<int:pk>/fine/", people.end_expert, name="end_expert"),
    path("inviti/<int:pk>/ritira/", people.revoke_invitation, name="revoke"),
    path("referente-sanitario/", people.name_health_referent, name="health"),
    path("ufficio/", people.office, name="office"),
]
urlpatterns = [
    path("designazioni/", include((designation_patterns, "designations_admin"))),
    path("persone-e-inviti/", include((people_patterns, "people_admin"))),
    path("domande-di-adesione/", include((adhesion_patterns, "adhesion_admin"))),
]
