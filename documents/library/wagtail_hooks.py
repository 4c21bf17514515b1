# SPDX-License-Identifier: AGPL-3.0-or-later
"""The library in the Wagtail admin: agreements, and who a document involves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from documents.library.models import Protocol
from portal.core import audiences


class ProtocolForm(WagtailAdminModelForm):
    """What an editor says about an agreement."""

    audience = forms.ChoiceField(
        label=_("chi può leggerlo"),
        choices=audiences.choices,
        help_text=_("Chi non è tra questi non lo trova, nemmeno nella ricerca."),
    )


class ProtocolViewSet(SnippetViewSet):
    """List, add and change agreements."""

    model = Protocol
    icon = "doc-full"
    menu_label = _("Protocolli d'intesa")
    menu_order = 320
    add_to_admin_menu = True
    list_display = ["title", "kind", "signed_on", "in_force_to"]
    list_filter = ["kind", "area"]
    search_fields = ["title", "number"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("slug", help_text=_("Si compone dal titolo; non cambiarlo dopo la pubblicazione.")),
            MultiFieldPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("signed_on")], heading=_("L'atto")),
            FieldPanel("subject", help_text=_("Che cosa prevede, in frasi brevi.")),
            FieldPanel("obligations"),
            FieldPanel("area"),
            MultiFieldPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")], heading=_("Quando vale")),
            InlinePanel("parties", heading=_("Chi l'ha firmato"), label=_("firmatario"), min_num=1),
            FieldPanel("document", help_text=_("Se il documento è riservato, resta riservato anche qui.")),
            FieldPanel("audience"),
        ],
        base_form_class=ProtocolForm,
    )


register_snippet(ProtocolViewSet)
