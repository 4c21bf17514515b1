# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping the register true: confirmations, reminders, suspension of who never answers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from partners import queries, tokens
from partners.enums import ConfirmationDoor, PartnerState
from partners.models import Partner, PartnerConfirmation, PartnerReminder, RegisterSettings
from partners.models.mandate import day_of
from partners.permissions import REGISTER_EDITORS
from partners.services.register import tell_changed
from partners.verification import distance_reached, due_on
from portal.core import audit
from portal.core.models import User
from portal.notifications.rendering import rendered
from portal.notifications.services import notify, queue_mail

if TYPE_CHECKING:
    from collections.abc import Iterable


class AlreadyConfirmed(Exception):  # noqa: N818 -- a fact, not a fault
    """The data were confirmed after the question was asked."""


@transaction.atomic
def confirm_data(
    *, partner: Partner, by: User | None, door: ConfirmationDoor, moment: datetime, asked_for: date | None
) -> None:
    """Note that a partner's data are right today; `asked_for` is the due day of the question that is answered.

    :raises AlreadyConfirmed: somebody did it first; nothing changes.
    """
    today = day_of(moment)
    held = Partner.objects.select_for_update().get(pk=partner.pk)
    if held.verified_on == today or (asked_for is not None and queries.due_day(held) != asked_for):
        raise AlreadyConfirmed
    Partner.objects.filter(pk=held.pk).update(verified_on=today)
    PartnerConfirmation.objects.create(partner=held, moment=moment, by=by, door=door)
    audit.record(
        actor=by, action="partner.confirmed", target=held, partner_id=held.pk,
        before={"verified_on": held.verified_on}, after={"verified_on": today},
    )  # fmt: skip
    tell_changed(held.pk)


# Note [A reminder is due, not timed]
# -----------------------------------
# Each turn asks which partners have reached a distance (60, 30, 7 days, the day) for which no row says that they were
# told. A day without the worker is made up by the next; of two distances that passed in between only the nearer is
# sent; a turn done twice sends nothing, because the row is written with the message.


def remind(moment: datetime) -> int:
    """Ask the partners whose day comes near to confirm their data, and tell the office; return how many were asked."""
    today = day_of(moment)
    months = RegisterSettings.load().months_between_confirmations
    told = []
    for partner in queries.partners_near_due(today):
        due = due_on(partner.verified_on, months=months)
        distance = distance_reached(due, today) if due else None
        if due is not None and distance is not None and _remind_one(partner, due, distance, moment):
            told.append(partner.pk)
    if told:
        _tell_office(told, today)
    return len(told)


@transaction.atomic
def _remind_one(partner: Partner, due: date, distance: int, moment: datetime) -> bool:
    told = PartnerReminder.objects.filter(partner=partner, due_on=due, days__lte=distance)
    if told.exists():
        return False
    try:
        with transaction.atomic():
            PartnerReminder.objects.create(partner=partner, due_on=due, days=distance, sent_at=moment)
    except IntegrityError:
        return False
    people = {mandate.user_id: mandate.user for mandate in queries.keepers(partner, moment=moment)}
    for person in people.values():
        notify(
            recipients=[person],
            event="partner.confirm",
            subject=gettext_lazy("Conferma i dati della tua organizzazione"),
            url=confirmation_url(partner, person.pk, due),
            context={"partner": partner.pk, "due": due.isoformat(), "days": distance},
        )
    if not people and partner.email:
        _write_to_the_organisation(partner, due, distance)
    return True


def confirmation_url(partner: Partner, person_id: int, due: date) -> str:
    """Return the address of the page with one button, for one person and one due day."""
    token = tokens.token_of(tokens.Invitation(partner_id=partner.pk, person_id=person_id, due_on=due))
    with override(settings.LANGUAGE_CODE):
        return reverse("partners:confirm", args=[token])


def _write_to_the_organisation(partner: Partner, due: date, distance: int) -> None:
    with override(settings.LANGUAGE_CODE):
        subject = _("Conferma i dati della tua organizzazione")
        text = _(
            "I dati di %(name)s nel registro del Distretto vanno confermati entro il %(day)s.\n\n"
            "Apri il collegamento, guarda i dati e premi il pulsante: basta un minuto."
        ) % {"name": partner.name, "day": f"{due:%d/%m/%Y}"}
        why = _("Ricevi questa e-mail perché è l'indirizzo dell'organizzazione nel registro.")
        plain, html = rendered(subject=subject, text=text, url=confirmation_url(partner, 0, due), why=why)
    queue_mail(
        to=partner.email, subject=subject, text=plain, html=html, key=f"partner.confirm:{partner.pk}:{due}:{distance}"
    )


def _tell_office(partner_ids: list[int], today: date) -> None:
    with override(settings.LANGUAGE_CODE):
        url = reverse("partners_admin:index") + "?dati=presto"
    notify(
        recipients=office_people(),
        event="partners.to_confirm",
        subject=gettext_lazy("Partner con dati da confermare"),
        url=url,
        context={"partners": sorted(partner_ids), "day": today.isoformat()},
    )


def office_people() -> Iterable[User]:
    """Return who keeps the register."""
    return User.objects.filter(is_active=True, is_staff=True, groups__name__in=REGISTER_EDITORS).distinct()


def suspend_late(moment: datetime) -> int:
    """Suspend who did not confirm in time, if the office chose that it goes by itself; return how many.

    Nothing is lost: data, mandates and words stay, and the office admits it again with one choice.
    """
    chosen = RegisterSettings.load()
    if not chosen.suspends_by_itself:
        return 0
    today = day_of(moment)
    late = queries.partners_near_due(today, within=-timedelta(days=chosen.days_before_suspension + 1))
    return sum(_suspend(partner) for partner in late if partner.state == PartnerState.ADMITTED)


@transaction.atomic
def _suspend(partner: Partner) -> bool:
    admitted = Partner.objects.filter(pk=partner.pk, state=PartnerState.ADMITTED, verified_on=partner.verified_on)
    if not admitted.update(state=PartnerState.SUSPENDED):
        return False
    audit.record(
        actor=None, action="partner.suspended", target=partner, partner_id=partner.pk,
        before={"state": PartnerState.ADMITTED}, after={"state": PartnerState.SUSPENDED},
        reason=_("I dati non sono stati confermati in tempo."),
    )  # fmt: skip
    people = [mandate.user for mandate in partner.mandates.filter(revoked_at=None).select_related("user")]
    notify(
        recipients=[*people, *office_people()],
        event="partner.suspended",
        subject=gettext_lazy("Adesione sospesa: i dati non sono stati confermati"),
        url=partner.url,
        context={"partner": partner.pk, "verified": str(partner.verified_on)},
    )
    tell_changed(partner.pk)
    return True
