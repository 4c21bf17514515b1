# SPDX-License-Identifier: AGPL-3.0-or-later
"""Good practices in the admin."""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.viewsets.model import ModelViewSet

from documents.practices.admin_forms import PracticeForm
from documents.practices.models import Practice
from documents.practices.permissions import PRACTICE_EDITORS, PRACTICE_READERS
from portal.core.policies import RolePolicy


class PracticeViewSet(ModelViewSet):
    """Good practices: written, published, withdrawn; not deleted, because others refer to them."""

    model = Practice
    name = "buone-pratiche"
    url_namespace = "practices_admin"
    icon = "pick"
    menu_label = _("Buone pratiche")
    menu_order = 330
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["title", "area", "partner", "state", "is_published"]
    list_filter = ["area", "state", "is_published"]
    search_fields = ["title", "problem"]
    search_backend_name = None
    ordering = ["title"]
    list_per_page = 50

    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title", help_text=_("Al massimo 100 caratteri: che cosa, per chi.")),
                    FieldPanel("area"),
                    FieldPanel("partner"),
                    FieldPanel("state"),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                    FieldPanel("place"),
                ],
                heading=_("In breve"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("problem", help_text=_("Che cosa non andava, per chi, da quanto tempo.")),
                    FieldPanel("activities"),
                    FieldPanel("actors"),
                    FieldPanel("recipients", help_text=_("Gruppi di persone, mai casi riconoscibili.")),
                    FieldPanel("human_resources"),
                    FieldPanel("economic_resources", help_text=_("Quanto è costata e chi ha pagato.")),
                ],
                heading=_("Che cosa si è fatto"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("evidence", help_text=_("Numeri con la loro fonte: prima, dopo, misurati da chi.")),
                    FieldPanel("lessons", help_text=_("Anche ciò che non ha funzionato: serve a chi viene dopo.")),
                    FieldPanel("transferability", help_text=_("Che cosa deve avere chi vuole rifarla.")),
                    FieldPanel("documents"),
                ],
                heading=_("Che cosa resta"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("contact_email", help_text=_("Un indirizzo dell'organizzazione, non di una persona.")),
                    FieldPanel("contact_phone"),
                    FieldPanel(
                        "is_published", help_text=_("Senza la spunta la vedono solo l'ufficio e chi l'ha fatta.")
                    ),
                    FieldPanel(
                        "slug", help_text=_("Lascia vuoto: nasce dal titolo. Se lo cambi, i vecchi link non vanno.")
                    ),
                ],
                heading=_("Contatti e pubblicazione"),
            ),
        ],
        base_form_class=PracticeForm,
    )

    @cached_property
    def permission_policy(self) -> RolePolicy:
        """Those who write texts also write practices; the rest of staff read them."""
        return RolePolicy(Practice, editors=PRACTICE_EDITORS, readers=PRACTICE_READERS)


@hooks.register("register_admin_viewset")
def register_practices() -> PracticeViewSet:
    """Put good practices in the admin."""
    return PracticeViewSet()
