# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping the register true, in the admin: changes to verify, documents handed in, who must confirm."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from partners import queries, services
from partners.enums import ChangeState
from partners.models import Partner, PartnerChange
from partners.permissions import REGISTER_EDITORS, REGISTER_READERS
from portal.core.policies import RolePolicy

DECISIONS = [(ChangeState.ACCEPTED.value, _("Accogli")), (ChangeState.REFUSED.value, _("Non accogliere"))]


class PartnerFilterSet(WagtailFilterSet):
    """The filters of the register in the admin, with how fresh the data are."""

    dati = django_filters.ChoiceFilter(
        label=_("Conferma dei dati"), method="by_freshness",
        choices=[("scaduti", _("da confermare")), ("presto", _("in scadenza o scaduti")), ("mai", _("mai confermati"))],
    )  # fmt: skip

    class Meta:
        model = Partner
        fields = ["kind", "runts_section", "state", "is_public", "areas"]

    def by_freshness(self, found: QuerySet[Partner], name: str, value: str) -> QuerySet[Partner]:
        """Keep who is late, who will be soon, or who never confirmed."""
        if value == "mai":
            return found.filter(verified_on=None)
        return found.filter(pk__in=queries.near_due(timezone.localdate(), is_late=value == "scaduti"))


class ChangeForm(WagtailAdminModelForm):
    """What the office decides about a change; refusing wants a reason that the partner reads."""

    decision = forms.ChoiceField(label=_("Che cosa decidi"), choices=DECISIONS, widget=forms.RadioSelect)

    def clean(self) -> dict[str, Any]:
        """Decide, or say at the field why not: it is done here so that what cannot stand is told at once."""
        cleaned: dict[str, Any] = super().clean()
        is_accepted = cleaned.get("decision") == ChangeState.ACCEPTED
        reason = (cleaned.get("reason") or "").strip()
        if not is_accepted and not reason:
            raise ValidationError({"reason": _("Scrivi il motivo: l'organizzazione lo legge.")})
        if self.errors:
            return cleaned
        try:
            services.decide_change(
                change=PartnerChange.objects.get(pk=self.instance.pk), is_accepted=is_accepted, reason=reason,
                by=self.for_user, moment=timezone.now(),
            )  # fmt: skip
        except services.AlreadyDecided as error:
            raise ValidationError(_("Qualcuno ha già deciso, o l'organizzazione ha chiesto altro.")) from error
        except ValidationError as error:
            raise ValidationError({"decision": error.messages}) from error
        return cleaned

    def save(self, commit: bool = True) -> PartnerChange:
        """Return the row as the service left it."""
        self.instance.refresh_from_db()
        change: PartnerChange = self.instance
        return change


class PartnerChangeViewSet(ModelViewSet):
    """Changes of verified data that partners ask for; each is decided once."""

    model = PartnerChange
    name = "modifiche-partner"
    url_namespace = "partner_changes_admin"
    icon = "edit"
    menu_label = _("Da verificare")
    menu_order = 30
    copy_view_enabled = False
    list_display = ["partner", "asked_at", "state", "decided_at"]
    list_filter = ["state"]
    ordering = ["-asked_at"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            HelpPanel(template="partners/admin/change.html"),
            FieldPanel("decision"),
            FieldPanel("reason", help_text=_("Se non accogli è obbligatorio: l'organizzazione lo legge.")),
        ],
        base_form_class=ChangeForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office decides, the rest of staff read."""
        return RolePolicy(PartnerChange, editors=REGISTER_EDITORS, readers=REGISTER_READERS, actions=("change",))
