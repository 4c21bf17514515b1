# SPDX-License-Identifier: AGPL-3.0-or-later
"""A text that lives through versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations import enums


class Text(models.Model):
    """A Piano, a regulation or a Bilancio sociale: owns its address for ever."""

    slug = models.SlugField(_("indirizzo"), max_length=120, unique=True)
    title = models.CharField(_("titolo"), max_length=250)
    kind = models.CharField(_("tipo"), max_length=16, choices=enums.TextKind.choices)
    summary = models.TextField(_("in poche parole"), blank=True)
    origin_note = models.CharField(
        _("da dove viene"), max_length=250, blank=True, help_text=_("Per esempio: testo reale, usato come esempio.")
    )
    area = models.ForeignKey(
        "core.Area", null=True, blank=True, on_delete=models.SET_NULL, related_name="texts", verbose_name=_("area")
    )
    page = models.OneToOneField(
        "consultations.TextPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="text",
        verbose_name=_("pagina di lavoro"),
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("testo")
        verbose_name_plural = _("testi")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
