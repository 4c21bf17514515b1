# SPDX-License-Identifier: AGPL-3.0-or-later
"""What notices about consultations and answers say, in the language of who gets them, when they are read."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.consultations import permissions
from documents.consultations.models import Consultation
from documents.consultations.queries import findable, left, sheets, told
from documents.consultations.queries.answers import published_answers
from portal.notifications import wording
from portal.notifications.models import Notification
from portal.notifications.wording import Wording
from portal.ui.dates import in_full


@wording.register("outcome.published")
def answered(notice: Notification) -> Wording | None:
    """The office answered one observation of this person."""
    pk = notice.context.get("observation")
    observation = findable.observations([pk]).first() if pk else None
    answer = published_answers([pk]).get(pk) if observation else None
    if observation is None or answer is None:
        return None
    subject = _("L'ufficio ha risposto alla tua osservazione %s")
    parts = [answer.sentence, answer.outcome.motivation, answer.office]
    if answer.correction:
        subject = _("L'ufficio ha corretto la risposta alla tua osservazione %s")
        parts.insert(0, _("La risposta di prima è stata corretta. Motivo: %s") % answer.correction)
    return Wording(subject=subject % observation.code, text="\n\n".join(parts))


@wording.register("consultation.answered")
def all_answered(notice: Notification) -> Wording | None:
    """The *proposta definitiva* is out: what became of everything that this person said."""
    consultation = told.announced_consultation(notice.context.get("consultation"))
    if consultation is None:
        return None
    lines = [f"{answer.code}: {answer.sentence}" for answer in told.own_answers(consultation, notice.recipient)]
    passed_over = left.of_consultation(consultation)
    if passed_over is None:
        subject = _("Tutte le risposte: %s")
        text = _("La proposta definitiva è pubblicata, con le risposte a tutte le osservazioni.")
    else:
        subject = _("La proposta definitiva è pubblicata: %s")
        text = _("La proposta definitiva è pubblicata senza tutte le risposte. Il motivo: %s") % passed_over.reason
        own = told.own_codes(consultation, notice.recipient)
        waiting = [code for code in passed_over.codes if code in own]
        lines += [_("%s: senza risposta. Se la risposta arriva, ti avvisiamo.") % code for code in waiting]
    return Wording(
        subject=subject % consultation.title, text="\n\n".join([text, *lines]) + _how_to_stop(consultation, notice)
    )


@wording.register("consultation.extended", "consultation.shortened")
def closing_moved(notice: Notification) -> Wording | None:
    """The closing was moved, and why."""
    change = told.window_change(notice.context.get("change"))
    if change is None:
        return None
    title = change.window.consultation.title
    subject = _("C'è più tempo per scrivere: %s") if change.is_extension else _("Si chiude prima: %s")
    words = _("Ora si chiude %(date)s. Motivo: %(reason)s")
    section = told.section_title(change)
    if section:
        words = _("La sezione «%(section)s» ora si chiude %(date)s. Motivo: %(reason)s")
    values = {"date": in_full(change.new_closes_at), "reason": change.reason, "section": section}
    text = words % values + _how_to_stop(change.window.consultation, notice)
    return Wording(subject=subject % title, text=text)


@wording.register("consultation.opened")
def opened(notice: Notification) -> Wording | None:
    """A consultation that this person follows is open."""
    consultation = told.announced_consultation(notice.context.get("consultation"))
    if consultation is None:
        return None
    subject = _("Si può scrivere: %s") % consultation.title
    return Wording(subject=subject, text=consultation.purpose + _how_to_stop(consultation, notice))


def _how_to_stop(consultation: Consultation, notice: Notification) -> str:
    if not told.is_following(consultation, notice.recipient):
        return ""
    return "\n\n" + _("Segui questa consultazione. Per smettere: %s") % told.stop_url(consultation, notice.recipient)


@wording.register("observation.assigned")
def assigned(notice: Notification) -> Wording | None:
    """A colleague gave this person contributions to answer."""
    consultation = told.announced_consultation(notice.context.get("consultation"))
    if consultation is None:
        return None
    count = int(notice.context.get("count", 1))
    words = ngettext(
        "Ti hanno affidato %(count)d osservazione a cui rispondere.",
        "Ti hanno affidato %(count)d osservazioni a cui rispondere.",
        count,
    ) % {"count": count}
    return Wording(subject=_("Da rispondere: %s") % consultation.title, text=words)


@wording.register("answers.read", "answers.prepared", "answers.refused")
def table_handled(notice: Notification) -> Wording | None:
    """The worker is done with a long table of answers that this person handed in."""
    sheet = sheets.for_notice(notice.context.get("sheet"))
    if sheet is None or not permissions.can_answer(notice.recipient):
        return None
    words = {
        "answers.read": _(
            "Il portale ha letto la tabella «%(name)s»: guarda che cosa cambia, poi prepara le risposte."
        ),
        "answers.prepared": _("Le risposte della tabella «%(name)s» sono preparate: le vede solo l'ufficio."),
        "answers.refused": _("Della tabella «%(name)s» non è stato preparato niente: la pagina dice perché."),
    }
    if notice.event == "answers.read" and sheet.report.get("problems"):
        words["answers.read"] = _("Nella tabella «%(name)s» ci sono righe da correggere: la pagina dice quali.")
    subject = _("La tua tabella di risposte: %s") % sheet.consultation.title
    return Wording(subject=subject, text=words[notice.event] % {"name": sheet.source_name})
