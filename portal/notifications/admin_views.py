# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Posta in uscita» in the admin: what left and what still waits; in the demo also what the messages say."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from portal.core import roles
from portal.notifications import mailbox, queries
from portal.notifications.models import OutgoingMail

READERS = (roles.COORDINATOR, roles.ADMINISTRATOR)
STATES = (("waiting", _("in attesa")), ("sent", _("spediti")), ("given_up", _("abbandonati")))


class MailFilterSet(WagtailFilterSet):
    """Narrows the list by what became of a message and by address."""

    state = django_filters.ChoiceFilter(label=_("Stato"), choices=STATES, method="by_state")
    to = django_filters.CharFilter(label=_("Indirizzo"), lookup_expr="icontains")

    class Meta:
        model = OutgoingMail
        fields: list[str] = []

    def by_state(self, queryset: QuerySet[OutgoingMail], name: str, value: str) -> QuerySet[OutgoingMail]:
        """Keep the messages in one state."""
        if value == "sent":
            return queryset.exclude(sent_at=None)
        if value == "given_up":
            return queryset.exclude(given_up_at=None)
        return queryset.filter(sent_at=None, given_up_at=None)


class OutgoingMailView(ReportView):
    """Messages by moment, with how often they were tried; their words are never here."""

    model = OutgoingMail
    filterset_class = MailFilterSet
    page_title = _("Posta in uscita")
    header_icon = "mail"
    index_url_name = "notifications_outgoing"
    index_results_url_name = "notifications_outgoing_results"
    paginate_by = 50
    is_export = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer who may look.

        :raises PermissionDenied: the person may not.
        """
        if not roles.has_role(request.user, *READERS):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> QuerySet[OutgoingMail]:
        """Return the messages, newest first, without their bodies."""
        return queries.outgoing_mail()

    @property
    def columns(self) -> list[Column]:
        """Return what the table shows."""
        return [
            DateColumn("created_at", label=_("Scritto")),
            Column("to", label=_("A")),
            Column("subject", label=_("Oggetto"), accessor=subject_of),
            Column("state", label=_("Stato"), accessor=state_of),
            Column("attempts", label=_("Tentativi")),
            Column("last_error", label=_("Ultimo errore")),
        ]


def subject_of(mail: OutgoingMail) -> Any:
    """Return the subject, but not that of a secret message."""
    return _("(riservato)") if mail.is_secret else mail.subject


def state_of(mail: OutgoingMail) -> Any:
    """Return what became of a message, in words."""
    if mail.is_sent:
        return _("spedito")
    return _("abbandonato") if mail.given_up_at else _("in attesa")


def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """Show staff what the messages of the demo say.

    :raises Http404: this is not the demo.
    """
    if not mailbox.is_open():
        raise Http404
    address = request.GET.get("a", "")[:254]
    context = {"messages_sent": mailbox.last_messages(to=address), "address": address}
    return render(request, "notifications/admin/mailbox.html", context)
