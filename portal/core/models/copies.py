# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the copies of pages need to be forgotten by every process."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CopyStamp(models.Model):
    """The one row whose number moves when copies of pages must be forgotten."""

    number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("timbro delle copie")
        verbose_name_plural = _("timbro delle copie")

    def __str__(self) -> str:
        return str(self.number)


class CopyOwed(models.Model):
    """A change was saved and the copies must be forgotten: written in its transaction, paid right after."""

    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("copie da dimenticare")
        verbose_name_plural = _("copie da dimenticare")

    def __str__(self) -> str:
        return str(self.pk)
