# SPDX-License-Identifier: AGPL-3.0-or-later
"""What we know of a person, for that person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.comments.models import (
    Observation,
    ObservationRevision,
    Report,
    ResponseComment,
    ResponseDraft,
    Support,
)
from portal.comments.queries.attachments import names_by_observation

if TYPE_CHECKING:
    from portal.core.models import User


def export_of(user: User) -> list[dict[str, Any]]:
    """Return all that a person wrote (every revision), agreed with and reported, as plain values."""
    mine = list(Observation.objects.filter(user_id=user.pk).select_related("voice", "seat"))
    texts: dict[int, list[str]] = {row.pk: [] for row in mine}
    proposed: dict[int, list[str]] = {row.pk: [] for row in mine}
    revisions = ObservationRevision.objects.filter(observation_id__in=texts).order_by("number")
    for revision in revisions:
        texts[revision.observation_id].append(revision.text)
        if revision.proposed:
            proposed[revision.observation_id].append(revision.proposed)
    files = names_by_observation(texts)
    written = [{**_as_plain(row, texts[row.pk], proposed[row.pk]), "allegati": files.get(row.pk, [])} for row in mine]
    supports = Support.objects.filter(user_id=user.pk).values_list("observation_id", "created_at")
    agreed = [{"d'accordo con": pk, "quando": when.isoformat()} for pk, when in supports]
    reports = Report.objects.filter(user_id=user.pk).values_list("observation_id", "reason", "text", "created_at")
    reported = [
        {"segnalata": pk, "motivo": reason, "testo": text, "quando": when.isoformat()}
        for pk, reason, text, when in reports
    ]
    return [*written, *agreed, *reported]


def drafts_of(user: User) -> list[dict[str, Any]]:
    """Return what a person wrote with colleagues: the own contributions and comments, never those of others."""
    drafts = ResponseDraft.objects.filter(author=user).select_related("response__partner")
    written = [
        {
            "contributo per": draft.response.partner.name,
            "su": draft.target_label,
            "testo": draft.text,
            "quando": draft.created_at.isoformat(),
        }
        for draft in drafts
    ]
    comments = ResponseComment.objects.filter(author=user).values_list("text", "created_at")
    return [*written, *({"commento": text, "quando": when.isoformat()} for text, when in comments)]


def _as_plain(row: Observation, texts: list[str], proposed: list[str]) -> dict[str, Any]:
    more: dict[str, Any] = {"parole scelte": row.passage.chosen} if row.chosen else {}
    if proposed:
        more["parole proposte"] = proposed
    return {
        **more,
        "numero": row.code,
        "ricevuta": row.receipt_code,
        "quando": row.received_at.isoformat(),
        "su": row.target_label,
        "stato": row.state,
        "nome mostrato": row.display_name,
        "per": row.voice_name,
        "testi": texts,
    }
