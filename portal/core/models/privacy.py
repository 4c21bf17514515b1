# SPDX-License-Identifier: AGPL-3.0-or-later
"""Privacy notices, kept in every version that somebody was shown (GDPR, art. 13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.snippets.models import register_snippet


@register_snippet
class PrivacyNotice(models.Model):
    """A notice shown before personal data are asked; each contribution names the version it was shown."""

    title = models.CharField(_("titolo"), max_length=150)
    number = models.PositiveSmallIntegerField(_("versione"), default=1)
    body = RichTextField(_("testo"), features=["bold", "italic", "link", "ul", "ol", "h3"])
    published_at = models.DateTimeField(_("pubblicata il"), auto_now_add=True)

    panels = [FieldPanel("title"), FieldPanel("number"), FieldPanel("body")]

    class Meta:
        verbose_name = _("informativa sulla privacy")
        verbose_name_plural = _("informative sulla privacy")
        ordering = ["title", "-number"]
        constraints = [models.UniqueConstraint(fields=("title", "number"), name="privacy_notice_number_once")]

    def __str__(self) -> str:
        return f"{self.title} (versione {self.number})"
