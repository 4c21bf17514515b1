# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of this app."""

from django.urls import path

from portal.notifications import views

app_name = "notifications"
urlpatterns = [
    path("avvisi/basta/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("posta-dimostrativa/", views.demo_mailbox, name="demo_mailbox"),
]
