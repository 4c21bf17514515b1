# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tavoli's rows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tavolo(models.Model):
    """A *tavolo di concertazione* (Regolamento, art. 6)."""

    name = models.CharField(_("nome"), max_length=200)
    slug = models.SlugField(_("indirizzo"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("tavolo")
        verbose_name_plural = _("tavoli")

    def __str__(self) -> str:
        return self.name
