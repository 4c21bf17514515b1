# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only module that touches comments-xtd. Its traps are listed in `docs/adr/`; here they are disarmed."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sites.models import Site
from django.db.models.signals import pre_save
from django_comments.models import Comment
from django_comments.signals import comment_will_be_posted
from django_comments_xtd.conf import settings as xtd_settings
from django_comments_xtd.models import XtdComment, publish_or_unpublish_on_pre_save

__all__ = ["XtdComment", "deepest_level", "disarm", "library_fields", "lock_thread", "set_public", "set_words"]


def disarm() -> None:
    """Take away what the library does by itself: republishing replies, accepting posts by its own views."""
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender="comments.Observation")
    comment_will_be_posted.connect(_refuse, dispatch_uid="portal.comments.refuse_posts_of_the_library")


def _refuse(sender: object, **kwargs: Any) -> bool:
    """Discard what comes through a view of the library: the only door is `services.submit`."""
    return False


def deepest_level() -> int:
    """Return the level below which nobody may reply."""
    return int(xtd_settings.COMMENTS_XTD_MAX_THREAD_LEVEL)


def library_fields(*, model: type, identity: str) -> dict[str, Any]:
    """Return the columns that tell the library what is commented.

    Its columns for the writer's name, e-mail and address are never filled.
    """
    return {
        "content_type": ContentType.objects.get_for_model(model, for_concrete_model=False),
        "object_pk": identity,
        "site": Site.objects.get_current(),
    }


def insert(row: XtdComment) -> None:
    """Save a new row with its place in the thread. The first of a thread costs one statement after the insert.

    A reply goes through the library's own `save()`, which works its place out.
    """
    if row.parent_id:
        row.save()
        return
    row.save_base(force_insert=True)
    row.parent_id = row.thread_id = row.pk
    XtdComment.norel_objects.filter(pk=row.pk).update(parent_id=row.pk, thread_id=row.pk)


def lock_thread(thread_id: int) -> None:
    """Make other replies to this thread wait: the library reads and then writes the places of a thread's rows."""
    XtdComment.norel_objects.select_for_update().filter(pk=thread_id).values_list("pk").first()


def set_public(pk: int, *, is_public: bool) -> None:
    """Let the library's own column follow our state: an `UPDATE` of its own, see the traps in `docs/adr/`."""
    Comment.objects.filter(pk=pk).update(is_public=is_public)


def set_words(pk: int, text: str) -> None:
    """Put the words in force where the library keeps them, without counting the thread again."""
    Comment.objects.filter(pk=pk).update(comment=text)


def set_author(pk: int, user_id: int) -> bool:
    """Give an observation of nobody its author; return whether it was still nobody's."""
    return bool(Comment.objects.filter(pk=pk, user__isnull=True).update(user_id=user_id))
