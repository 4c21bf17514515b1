# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that only some people may open."""

from django.conf import settings
from django.core.files.storage import storages
from django.core.files.storage.base import Storage
from django.db import models
from django.utils.translation import gettext_lazy as _


def private_storage() -> Storage:
    """Return the storage whose files have no address of their own."""
    return storages["private"]


class PrivateUpload(models.Model):
    """A file kept out of the public tree: a scan, a paper letter, an act. Served only by views that ask who looks."""

    file = models.FileField(_("file"), upload_to="uploads/%Y/%m", storage=private_storage)
    name = models.CharField(_("nome originale"), max_length=255)
    content_type = models.CharField(_("tipo"), max_length=100)
    size = models.PositiveIntegerField(_("dimensione in byte"))
    sha256 = models.CharField(_("impronta SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("caricato da")
    )
    uploaded_at = models.DateTimeField(_("caricato il"), auto_now_add=True)

    class Meta:
        verbose_name = _("file riservato")
        verbose_name_plural = _("file riservati")

    def __str__(self) -> str:
        return self.name
