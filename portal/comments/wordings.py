# SPDX-License-Identifier: AGPL-3.0-or-later
"""What our notices say, when they are sent or read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.comments import enums, permissions, scopes, words
from portal.comments.models import ModerationDecision, Observation, PaperBatch, PartnerResponse
from portal.comments.queries.responses import name_of, of_speaker
from portal.notifications import wording
from portal.notifications.wording import Wording
from portal.ui.dates import in_full

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


@wording.register("response.reminder")
def reminded(notice: Notification) -> Wording | None:
    """Remind who speaks for a partner; nothing once it was sent, the close has passed or the mandate is over."""
    response = _own_response(notice)
    if response is None or response.is_sent:
        return None
    scope = scopes.told([response.scope], moment=timezone.now()).get(response.scope)
    if scope is None or not scope.is_open:
        return None
    told = _(
        "«%(title)s» si chiude %(date)s. Quello che avete scritto per %(partner)s non è ancora stato inviato: "
        "lo invia chi guida la risposta. Dopo la chiusura resta a voi e non arriva all'ufficio."
    )
    facts = {"title": scope.title, "date": in_full(scope.closes_at), "partner": response.partner.name}
    return Wording(subject=_("Una consultazione sta per chiudersi"), text=told % facts)


@wording.register("response.lead_changed")
def lead_changed(notice: Notification) -> Wording | None:
    """Tell colleagues who leads now."""
    response = _own_response(notice)
    if response is None or response.is_sent or response.lead is None:
        return None
    told = _("Ora la risposta di %(partner)s la guida %(name)s: può mettere in ordine i contributi e inviarla.")
    return Wording(
        subject=_("Una novità per chi parla per la tua organizzazione"),
        text=told % {"partner": response.partner.name, "name": name_of(response.lead)},
    )


@wording.register("response.sent")
def response_sent(notice: Notification) -> Wording | None:
    """Tell colleagues that it has left."""
    response = _own_response(notice)
    if response is None or response.sent_at is None:
        return None
    told = _("La risposta ufficiale di %(partner)s è stata inviata %(date)s da %(name)s.")
    facts = {"partner": response.partner.name, "date": in_full(response.sent_at), "name": response.sender_name}
    return Wording(subject=_("La risposta della tua organizzazione è stata inviata"), text=told % facts)


@wording.register("papers.checked", "papers.entered", "papers.refused")
def sheet_handled(notice: Notification) -> Wording | None:
    """The worker is done with a long sheet of letters that this person handed in."""
    batch = PaperBatch.objects.filter(pk=notice.context["batch"]).defer("rows").first()
    if batch is None or not permissions.can_enter_papers(notice.recipient):
        return None
    told = {
        "papers.checked": _(
            "Il portale ha controllato le righe di «%(name)s»: guarda che cosa entra, poi inseriscile."
        ),
        "papers.entered": _("I contributi di «%(name)s» sono inseriti tutti. Ora aspettano chi modera."),
        "papers.refused": _("Di «%(name)s» non è stato inserito niente: la pagina dice perché."),
    }
    if notice.event == "papers.checked" and batch.report.get("wrong_count"):
        told["papers.checked"] = _("In «%(name)s» ci sono righe da correggere: la pagina dice quali.")
    return Wording(subject=_("Il tuo foglio di contributi"), text=told[notice.event] % {"name": batch.name})


def _own_response(notice: Notification) -> PartnerResponse | None:
    """Return the response, if who is told still speaks for its partner."""
    mine = of_speaker(notice.recipient, moment=timezone.now()).select_related("lead")
    return mine.filter(pk=notice.context["response"]).first()


def _published(pk: int) -> Observation | None:
    return Observation.objects.published().filter(pk=pk).first()
