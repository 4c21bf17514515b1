# SPDX-License-Identifier: AGPL-3.0-or-later
"""What this floor knows of a person, for who asks for their own data (GDPR, artt. 15 and 20)."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from portal.core import audit_words, emptying
from portal.core.models import AuditEvent, User


@emptying.register_export("account")
def account(user: User) -> dict[str, Any]:
    """Return the account itself."""
    return {
        "numero": user.pk,
        "email": user.email,
        "nome": user.first_name,
        "cognome": user.last_name,
        "lingua": user.language,
        "iscrizione": user.date_joined,
        "ultimo_accesso": user.last_login,
        "ruoli": sorted(user.groups.values_list("name", flat=True)),
        "indirizzi": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "secondi_fattori": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "sessioni": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")
        ),
    }


@emptying.register_export("azioni_registrate")
def deeds(user: User) -> list[dict[str, Any]]:
    """Return what the audit trail holds of what the person did, with the words beside."""
    events = AuditEvent.objects.filter(actor_id=user.pk).select_related("text").order_by("pk")
    return [
        {
            "momento": event.moment,
            "azione": audit_words.label_of(event.action),
            "su": f"{event.target_kind}:{event.target_id}",
            "testo": event.text.body if hasattr(event, "text") else {},
        }
        for event in events.iterator(chunk_size=500)
    ]
