# SPDX-License-Identifier: AGPL-3.0-or-later
"""Functions and positions of the office, as lists of the admin."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from partners import services
from partners.models import StaffFunction, StaffPosition
from partners.permissions import REGISTER_EDITORS, REGISTER_READERS
from portal.core.policies import RolePolicy


class OfficeForm(WagtailAdminModelForm):
    """A row about the office; saved with its line in the register of deeds."""

    def save(self, commit: bool = True) -> Any:
        """Save, and record it."""
        is_new = self.instance.pk is None
        row = super().save(commit=commit)
        if commit:
            services.note_position(row=row, is_new=is_new, by=self.for_user)
        return row


class StaffFunctionViewSet(ModelViewSet):
    """What the office has to do, and with how many people at least."""

    model = StaffFunction
    name = "funzioni-dell-ufficio"
    url_namespace = "staff_functions_admin"
    icon = "list-ul"
    menu_label = _("Funzioni dell'ufficio")
    menu_order = 60
    copy_view_enabled = False
    list_display = ["name", "category", "minimum"]
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldRowPanel([FieldPanel("category"), FieldPanel("minimum")]), FieldPanel("position")],
        base_form_class=OfficeForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office writes, the rest of staff read."""
        return RolePolicy(StaffFunction, editors=REGISTER_EDITORS, readers=REGISTER_READERS)


class StaffPositionViewSet(ModelViewSet):
    """Who holds which function, from when to when; never deleted."""

    model = StaffPosition
    name = "posizioni-dell-ufficio"
    url_namespace = "staff_positions_admin"
    icon = "user"
    menu_label = _("Posizioni dell'ufficio")
    menu_order = 50
    copy_view_enabled = False
    list_display = ["holder_name", "function", "title", "starts_on", "ends_on"]
    search_fields = ["holder_name", "title"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("function"),
            FieldPanel("holder_name", help_text=_("Si legge in pubblico, con il ruolo e nient'altro.")),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        ],
        base_form_class=OfficeForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office writes, the rest of staff read."""
        return RolePolicy(StaffPosition, editors=REGISTER_EDITORS, readers=REGISTER_READERS)
