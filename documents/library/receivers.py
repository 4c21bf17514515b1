# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wagtail saves documents from four of its own views: their signals are the one place to hear them all."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver

from documents.library.models import Document, Protocol
from documents.library.services import documents, protocols


@receiver(pre_save, sender=Document, dispatch_uid="library.notice_new_file")
def notice_new_file(instance: Document, raw: bool = False, **kwargs: object) -> None:
    """Remember whether this save brings a new file."""
    stored = Document.objects.filter(pk=instance.pk).values_list("file", flat=True).first() if instance.pk else None
    instance._has_new_file = not raw and stored != instance.file.name


@receiver(post_save, sender=Document, dispatch_uid="library.document_saved")
def document_saved(instance: Document, raw: bool = False, **kwargs: object) -> None:
    """Tell what a view would tell."""
    if not raw:
        documents.document_saved(instance, has_new_file=getattr(instance, "_has_new_file", True))


@receiver(post_delete, sender=Document, dispatch_uid="library.document_deleted")
def document_deleted(instance: Document, **kwargs: object) -> None:
    """Tell what a view would tell."""
    documents.document_deleted(instance.pk)


@receiver([post_save, post_delete], sender=Protocol, dispatch_uid="library.protocol_changed")
def protocol_changed(instance: Protocol, raw: bool = False, **kwargs: object) -> None:
    """Tell what a view would tell."""
    if not raw:
        protocols.protocol_changed(instance.pk)
