# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Wagtail and the register tell us: something of a text was saved or moved, a partner or a seat has a new name."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, post_page_move

from documents.consultations.models import SectionPage, TextPage
from documents.consultations.services import following, identities, imports, naming, sign_offs
from partners.signals import partner_changed, seat_changed
from portal.core import clock


@clock.daily(name="consultations.record_silence")
def note_who_did_not_answer(moment: datetime) -> int:
    """Write down the silence of the Distretto della Salute after its term."""
    return sign_offs.record_silence(moment)


@clock.daily(at=time(3, 30), name="consultations.forget_drafts")
def forget_drafts(moment: datetime) -> int:
    """Delete the drafts that were read and that nobody made a text of within a month."""
    return imports.forget_waiting(moment)


@clock.every(seconds=300, name="consultations.tell_opened")
def tell_who_follows(moment: datetime) -> int:
    """Tell the followers of what has just opened."""
    return following.tell_opened(moment)


@receiver(post_save, sender=Revision, dispatch_uid="consultations.revision_saved")
def keep_identities(sender: object, instance: Revision, raw: bool = False, **kwargs: object) -> None:
    """A draft was saved; Wagtail has no signal of its own for this."""
    if raw or instance.content_type.app_label != "consultations":
        return
    page = instance.content_object
    if isinstance(page, SectionPage):
        is_newest = page.latest_revision_id is None or instance.pk >= page.latest_revision_id
        identities.sync_page(page, saved=instance.as_object() if is_newest else None)
    elif isinstance(page, TextPage):
        identities.text_of(page)


@receiver(page_published, sender=SectionPage, dispatch_uid="consultations.section_ready")
def section_ready(sender: object, instance: SectionPage, **kwargs: object) -> None:
    """A section was declared ready."""
    identities.sync_page(instance)
    sign_offs.section_ready(instance, moment=timezone.now())


@receiver(partner_changed, dispatch_uid="consultations.partner_changed")
def refresh_what_a_partner_said(sender: object, partner_id: int, **kwargs: object) -> None:
    """A partner's name stands in the entries of what was said for it."""
    naming.refresh_said(voice_id=partner_id)


@receiver(seat_changed, dispatch_uid="consultations.seat_changed")
def refresh_what_a_seat_said(sender: object, seat_id: int, **kwargs: object) -> None:
    """A seat's name stands in the entries of what was said for it."""
    naming.refresh_said(seat_id=seat_id)


@receiver(post_page_move, sender=SectionPage, dispatch_uid="consultations.section_moved")
def section_moved(sender: object, instance: Page, **kwargs: object) -> None:
    """A section went to another text, or to another place in its own."""
    identities.sync_page(SectionPage.objects.get(pk=instance.pk))
