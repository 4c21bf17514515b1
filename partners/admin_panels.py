# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the card of a partner is laid out in the admin: three tabs, what is needed most on the first."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from partners.admin_forms import PartnerForm


def partner_tabs() -> TabbedInterface:
    """Return the form of a partner."""
    return TabbedInterface(
        [
            ObjectList([_who(), _contacts(), _membership()], heading=_("Scheda")),
            ObjectList([_registers(), _identifiers(), _activities()], heading=_("Registri e natura giuridica")),
            ObjectList([_places(), _services()], heading=_("Luoghi e servizi")),
        ],
        base_form_class=PartnerForm,
    )


def _who() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            FieldPanel("name", help_text=_("Il nome completo, come nello statuto.")),
            FieldPanel("kind"),
            FieldPanel("areas", widget=forms.CheckboxSelectMultiple),
            FieldPanel("target_groups", widget=forms.CheckboxSelectMultiple),
            FieldPanel("what_it_does", help_text=_("Due o tre frasi che capisce chiunque: senza sigle.")),
            FieldPanel("for_whom"),
        ],
        heading=_("Chi è"),
    )


def _contacts() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("postcode"), FieldPanel("municipality"), FieldPanel("province")]),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("email", help_text=_("Quella dell'organizzazione: tutti la leggono.")),
            FieldPanel("pec"),
            FieldPanel("phone", help_text=_("Quello dell'organizzazione, non il numero di una persona.")),
            FieldPanel("website"),
        ],
        heading=_("Come si raggiunge"),
    )


def _membership() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            HelpPanel(template="partners/admin/merge_link.html"),
            FieldPanel("state", help_text=_("Chi è sospeso o è uscito non può parlare, votare o firmare.")),
            FieldPanel("member_since"),
            FieldPanel("verified_on", help_text=_("Il giorno in cui qualcuno ha controllato questi dati.")),
            FieldPanel("is_public"),
            FieldPanel("slug", help_text=_("Lascia vuoto: nasce dal nome. Se lo cambi, il vecchio porta al nuovo.")),
        ],
        heading=_("Nel Distretto"),
    )


def _registers() -> MultiFieldPanel:
    return MultiFieldPanel(
        [
            FieldPanel("fiscal_code", help_text=_("Undici cifre. Mai il codice fiscale di una persona.")),
            FieldPanel("vat_number"),
            FieldRowPanel([FieldPanel("runts_section"), FieldPanel("runts_number")]),
            FieldPanel("legal_form"),
            FieldPanel("icnpo"),
            FieldRowPanel([FieldPanel("founded_on"), FieldPanel("statute_updated_on")]),
            FieldPanel("has_legal_personality"),
            FieldPanel("network"),
            FieldPanel("is_in_five_per_thousand"),
        ],
        heading=_("Nei registri pubblici"),
    )


def _identifiers() -> InlinePanel:
    panels = [FieldPanel("scheme"), FieldRowPanel([FieldPanel("value"), FieldPanel("since")])]
    return InlinePanel(
        "identifiers", panels=panels, heading=_("Altri albi e registri"), label=_("iscrizione"), classname="collapsed"
    )


def _activities() -> InlinePanel:
    return InlinePanel(
        "activities", panels=[FieldPanel("letter")], heading=_("Attività di interesse generale"), label=_("attività"),
        help_text=_("Codice del Terzo settore, articolo 5."), classname="collapsed",
    )  # fmt: skip


def _places() -> InlinePanel:
    panels = [
        FieldPanel("name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("postcode"), FieldPanel("municipality")]),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("opening_hours")]),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]
    return InlinePanel(
        "places", panels=panels, heading=_("Luoghi"), label=_("luogo"),
        help_text=_("Dove si incontrano le persone, oltre alla sede. Le coordinate mettono il luogo sulla mappa."),
    )  # fmt: skip


def _services() -> InlinePanel:
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("service_type"), FieldPanel("area")]),
        FieldPanel("description"),
        FieldPanel("for_whom"),
        FieldPanel("how_to_get"),
        FieldRowPanel([FieldPanel("phone"), FieldPanel("opening_hours")]),
        FieldPanel("link"),
        FieldRowPanel([FieldPanel("accreditation"), FieldPanel("accreditation_date")]),
        FieldRowPanel([FieldPanel("accreditation_act"), FieldPanel("accreditation_ends_on")]),
        FieldPanel("is_active"),
    ]
    return InlinePanel("services", panels=panels, heading=_("Servizi"), label=_("servizio"))
