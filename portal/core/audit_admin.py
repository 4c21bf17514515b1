# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register of deeds in the admin: who, when, what; for coordinators, DPO and administrators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import django_filters
from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.widgets.button import Button

from portal.core import audit, audit_words, roles, spreadsheets
from portal.core.models import AuditEvent, User

READERS = (roles.COORDINATOR, roles.DPO, roles.ADMINISTRATOR)
ON_A_PAGE = 50
HEADING = (_("Momento"), _("Chi"), _("Per il partner"), _("Azione"), _("Su che cosa"), _("Sigillata"), _("Testo"))


class AuditFilterSet(WagtailFilterSet):
    """Narrows the register by action, by person, by thing and by day."""

    action = django_filters.ChoiceFilter(label=_("Azione"), choices=audit_words.choices)
    actor_id = django_filters.NumberFilter(label=_("Numero della persona"))
    target_kind = django_filters.CharFilter(label=_("Tipo di cosa (come core.user)"))
    target_id = django_filters.CharFilter(label=_("Numero della cosa"))
    moment = django_filters.DateFromToRangeFilter(label=_("Giorni"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields: list[str] = []
        form = forms.Form


class AuditView(ReportView):
    """The list, fifty to a page, and the same as CSV."""

    model = AuditEvent
    filterset_class = AuditFilterSet
    page_title = _("Registro delle azioni")
    header_icon = "history"
    index_url_name = "core_audit"
    index_results_url_name = "core_audit_results"
    paginate_by = ON_A_PAGE
    is_export = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer who may read the register.

        :raises PermissionDenied: the person may not.
        """
        if not roles.has_role(request.user, *READERS):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> QuerySet[AuditEvent]:
        """Return the deeds, newest first."""
        return AuditEvent.objects.select_related("text", "sealed").order_by("-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Name the people of one page with one query."""
        events = list(object_list)
        names = _names_of({event.actor_id for event in events})
        for event in events:
            event.actor_name = names.get(event.actor_id, "")
        object_list.object_list = events if hasattr(object_list, "object_list") else None
        return events

    @property
    def columns(self) -> list[Column]:
        """Return what the table shows."""
        return [
            DateColumn("moment", label=_("Momento")),
            Column("actor_name", label=_("Chi")),
            Column("action", label=_("Azione"), accessor=lambda event: audit_words.label_of(event.action)),
            Column("target", label=_("Su che cosa"), accessor=thing),
            Column("words", label=_("Testo"), accessor=words),
            Column("sealed", label=_("Sigillata"), accessor=sealed_or_not),
        ]

    @property
    def header_more_buttons(self) -> list[Button]:
        """Return the button for the CSV, with the filters in force."""
        query = self.request.GET.urlencode()
        return [
            Button(
                _("Scarica in CSV"),
                url=reverse("core_audit_csv") + (f"?{query}" if query else ""),
                icon_name="download",
            )
        ]


def audit_csv(request: HttpRequest) -> HttpResponseBase:
    """Stream the filtered register as CSV, and write that it was taken.

    :raises PermissionDenied: the person may not read it.
    """
    if not roles.has_role(request.user, *READERS):
        raise PermissionDenied
    events = AuditEvent.objects.select_related("text", "sealed").order_by("pk")
    found = AuditFilterSet(request.GET, queryset=events, request=request).qs
    audit.record(actor=request.user, action="audit.exported", target=request.user)  # type: ignore[arg-type]
    name = f"registro-delle-azioni-{timezone.localdate():%Y-%m-%d}.csv"
    return spreadsheets.csv_response(name, HEADING, _rows(found))


def _rows(events: QuerySet[AuditEvent]) -> Iterator[tuple[object, ...]]:
    for event in events.iterator(chunk_size=500):
        yield (
            timezone.localtime(event.moment).isoformat(timespec="seconds"),
            f"persona {event.actor_id}" if event.actor_id else "",
            event.partner_id or "",
            audit_words.label_of(event.action),
            thing(event),
            _("sì") if is_sealed(event) else _("no"),
            words(event),
        )


def thing(event: AuditEvent) -> str:
    """Return what the deed was done on."""
    try:
        name = apps.get_model(event.target_kind)._meta.verbose_name
    except (LookupError, ValueError):
        name = event.target_kind
    return f"{name} {event.target_id}"


def sealed_or_not(event: AuditEvent) -> Any:
    """Return, in words, whether the deed is in the chain already."""
    return _("sì") if is_sealed(event) else _("non ancora")


def is_sealed(event: AuditEvent) -> bool:
    """Return whether the deed is in the chain already."""
    return hasattr(event, "sealed")


def words(event: AuditEvent) -> str:
    """Return what stood before and after, and why, on one line; nothing where it was emptied."""
    text = getattr(event, "text", None)
    if text is None:
        return ""
    labels = {"before": _("prima"), "after": _("dopo"), "reason": _("motivo")}
    return " · ".join(f"{labels.get(key, key)}: {_plain(value)}" for key, value in text.body.items())


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_plain(inner)}" for key, inner in value.items())
    return str(value)


def _names_of(pks: set[int | None]) -> dict[int | None, str]:
    people = User.objects.filter(pk__in=[pk for pk in pks if pk is not None])
    return {person.pk: person.get_full_name() or str(person) for person in people}
