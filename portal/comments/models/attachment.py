# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that came with an observation: private until the words they came with are published."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.comments.models.observation import Observation
from portal.core.models import PrivateUpload


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments, narrowed."""

    def published(self) -> AttachmentQuerySet:
        """Return what anyone may open: a moderator let it through, and the observation still stands in public."""
        return self.filter(published_at__isnull=False, observation__state="PUBLISHED")


class Attachment(models.Model):
    """A file handed in with an observation, or with a later revision of it.

    Nobody but its author and the moderators opens it before `published_at`; when the observation is hidden or
    withdrawn nobody does any more.
    """

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="attachments")
    upload = models.OneToOneField(PrivateUpload, on_delete=models.PROTECT, related_name="attachment")
    revision_number = models.PositiveSmallIntegerField(_("arrivato con la revisione"), default=1)
    published_at = models.DateTimeField(_("pubblicato il"), null=True, blank=True)
    added_at = models.DateTimeField(_("allegato il"))

    objects = AttachmentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("allegato di un'osservazione")
        verbose_name_plural = _("allegati delle osservazioni")
        ordering = ["pk"]

    def __str__(self) -> str:
        """Give only numbers: logs store this text for ever."""
        return f"allegato {self.pk} di {self.observation_id}"


class HeldFile(models.Model):
    """A file handed in with a text that is still being written or waits for the code: nobody opens it.

    `key` is the key of the form. Sent, the file becomes an attachment; otherwise it is erased with its row.
    """

    key = models.CharField(_("chiave del modulo"), max_length=64, db_index=True)
    upload = models.OneToOneField(PrivateUpload, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(_("caricato il"), db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("file di un testo non ancora inviato")
        verbose_name_plural = _("file di testi non ancora inviati")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"file in attesa {self.pk}"
