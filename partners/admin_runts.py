# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the RUNTS in the admin: hand one in, read the report of each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from partners import services
from partners.models import RuntsImport
from partners.permissions import REGISTER_EDITORS, REGISTER_READERS
from portal.core.policies import RolePolicy


class ReadingForm(WagtailAdminModelForm):
    """A list to read; it is looked at while it is handed in, and read by the worker."""

    list_file = forms.FileField(
        label=_("Elenco"),
        help_text=_("L'elenco pubblico del RUNTS: CSV (con «;» o «,») oppure XLSX. I rappresentanti non si tengono."),
    )

    def clean(self) -> dict[str, Any]:
        """Keep the list, or say at the field why not."""
        cleaned: dict[str, Any] = super().clean()
        file = cleaned.get("list_file")
        if file is not None and not self.errors:
            try:
                self.reading = services.ask_reading(
                    file=file, by=self.for_user, moment=timezone.now(), is_dry_run=bool(cleaned.get("is_dry_run"))
                )
            except services.NotAList as error:
                raise ValidationError({"list_file": str(error)}) from error
        return cleaned

    def save(self, commit: bool = True) -> RuntsImport:
        """Return the row that will hold the report: it was made with the file."""
        self.instance = self.reading
        return self.reading


class RuntsImportViewSet(ModelViewSet):
    """Readings of the list, the latest first, each with its report."""

    model = RuntsImport
    name = "runts"
    url_namespace = "runts_admin"
    icon = "download"
    menu_label = _("Elenco RUNTS")
    menu_order = 60
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_template_name = "partners/admin/runts_report.html"
    list_display = [
        "file_name", "started_at", "state", "is_dry_run", "total_rows", "new_count", "changed_count", "missing_count",
    ]  # fmt: skip
    ordering = ["-pk"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("list_file"),
            FieldPanel("is_dry_run", help_text=_("Dice che cosa cambierebbe e non cambia nulla.")),
        ],
        base_form_class=ReadingForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office hands lists in, the rest of staff read the reports."""
        return RolePolicy(RuntsImport, editors=REGISTER_EDITORS, readers=REGISTER_READERS, actions=("add",))
