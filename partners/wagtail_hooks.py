# SPDX-License-Identifier: AGPL-3.0-or-later
"""The register in the admin: partners and mandates, kept by the office."""

from __future__ import annotations

from typing import Any

from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import TitleColumn
from wagtail.admin.views.generic import DeleteView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.log_actions import log

from partners import admin_hooks, admin_merge, queries, services  # noqa: F401 -- importing registers the pages of adhesion
from partners.admin_forms import MandateForm
from partners.admin_panels import partner_tabs
from partners.admin_runts import RuntsImportViewSet
from partners.admin_truth import PartnerChangeViewSet, PartnerFilterSet
from partners.admin_views.calls import CallViewSet
from partners.admin_views.office import StaffFunctionViewSet, StaffPositionViewSet
from partners.admin_views.seats import SeatViewSet
from partners.models import Mandate, Partner
from partners.permissions import REGISTER_EDITORS, REGISTER_READERS
from portal.core import tasks_panel
from portal.core.policies import RolePolicy


class PartnerViewSet(ModelViewSet):
    """Organisations: entered and changed, never deleted (they leave the Distretto, their words stay)."""

    model = Partner
    name = "partner"
    url_namespace = "partners_admin"
    icon = "group"
    menu_label = _("Partner")
    menu_order = 10
    add_to_settings_menu = False
    copy_view_enabled = False
    list_display = ["name", "kind", "municipality", "state", "verified_on"]
    filterset_class = PartnerFilterSet
    search_fields = ["name", "municipality", "fiscal_code", "vat_number"]
    search_backend_name = None
    ordering = ["name"]
    list_per_page = 50

    edit_handler = partner_tabs()

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office keeps the register, the rest of staff read it."""
        return RolePolicy(Partner, editors=REGISTER_EDITORS, readers=REGISTER_READERS)


class RevokeView(DeleteView):
    """Revoking ends a mandate at once; the row stays, because words said under it stay."""

    template_name = "partners/admin/revoke.html"
    page_title = _("Revoca il mandato")
    success_message = _("Mandato revocato: i poteri sono finiti adesso.")

    def delete_action(self) -> None:
        """Revoke instead of deleting; revoking twice changes nothing more."""
        try:
            services.revoke_mandate(mandate=self.object, by=self.request.user, moment=timezone.now())
        except services.AlreadyRevoked:
            self.success_message = _("Il mandato era già stato revocato.")
        else:
            log(instance=self.object, action="wagtail.edit")


class MandateViewSet(ModelViewSet):
    """Who may speak, vote or sign for whom, and until when."""

    model = Mandate
    name = "mandati"
    url_namespace = "mandates_admin"
    icon = "user"
    menu_label = _("Mandati")
    menu_order = 20
    copy_view_enabled = False
    delete_view_class = RevokeView
    delete_template_name = "partners/admin/revoke.html"
    list_display = [
        TitleColumn("person", label=_("Persona"), url_name="mandates_admin:edit"),
        "partner", "role", "starts_on", "ends_on", "revoked_at",
    ]  # fmt: skip
    list_filter = ["role", "can_speak", "can_vote", "can_sign"]
    search_fields = ["partner__name", "user__last_name", "user__email"]
    search_backend_name = None
    ordering = ["partner__name", "pk"]
    list_per_page = 50

    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [FieldPanel("email"), FieldPanel("partner"), FieldPanel("role")], heading=_("Chi, per chi")
            ),
            MultiFieldPanel(
                [
                    FieldPanel("can_speak", help_text=_("Scrive osservazioni a nome dell'organizzazione.")),
                    FieldPanel("can_vote"),
                    FieldPanel("can_sign"),
                    FieldPanel("scope"),
                    FieldPanel("seat", help_text=_("Il seggio che tiene nel Distretto, se ne tiene uno.")),
                    FieldRowPanel(
                        [
                            FieldPanel("starts_on"),
                            FieldPanel("ends_on", help_text=_("Dalla mezzanotte di questo giorno i poteri finiscono.")),
                        ]
                    ),
                ],
                heading=_("Che cosa può fare, e fino a quando"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("act_number"), FieldPanel("act_date")]), FieldPanel("act_body")],
                heading=_("L'atto che lo nomina"),
            ),
        ],
        base_form_class=MandateForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """Only the office gives and revokes mandates; «delete» here means to revoke."""
        return RolePolicy(
            Mandate, editors=REGISTER_EDITORS, readers=REGISTER_READERS, actions=("add", "change", "delete")
        )


class PartnerChooser(ChooserViewSet):
    """How a partner is picked in the forms of the admin: a search, not a list of thousands."""

    model = Partner
    icon = "group"
    choose_one_text = _("Scegli un partner")
    choose_another_text = _("Scegli un altro partner")
    edit_item_text = _("Apri la scheda del partner")
    per_page = 20


class RegisterGroup(ModelViewSetGroup):
    """The register in the menu."""

    menu_label = _("Partner")
    menu_icon = "group"
    menu_order = 300
    items = (
        PartnerViewSet(),
        MandateViewSet(),
        PartnerChangeViewSet(),
        RuntsImportViewSet(),
        CallViewSet(),
        SeatViewSet(),
        StaffPositionViewSet(),
        StaffFunctionViewSet(),
    )


@hooks.register("register_admin_urls")
def merge_urls() -> list[Any]:
    """Let the office make two records one."""
    return [path("", include((admin_merge.urlpatterns, "partner_merge")))]


@hooks.register("register_admin_viewset")
def register_chooser() -> PartnerChooser:
    """Let every form of the admin pick partners by searching."""
    return PartnerChooser("partner_chooser")


@hooks.register("register_admin_viewset")
def register_group() -> RegisterGroup:
    """Put the register in the admin."""
    return RegisterGroup()


tasks_panel.register(
    tasks_panel.Task(
        name="partners.to_verify",
        label=_("Dati di partner da verificare"),
        count=lambda user: queries.changes_waiting(),
        url=lambda: reverse("partner_changes_admin:index") + "?state=IN_VERIFICA",
        roles=REGISTER_EDITORS,
        position=60,
    )
)
tasks_panel.register(
    tasks_panel.Task(
        name="partners.to_confirm",
        label=_("Partner che non hanno confermato i dati"),
        count=lambda user: len(queries.near_due(timezone.localdate(), is_late=True)),
        url=lambda: reverse("partners_admin:index") + "?dati=scaduti",
        roles=REGISTER_EDITORS,
        is_late=True,
        position=70,
    )
)
