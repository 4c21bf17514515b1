# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom to tell, and what to refresh, when an observation changes."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.comments.models import Observation
from portal.core import copies, roles
from portal.core.clock import ROME
from portal.core.models import User
from portal.notifications.services import notify
from search import feed

SEARCH_KIND = "observation"


def tell_moderators(observation: Observation, *, moment: datetime) -> None:
    """Tell the moderators that the queue has something new: once an hour for each consultation, not once for each."""
    hour = moment.astimezone(ROME).strftime("%Y-%m-%dT%H")
    notify(
        recipients=_moderators(),
        event="observation.waiting",
        subject=_("Ci sono osservazioni da moderare"),
        url=reverse("comments_admin:queue"),
        context={"scope": observation.scope},
        key=f"{observation.scope}:{hour}",
    )


def tell_of_report(observation: Observation) -> None:
    """Tell the moderators that a reader asked them to look; once for each observation."""
    notify(
        recipients=_moderators(),
        event="observation.reported",
        subject=_("Un'osservazione pubblicata è stata segnalata"),
        url=reverse("comments_admin:detail", args=[observation.pk]),
        context={"observation": observation.pk},
    )


def tell_author_published(observation: Observation) -> None:
    """Tell the author that anyone may read it now, and the one who is answered that there is a reply."""
    if observation.user is not None:
        notify(
            recipients=[observation.user],
            event="observation.published",
            subject=_("La tua osservazione è pubblicata"),
            url=observation.public_url,
            context={"observation": observation.pk, "revision": observation.revision_number},
        )
    if observation.is_reply:
        _tell_answered_person(observation)


def tell_author_hidden(observation: Observation, *, decision_id: int) -> None:
    """Tell the author why it is not published; the reasons stand on the receipt."""
    if observation.user is not None:
        notify(
            recipients=[observation.user],
            event="observation.hidden",
            subject=_("La tua osservazione non è pubblicata: leggi perché"),
            url=_stored(observation),
            context={"observation": observation.pk, "decision": decision_id},
        )


def refresh_branch(observation: Observation, *, signal: Signal | None = None) -> None:
    """Have the whole thread read again by the index, the copies forgotten, and the floors above told."""
    branch = Observation.objects.filter(thread_id=observation.thread_id).order_by("pk")
    feed.refresh(SEARCH_KIND, list(branch.values_list("pk", flat=True)))
    copies.forget()
    if signal is not None:
        transaction.on_commit(partial(signal.send, sender=Observation, observation_id=observation.pk))


def _stored(observation: Observation) -> str:
    """Return the Italian address of the receipt: stored addresses have no language."""
    with override("it"):
        return observation.receipt_url


def _moderators() -> list[User]:
    return list(User.objects.filter(is_active=True, is_staff=True, groups__name=roles.MODERATOR).distinct())


def _tell_answered_person(reply: Observation) -> None:
    parent = Observation.objects.select_related("user").get(pk=reply.parent_id)
    if parent.user is None or parent.user_id == reply.user_id:
        return
    notify(
        recipients=[parent.user],
        event="observation.replied",
        subject=_("Qualcuno ha risposto alla tua osservazione"),
        url=parent.public_url,
        context={"observation": parent.pk, "reply": reply.pk},
    )


def refresh_one(observation: Observation) -> None:
    """Have one observation read again by the index: nobody but its author and moderators sees it yet."""
    feed.refresh(SEARCH_KIND, [observation.pk])
