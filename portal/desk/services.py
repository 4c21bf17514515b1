# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person does with their own account."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from portal.core import audit
from portal.core.models import User
from portal.core.services import empty_account
from portal.desk import queries
from portal.notifications.services import choose_mail


@transaction.atomic
def take_data(*, user: User) -> dict[str, Any]:
    """Return everything about the person and write that they took it."""
    data = queries.everything_about(user)
    audit.record(actor=user, action="account.exported", target=user)
    return data


@transaction.atomic
def change_own_account(*, user: User, values: dict[str, Any]) -> None:
    """Keep the names, the language and the choice about mail that a person typed."""
    changed = {name: values[name] for name in ("first_name", "last_name", "language")}
    before = {name: getattr(user, name) for name in changed}
    choose_mail(person=user, is_mail_wanted=values["is_mail_wanted"])
    if before == changed:
        return
    for name, value in changed.items():
        setattr(user, name, value)
    user.save(update_fields=list(changed))
    audit.record(actor=user, action="account.changed", target=user, before=before, after=changed)


def leave(*, user: User) -> None:
    """Empty one's own account.

    :raises portal.core.services.AlreadyEmptied: another tab was faster.
    """
    empty_account(user=user, by=user)
