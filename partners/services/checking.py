# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the office does with an application: take it up, check it, ask, give notice, decide, suspend, end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from partners.enums import (
    MEMBER_STATES,
    WAITING_STATES,
    ApplicantRole,
    ApplicationState,
    CheckResult,
    MandateRole,
    PartnerState,
    StepKind,
)
from partners.models import Application, ApplicationCheck, ApplicationStep, Mandate, Partner
from partners.models.mandate import day_of
from partners.queries.applications import COPIED, merge_proposal, open_objection
from partners.queries.terms import months_later, next_working_day, objection_due
from partners.services.application_mail import tell
from partners.services.applications import ApplicationRefused, note_event
from partners.services.mandates import save_mandate
from partners.services.people import invite_delegate
from partners.services.register import save_partner
from partners.services.seats import seat_of, sit
from portal.core import audit

if TYPE_CHECKING:
    from partners.models import CallCriterion
    from portal.core.models import User


class ApplicationDecided(ApplicationRefused):
    """Another officer decided it, or it was withdrawn, a moment before."""


class NoticeOwed(ApplicationRefused):
    """Before a refusal who applied has ten days to object (L. 241/1990, art. 10-bis)."""


class AlreadyAsked(ApplicationRefused):
    """A notice is already running."""


@transaction.atomic
def take_up(*, application: Application, by: User, moment: datetime) -> None:
    """Begin to check an application.

    :raises ApplicationDecided: it was taken up, withdrawn or decided before.
    """
    _move(application, {ApplicationState.SENT}, ApplicationState.IN_CHECK)
    note_event(application, "taken_up", moment=moment, is_of_office=True)
    audit.record(actor=by, action="application.taken_up", target=application)
    tell(application, "application.taken_up")


@transaction.atomic
def keep_registry_number(*, application: Application, number: str, by: User) -> None:
    """Keep the number that the office's protocol gave to an application."""
    Application.objects.filter(pk=application.pk).update(registry_number=number)
    audit.record(actor=by, action="application.registered", target=application, after={"registry_number": number})


@transaction.atomic
def check(
    *, application: Application, criterion: CallCriterion, result: CheckResult, note: str, by: User, moment: datetime
) -> None:
    """Write what was found of one criterion.

    :raises ApplicationDecided: the application was decided in the meantime.
    """
    _still_waiting(application)
    ApplicationCheck.objects.update_or_create(
        application=application,
        criterion=criterion,
        defaults={"result": result, "note": note, "checked_by": by, "checked_at": moment},
    )
    after = {"criterion": criterion.pk, "result": result}
    audit.record(actor=by, action="application.checked", target=application, after=after)


@transaction.atomic
def ask(*, application: Application, text: str, days: int, by: User, moment: datetime) -> ApplicationStep:
    """Ask who applied for what is missing, with a term.

    :raises ApplicationDecided: the application was decided in the meantime.
    """
    _still_waiting(application)
    due = next_working_day(day_of(moment) + timedelta(days=days))
    return _ask(application, StepKind.INTEGRATION, text=text, due=due, by=by, moment=moment)


@transaction.atomic
def give_notice(*, application: Application, reasons: str, by: User, moment: datetime) -> ApplicationStep:
    """Tell who applied why it may be refused, with ten days to object (*preavviso di rigetto*); the clock stops.

    :raises ApplicationDecided: the application was decided in the meantime.
    :raises AlreadyAsked: a notice is running.
    """
    _still_waiting(application)
    due = objection_due(day_of(moment))
    try:
        with transaction.atomic():
            return _ask(application, StepKind.OBJECTION, text=reasons, due=due, by=by, moment=moment)
    except IntegrityError as error:
        raise AlreadyAsked(_("Un preavviso è già partito: aspetta la risposta o la fine dei dieci giorni.")) from error


@transaction.atomic
def refuse(*, application: Application, motivation: str, by: User, moment: datetime) -> None:
    """Refuse an application with its reasons, after the notice and its ten days.

    :raises ApplicationDecided: another officer decided it a moment before.
    :raises NoticeOwed: no notice was given, or its ten days still run without an answer.
    """
    notice = open_objection(application)
    if notice is None:
        raise NoticeOwed(_("Prima di un rifiuto serve il preavviso, con dieci giorni per rispondere."))
    if notice.is_open and day_of(moment) <= notice.due_on:
        raise NoticeOwed(_("I dieci giorni del preavviso non sono ancora passati."))
    _decide(application, ApplicationState.REFUSED, motivation, moment)
    note_event(application, "refused", moment=moment, is_of_office=True)
    audit.record(actor=by, action="application.refused", target=application, reason=motivation)
    tell(application, "application.refused")


@transaction.atomic
def admit(
    *,
    application: Application,
    motivation: str,
    by: User,
    moment: datetime,
    taken: Collection[str] = (),
    has_seat: bool = False,
) -> Partner:
    """Admit an organisation: it enters the register (or the one that is there is completed) with its first mandate.

    `taken` names the facts on which the application prevails over the register; what the register lacks is filled.

    :raises ApplicationDecided: another officer decided it a moment before.
    """
    _decide(application, ApplicationState.ADMITTED, motivation, moment)
    partner = _registered(application, taken=taken, by=by, moment=moment)
    Application.objects.filter(pk=application.pk).update(partner=partner)
    application.partner = partner
    mandate = give_first_mandate(application, partner, by=by, moment=moment)
    if has_seat and mandate is not None:
        sit(seat=seat_of(partner=partner, by=by, moment=moment), mandate=mandate, by=by)
    if application.delegate_email:
        ends_on = months_later(day_of(moment), application.call.mandate_months)
        invite_delegate(application=application, partner=partner, ends_on=ends_on, by=by, moment=moment)
    note_event(application, "admitted", moment=moment, is_of_office=True)
    audit.record(actor=by, action="application.admitted", target=application, partner_id=partner.pk, reason=motivation)
    tell(application, "application.admitted")
    return partner


@transaction.atomic
def suspend(*, application: Application, reason: str, by: User, moment: datetime) -> None:
    """Suspend a member: nobody speaks for it until it is back; nothing is lost.

    :raises ApplicationDecided: it is not an admitted member now.
    """
    _member_moves(application, ApplicationState.ADMITTED, ApplicationState.SUSPENDED, PartnerState.SUSPENDED, by)
    _told_member(application, "suspended", reason, by, moment)


@transaction.atomic
def resume(*, application: Application, reason: str, by: User, moment: datetime) -> None:
    """Let a suspended member take part again.

    :raises ApplicationDecided: it is not suspended now.
    """
    _member_moves(application, ApplicationState.SUSPENDED, ApplicationState.ADMITTED, PartnerState.ADMITTED, by)
    _told_member(application, "resumed", reason, by, moment)


@transaction.atomic
def end(*, application: Application, reason: str, by: User, moment: datetime) -> None:
    """End a membership: the page stays as a memory, nobody speaks for it any more; it may apply again.

    :raises ApplicationDecided: it is not a member now.
    """
    application.refresh_from_db()
    if application.state not in MEMBER_STATES:
        raise ApplicationDecided(_("Questa adesione non è in corso."))
    _member_moves(application, application.state, ApplicationState.CEASED, PartnerState.CEASED, by)
    _told_member(application, "ceased", reason, by, moment)


def give_first_mandate(
    application: Application, partner: Partner, *, by: User | None, moment: datetime
) -> Mandate | None:
    """Let the applicant act for the organisation from today, unless they already do."""
    user, start = application.applicant, day_of(moment)
    if Mandate.objects.active_at(moment).for_a_partner().filter(user=user, partner=partner).exists():
        return None
    is_legal = application.applicant_role == ApplicantRole.LEGAL_REPRESENTATIVE
    mandate = Mandate(
        user=user,
        partner=partner,
        role=MandateRole.LEGAL_REPRESENTATIVE if is_legal else MandateRole.DELEGATE,
        can_vote=True,
        can_sign=is_legal,
        starts_on=start,
        ends_on=months_later(start, application.call.mandate_months),
        act_number=application.number,
        act_date=start,
        act_body=str(_("Domanda di adesione")),
    )
    return save_mandate(mandate=mandate, by=by)


def _registered(application: Application, *, taken: Collection[str], by: User, moment: datetime) -> Partner:
    known, differences = merge_proposal(application)
    partner = known or Partner(is_public=True)
    differing = {difference.name for difference in differences}
    for name in COPIED:
        proposed = getattr(application, name)
        if proposed and (name in taken or name not in differing):
            setattr(partner, name, proposed)
    partner.state = PartnerState.ADMITTED
    partner.member_since = partner.member_since or day_of(moment)
    partner.verified_on = day_of(moment)
    areas = set(application.areas.all()) | (set(known.areas.all()) if known else set())
    return save_partner(partner=partner, areas=areas, by=by)


def _ask(
    application: Application, kind: StepKind, *, text: str, due: date, by: User, moment: datetime
) -> ApplicationStep:
    what = "objection_given" if kind == StepKind.OBJECTION else "integration_asked"
    step = ApplicationStep.objects.create(
        application=application, kind=kind, request=text, asked_at=moment, asked_by=by, due_on=due
    )
    note_event(application, what, moment=moment, is_of_office=True)
    audit.record(actor=by, action=f"application.{what}", target=application, reason=text)
    tell(application, f"application.{what}", step=step.pk)
    return step


def _still_waiting(application: Application) -> None:
    """Hold the row until the end of the transaction: nobody decides while something is asked."""
    if not Application.objects.select_for_update().filter(pk=application.pk, state__in=WAITING_STATES).exists():
        raise ApplicationDecided(_already())
    Application.objects.filter(pk=application.pk, state=ApplicationState.SENT).update(state=ApplicationState.IN_CHECK)


def _decide(application: Application, state: ApplicationState, motivation: str, moment: datetime) -> None:
    waiting = Application.objects.filter(pk=application.pk, state__in=WAITING_STATES)
    if not waiting.update(state=state, motivation=motivation, decided_at=moment):
        raise ApplicationDecided(_already())
    application.refresh_from_db()


def _move(application: Application, expected: set[ApplicationState], state: ApplicationState) -> None:
    if not Application.objects.filter(pk=application.pk, state__in=expected).update(state=state):
        raise ApplicationDecided(_already())
    application.refresh_from_db()


def _member_moves(
    application: Application, expected: str, state: ApplicationState, partner_state: PartnerState, by: User
) -> None:
    _move(application, {ApplicationState(expected)}, state)
    if application.partner is None:
        raise ApplicationDecided(_("Questa adesione non è in corso."))
    application.partner.state = partner_state
    save_partner(partner=application.partner, areas=application.partner.areas.all(), by=by)


def _told_member(application: Application, what: str, reason: str, by: User, moment: datetime) -> None:
    Application.objects.filter(pk=application.pk).update(motivation=reason)
    note_event(application, what, moment=moment, is_of_office=True)
    audit.record(
        actor=by, action=f"application.{what}", target=application, partner_id=application.partner_id, reason=reason
    )
    tell(application, f"application.{what}")


def _already() -> str:
    return str(_("La domanda è già stata decisa da un'altra persona dell'ufficio, oppure è stata ritirata."))
