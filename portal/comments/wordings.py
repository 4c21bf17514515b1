# SPDX-License-Identifier: AGPL-3.0-or-later
"""What our notices say, when they are sent or read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.comments import enums, words
from portal.comments.models import ModerationDecision, Observation
from portal.notifications import wording
from portal.notifications.wording import Wording

if TYPE_CHECKING:
    from portal.notifications.models import Notification


@wording.register("observation.published")
def published(notice: Notification) -> Wording | None:
    """Tell the author that anyone may read it; nothing if meanwhile they may not."""
    observation = _published(notice.context["observation"])
    if observation is None:
        return None
    told = _("La tua osservazione %(code)s su «%(label)s» è sul sito. L'ufficio risponderà con un esito e un motivo.")
    return Wording(
        subject=_("La tua osservazione è pubblicata"),
        text=told % {"code": observation.code, "label": observation.target_label},
    )


@wording.register("observation.replied")
def replied(notice: Notification) -> Wording | None:
    """Tell who is answered, with the first words of the reply; nothing if the reply is gone."""
    reply = _published(notice.context["reply"])
    if reply is None:
        return None
    return Wording(
        subject=_("Qualcuno ha risposto alla tua osservazione"),
        text=f"{reply.display_name or _('Partecipante')}: «{words.excerpt(reply.comment)}»",
    )


@wording.register("observation.hidden")
def hidden(notice: Notification) -> Wording | None:
    """Tell the author why it is not published."""
    decision = ModerationDecision.objects.filter(pk=notice.context["decision"]).select_related("observation").first()
    if decision is None or decision.observation.state == enums.State.WITHDRAWN:
        return None
    reason = decision.get_reason_display()
    told = _("Motivo: %(reason)s.\n\n%(message)s") % {"reason": reason, "message": decision.message}
    return Wording(subject=_("La tua osservazione non è pubblicata: leggi perché"), text=told)


def _published(pk: int) -> Observation | None:
    return Observation.objects.published().filter(pk=pk).first()
