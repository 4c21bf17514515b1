# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tavoli and meetings in the admin, kept by the office."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from portal.core.policies import RolePolicy
from tavoli.admin_forms import MeetingForm, TavoloForm
from tavoli.models import Meeting, Tavolo
from tavoli.permissions import TAVOLI_EDITORS, TAVOLI_READERS


class TavoloViewSet(ModelViewSet):
    """Tavoli: constituted, changed, closed; never deleted, because their verbali stay."""

    model = Tavolo
    name = "tavoli"
    url_namespace = "tavoli_admin"
    icon = "group"
    menu_label = _("Tavoli")
    menu_order = 10
    copy_view_enabled = False
    list_display = ["name", "kind", "area", "visibility", "state"]
    list_filter = ["kind", "area", "visibility", "state"]
    search_fields = ["name", "purpose"]
    search_backend_name = None
    ordering = ["name"]
    list_per_page = 50

    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name", help_text=_("Come lo chiamano le persone: «Tavolo disabilità».")),
                    FieldPanel("kind", help_text=_("Concertazione: si decidono obiettivi e priorità insieme.")),
                    FieldPanel("area"),
                    FieldPanel("purpose", help_text=_("In due frasi: su che cosa lavora e che cosa deve produrre.")),
                    FieldPanel("how_to_join", help_text=_("A chi scrivere e che cosa serve per partecipare.")),
                ],
                heading=_("Che cos'è"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel(
                        "visibility",
                        help_text=_(
                            "Pubblico: tutti leggono tutto. Verbali pubblici: tutti vedono date, membri e verbali, "
                            "solo i membri ordine del giorno e luogo. Riservato: gli altri non sanno che esiste."
                        ),
                    ),
                    FieldPanel("state", help_text=_("Un tavolo chiuso resta leggibile, con i suoi verbali.")),
                    FieldPanel(
                        "coordinator_email", help_text=_("Chi coordina legge tutto del tavolo, anche riservato.")
                    ),
                    FieldPanel(
                        "slug", help_text=_("Lascia vuoto: nasce dal nome. Se lo cambi, i vecchi link non vanno.")
                    ),
                ],
                heading=_("Come lavora"),
            ),
            InlinePanel(
                "seats",
                panels=[FieldPanel("partner"), FieldPanel("is_for_users")],
                heading=_("Chi siede al tavolo"),
                label=_("posto"),
                help_text=_("Servono sia enti pubblici sia organizzazioni. Un posto riservato può restare in attesa."),
            ),
        ],
        base_form_class=TavoloForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office keeps the tavoli, the rest of staff read them."""
        return RolePolicy(Tavolo, editors=TAVOLI_EDITORS, readers=TAVOLI_READERS)


class MeetingViewSet(ModelViewSet):
    """Meetings, with their verbali."""

    model = Meeting
    name = "incontri"
    url_namespace = "meetings_admin"
    icon = "date"
    menu_label = _("Incontri e verbali")
    menu_order = 20
    copy_view_enabled = False
    list_display = ["tavolo", "starts_at", "place"]
    list_filter = ["tavolo"]
    search_fields = ["tavolo__name", "place", "agenda"]
    search_backend_name = None
    ordering = ["-starts_at"]
    list_per_page = 50

    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("tavolo"), FieldPanel("starts_at")], heading=_("Quando")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("place"), FieldPanel("address")]),
                    FieldPanel("link", help_text=_("Si vede dove si vede l'ordine del giorno.")),
                    FieldPanel(
                        "notes", help_text=_("Accesso per chi usa la carrozzina, interprete, a chi dire che si viene.")
                    ),
                ],
                heading=_("Dove e come si partecipa"),
            ),
            FieldPanel("agenda", help_text=_("Un punto per riga.")),
            InlinePanel(
                "minutes",
                panels=[FieldPanel("document")],
                heading=_("Verbali"),
                label=_("verbale"),
                help_text=_("Lo legge chi può leggere il documento: controlla «chi può leggerlo» prima di allegarlo."),
            ),
        ],
        base_form_class=MeetingForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """The office fixes the meetings, the rest of staff read them."""
        return RolePolicy(Meeting, editors=TAVOLI_EDITORS, readers=TAVOLI_READERS)


class TavoliGroup(ModelViewSetGroup):
    """The tavoli in the menu."""

    menu_label = _("Tavoli")
    menu_icon = "comment"
    menu_order = 310
    items = (TavoloViewSet(), MeetingViewSet())


@hooks.register("register_admin_viewset")
def register_group() -> TavoliGroup:
    """Put the tavoli in the admin."""
    return TavoliGroup()
