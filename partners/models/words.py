# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two lists of words that each office keeps as it needs them: for whom one works, and which services there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TargetGroup(models.Model):
    """A group of people for whom organisations work."""

    name = models.CharField(_("nome"), max_length=80)
    slug = models.SlugField(_("indirizzo"), max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(_("posizione"), default=0)

    class Meta:
        verbose_name = _("gruppo di destinatari")
        verbose_name_plural = _("gruppi di destinatari")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class ServiceType(models.Model):
    """A kind of service, with the code of the office's nomenclature when it has one."""

    name = models.CharField(_("nome"), max_length=120)
    slug = models.SlugField(_("indirizzo"), max_length=80, unique=True)
    code = models.CharField(_("codice del nomenclatore"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("posizione"), default=0)

    class Meta:
        verbose_name = _("tipo di servizio")
        verbose_name_plural = _("tipi di servizio")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
