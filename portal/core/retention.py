# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is not kept for ever: sessions with their addresses, old codes, accounts never proved or long unused.

| what | kept for |
| --- | --- |
| sessions that ended, with the network address of the device | until the next night |
| codes | one day after they end |
| accounts whose address was never proved | seven days |
| accounts without a role that nobody opened | three years; a mail asks one month before |
"""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.core import audit, codes, mailing
from portal.core.models import AuditEvent, OfficeSettings, User
from portal.core.services import AlreadyEmptied, empty_account

UNPROVED_FOR = timedelta(days=7)
UNUSED_FOR = timedelta(days=3 * 365)
WARNED_BEFORE = timedelta(days=30)
BATCH = 200


def purge(moment: datetime) -> None:
    """Delete and empty what has been kept long enough; safe to repeat."""
    close_ended_sessions(moment)
    codes.forget_old(moment)
    for user in unproved(moment)[:BATCH]:
        _empty(user, moment)
    warn_unused(moment)
    for user in warned_and_unused(moment)[:BATCH]:
        _empty(user, moment)


def close_ended_sessions(moment: datetime) -> None:
    """Forget the sessions that ended, and from which device they were opened."""
    Session.objects.filter(expire_date__lt=moment).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def unproved(moment: datetime) -> QuerySet[User]:
    """Return the accounts whose address nobody proved within a week."""
    return User.objects.filter(
        emptied_at=None, last_login=None, is_staff=False, date_joined__lt=moment - UNPROVED_FOR
    ).exclude(emailaddress__verified=True)


def unused(moment: datetime) -> QuerySet[User]:
    """Return the accounts of people without a role that nobody has opened for almost three years."""
    people = User.objects.alias(seen_at=Coalesce("last_login", "date_joined"))
    return people.filter(
        emptied_at=None, is_staff=False, is_superuser=False, seen_at__lt=moment - UNUSED_FOR + WARNED_BEFORE
    )


def warn_unused(moment: datetime) -> int:
    """Write to who has not been here for almost three years, once; return to how many."""
    warned = _warnings(AuditEvent.objects.filter(moment__gt=moment - 3 * WARNED_BEFORE))
    people = [user for user in unused(moment)[: 2 * BATCH] if str(user.pk) not in warned][:BATCH]
    office = OfficeSettings.load()
    for user in people:
        with override(user.language):
            mailing.queue(
                to=user.email,
                subject=_("Il tuo account sta per essere svuotato"),
                text=_(
                    "Non entri in «%(portal)s» da quasi tre anni. Tra un mese toglieremo dal tuo account il nome e "
                    "l'indirizzo. Ciò che hai scritto in pubblico resta, senza il tuo nome. Se vuoi tenere l'account, "
                    "basta che tu entri una volta."
                )
                % {"portal": office.portal_name},
            )
        audit.record(actor=None, action="account.warned", target=user)
    return len(people)


def warned_and_unused(moment: datetime) -> QuerySet[User]:
    """Return who was warned a month ago and did not come back."""
    since = moment - 3 * WARNED_BEFORE
    warned = _warnings(AuditEvent.objects.filter(moment__gt=since, moment__lt=moment - WARNED_BEFORE))
    still_away = Q(last_login=None) | Q(last_login__lt=moment - UNUSED_FOR + WARNED_BEFORE)
    return unused(moment).filter(still_away, pk__in=[int(pk) for pk in warned])


def _warnings(events: QuerySet[AuditEvent]) -> set[str]:
    return set(events.filter(action="account.warned").values_list("target_id", flat=True))


def _empty(user: User, moment: datetime) -> None:
    try:
        empty_account(user=user, by=None, moment=moment)
    except AlreadyEmptied:
        return
