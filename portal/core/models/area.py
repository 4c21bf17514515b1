# SPDX-License-Identifier: AGPL-3.0-or-later
"""Areas of intervention (Regolamento, artt. 6, 13 e 14)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.snippets.models import register_snippet


@register_snippet
class Area(models.Model):
    """An *area di intervento*: the one vocabulary shared by sections, tavoli, partners, practices and documents."""

    name = models.CharField(_("nome"), max_length=120)
    slug = models.SlugField(_("indirizzo"), max_length=80, unique=True)
    sentence = models.CharField(_("una frase"), max_length=250, help_text=_("Che cosa si trova qui, in una frase."))
    how_to = RichTextField(_("come ottenere un servizio"), blank=True, features=["bold", "italic", "link", "ul", "ol"])
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(_("posizione"), default=0)

    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("sentence"),
        FieldPanel("how_to"),
        FieldPanel("phone"),
        FieldPanel("position"),
    ]

    class Meta:
        verbose_name = _("area di intervento")
        verbose_name_plural = _("aree di intervento")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
