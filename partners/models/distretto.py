# SPDX-License-Identifier: AGPL-3.0-or-later
"""The standing words about the Distretto (Regolamento, art. 6), which each office writes for itself."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField

FEATURES = ["bold", "italic", "link", "ul", "ol", "h3"]


@register_setting(icon="group")
class DistrettoTexts(BaseSiteSetting):
    """What the page «Il Distretto» says beyond the figures; an empty field leaves the portal's own words."""

    about = RichTextField(_("che cos'è il Distretto"), blank=True, features=FEATURES)
    how_to_join = RichTextField(_("come si aderisce"), blank=True, features=FEATURES)

    panels = [
        FieldPanel("about", help_text=_("In parole semplici: chi lo compone, che cosa decide, con quali regole.")),
        FieldPanel("how_to_join", help_text=_("Chi può chiedere, a chi scrivere, che cosa succede dopo.")),
    ]

    class Meta:
        verbose_name = _("pagina del Distretto")

    def __str__(self) -> str:
        return str(_("Pagina del Distretto"))
