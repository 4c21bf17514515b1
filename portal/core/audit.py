# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one function that writes the audit trail, and the one that empties what is personal in it."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from wagtail.log_actions import log as log_in_wagtail

from portal.core import audit_words
from portal.core.models.audit import AuditEvent, AuditText

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from portal.core.models import User


def salted_hash(salt: str, body: dict[str, Any]) -> str:
    """Return the SHA-256 (64 hexadecimal digits) of a salt and a body in canonical JSON."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def record(
    *,
    actor: User | None,
    action: str,
    target: Model,
    partner_id: int | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> AuditEvent:
    """Add a row that tells a deed, in the transaction of the deed; return it.

    `action` reads `thing.happened`. What is personal (before, after, reason) stands apart and can be emptied.
    An action that `audit_words` names is shown in Wagtail's history too.
    """
    body = _plain({key: value for key, value in (("before", before), ("after", after), ("reason", reason)) if value})
    salt = secrets.token_hex(16) if body else ""
    event = AuditEvent.objects.create(
        moment=timezone.now(),
        actor_id=actor.pk if actor is not None else None,
        partner_id=partner_id,
        action=action,
        target_kind=target._meta.label_lower,
        target_id=str(target.pk),
        text_hash=salted_hash(salt, body) if body else "",
    )
    if body:
        AuditText.objects.create(event=event, salt=salt, body=body)
    if audit_words.is_named(action):
        log_in_wagtail(instance=target, action=action, user=actor)
    return event


def empty_texts(texts: QuerySet[AuditText]) -> int:
    """Erase what stood before and after, and why, in these texts; the events and their hashes stay.

    This is the only change that the database allows on these rows. Return how many were emptied.
    """
    return texts.exclude(salt="").update(salt="", body={})


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(body, default=str))
    return plain
