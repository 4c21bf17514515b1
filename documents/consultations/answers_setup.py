# SPDX-License-Identifier: AGPL-3.0-or-later
"""What consultations and answers tell the floors below when the portal starts."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

_KEPT = (
    "EXISTS (SELECT 1 FROM consultations_formeranswer kept WHERE kept.outcome_id = OLD.id"
    " AND kept.edition = OLD.edition AND kept.kind = OLD.kind AND kept.motivation = OLD.motivation"
    " AND kept.office = OLD.office AND kept.published_at = OLD.published_at)"
)
_OTHER_WORDS = (
    "(NEW.published_at IS NULL OR NEW.published_at <> OLD.published_at OR NEW.kind <> OLD.kind"
    " OR NEW.motivation <> OLD.motivation OR NEW.office <> OLD.office OR NEW.other_office <> OLD.other_office"
    " OR NEW.revision_number <> OLD.revision_number OR NEW.edition <> OLD.edition"
    " OR NEW.observation_id <> OLD.observation_id OR NEW.consultation_id <> OLD.consultation_id)"
)
_OF_A_PUBLISHED = (
    "EXISTS (SELECT 1 FROM consultations_outcome one WHERE one.id = OLD.outcome_id AND one.published_at IS NOT NULL)"
)


def _guard_what_was_published() -> None:
    """See Note [What was published stays] in `services.outcomes`."""
    from portal.core import triggers

    triggers.immutable("consultations_formeranswer", "consultations_leftunanswered")
    triggers.immutable_except("consultations_override", "decided_by_id")
    triggers.refusing(
        "consultations_outcome",
        update=f"OLD.published_at IS NOT NULL AND {_OTHER_WORDS} AND NOT {_KEPT}",
        delete="OLD.published_at IS NOT NULL",
    )
    for table in ("consultations_outcomeparagraph", "consultations_commitment"):
        triggers.refusing(table, update=_OF_A_PUBLISHED, delete=_OF_A_PUBLISHED)


def set_up() -> None:
    """Guard writing, name the deeds, show panels, word notices, count what is owed, be found by the search."""
    from documents.consultations import (
        comment_policies,
        notices,  # noqa: F401 -- registers itself
        panels,  # noqa: F401 -- registers itself
        redline,
    )
    from documents.consultations.comment_catalogue import ConsultationsCatalogue
    from documents.consultations.comment_scopes import ConsultationScopes
    from documents.consultations.queries.answers import answered_ids
    from documents.consultations.queries.instants import next_instant
    from documents.consultations.search_sources import consultations, observations  # noqa: F401 -- register themselves
    from portal.comments import scopes, targets
    from portal.core import copies

    copies.register_instant(next_instant)
    comment_policies.register_policies()
    targets.register_answered(answered_ids)
    targets.register_comparison(redline.words)
    targets.register_catalogue(ConsultationsCatalogue())
    scopes.register(ConsultationScopes())
    _guard_what_was_published()
    _count_tasks()
    _name_actions()


def _name_actions() -> None:
    from portal.core import audit_words

    audit_words.name_actions(
        {
            "consultation.created": _("consultazione preparata"),
            "consultation.edited": _("consultazione modificata"),
            "consultation.opened": _("consultazione aperta"),
            "consultation.section_dated": _("date di una sezione"),
            "consultation.extended": _("chiusura spostata in avanti"),
            "consultation.shortened": _("chiusura anticipata"),
            "consultation.answered": _("proposta definitiva pubblicata con le risposte"),
            "consultation.overridden": _("proposta definitiva pubblicata senza tutte le risposte"),
            "answers.imported": _("risposte preparate da una tabella"),
            "group.accepted": _("osservazioni simili messe insieme"),
            "group.discarded": _("gruppo di osservazioni scartato"),
            "sign_off.signed": _("firma del Distretto della Salute"),
            "sign_off.returned": _("sezione restituita dal Distretto della Salute"),
            "sign_off.silence": _("silenzio del Distretto della Salute"),
            "sign_off.overridden": _("silenzio del Distretto della Salute superato"),
            "outcome.prepared": _("risposta preparata"),
            "outcome.published": _("risposta pubblicata"),
            "proposal.taken": _("parole proposte scritte nella bozza del testo"),
            "observation.assigned": _("osservazione affidata a un collega"),
            "observation.noted": _("nota interna su un'osservazione"),
        }
    )


def _count_tasks() -> None:
    from documents.consultations.permissions import ANSWERERS, PUBLISHERS
    from documents.consultations.queries import todo
    from documents.consultations.queries.outcomes import AnswerState
    from portal.core.tasks_panel import Task, register

    def lists(state: str) -> Callable[[], str]:
        def address() -> str:
            pk = todo.only_one()
            if pk is None:
                return reverse("consultations_admin:list")
            return f"{reverse('answers_admin:register', args=[pk])}?risposta={state}"

        return address

    for name, label, count, state, roles in (
        ("answers.owed", _("Osservazioni a cui rispondere"), todo.unanswered, AnswerState.NONE, ANSWERERS),
        ("answers.stale", _("Risposte da rivedere"), todo.stale, AnswerState.STALE, ANSWERERS),
        ("answers.prepared", _("Risposte preparate da pubblicare"), todo.prepared, AnswerState.PREPARED, PUBLISHERS),
    ):
        register(Task(name=name, label=label, count=count, url=lists(state), roles=roles, position=40))
