# SPDX-License-Identifier: AGPL-3.0-or-later
"""Choosing who holds a collective seat: a round here, or the minutes of one held elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from partners.enums import DesignationKind, DesignationState, Elected, MandateRole, Power
from partners.models import Ballot, Candidate, Designation, RollEntry
from partners.models.mandate import WHOLE_DISTRICT
from partners.queries.designations import own_voters, straddling_ties
from partners.queries.mandates import can_act_for
from partners.services.ballots import blank_ballots, fill_in, shuffled_again, tally
from partners.services.minutes import minutes_of
from partners.services.seats import give_seat
from portal.core import audit, copies
from portal.notifications.services import notify

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from partners.models import Partner
    from portal.core.models import PrivateUpload, User


class DesignationRefused(Exception):  # noqa: N818 -- a refusal, not a fault
    """It cannot be done now; the message says why."""

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self.message = message


class NotNow(DesignationRefused):
    """Candidacies or votes are not taken at this moment."""


class NotYours(DesignationRefused):
    """The person has no such power for an organisation that chooses."""


class AlreadyVoted(DesignationRefused):
    """The organisation has voted: each has one ballot."""


class AlreadyRunning(DesignationRefused):
    """A designation for this seat is under way."""


@transaction.atomic
def open_round(*, designation: Designation, by: User, moment: datetime) -> Designation:
    """Open a round: the organisations that choose are written down, each with one ballot; their people are told.

    :raises AlreadyRunning: one is under way for this seat.
    :raises DesignationRefused: nobody may choose.
    """
    voters = list(designation.seat.constituents.admitted())  # type: ignore[attr-defined]
    if not voters:
        raise DesignationRefused(_("Nessuna organizzazione del seggio fa parte del Distretto adesso."))
    designation.kind, designation.state = DesignationKind.ROUND, DesignationState.RUNNING
    designation.opened_at, designation.opened_by = moment, by
    _save_new(designation)
    RollEntry.objects.bulk_create([RollEntry(designation=designation, partner=partner) for partner in voters])
    blank_ballots(designation, len(voters))
    audit.record(actor=by, action="designation.opened", target=designation, after={"voters": len(voters)})
    notify(
        recipients=own_voters(designation, moment=moment),
        event="designation.opened",
        subject=_("Si sceglie chi tiene un seggio del Distretto: candidature e voto"),
        url=designation.url,
        context={"designation": designation.pk},
    )
    return designation


@transaction.atomic
def record_elsewhere(
    *,
    designation: Designation,
    minutes: PrivateUpload,
    chosen: Sequence[tuple[User, Partner, MandateRole]],
    by: User,
    moment: datetime,
) -> Designation:
    """Write a designation made elsewhere, with its minutes, and give the mandates.

    :raises AlreadyRunning: one is under way for this seat.
    """
    designation.kind, designation.state = DesignationKind.ELSEWHERE, DesignationState.CLOSED
    designation.minutes, designation.opened_at, designation.opened_by = minutes, moment, by
    _save_new(designation)
    audit.record(actor=by, action="designation.recorded", target=designation)
    for user, partner, role in chosen:
        _seat(designation, user, partner, role, by, is_name_public=False)
    copies.forget()
    return designation


@transaction.atomic
def stand(
    *, designation: Designation, partner: Partner, by: User, presentation: str, is_name_public: bool, moment: datetime
) -> Candidate:
    """Stand for the seat, put forward by the own organisation; standing again changes the words.

    :raises NotNow: candidacies are not taken.
    :raises NotYours: the person does not act for that organisation, or it does not choose.
    """
    if not designation.takes_candidacies_at(moment):
        raise NotNow(_("Adesso non si possono presentare candidature."))
    _check_voter(designation, partner, by, Power.SPEAK, moment)
    row, _is_new = Candidate.objects.update_or_create(
        designation=designation,
        user=by,
        defaults={
            "partner": partner, "presentation": presentation, "is_name_public": is_name_public, "withdrawn_at": None,
        },
    )  # fmt: skip
    audit.record(actor=by, action="designation.stood", target=designation, partner_id=partner.pk)
    return row


@transaction.atomic
def step_back(*, designation: Designation, by: User, moment: datetime) -> None:
    """Take one's candidacy back, while candidacies are taken.

    :raises NotNow: it is too late.
    """
    mine = Candidate.objects.filter(designation=designation, user=by, withdrawn_at=None)
    if not designation.takes_candidacies_at(moment) or not mine.update(withdrawn_at=moment):
        raise NotNow(_("La candidatura non si può più ritirare."))
    audit.record(actor=by, action="designation.stepped_back", target=designation)


@transaction.atomic
def vote(
    *, designation: Designation, partner: Partner, by: User, candidate: Candidate | None, moment: datetime
) -> None:
    """Cast the ballot of an organisation, once; without a candidate it is blank. What was chosen is told to nobody.

    :raises NotNow: votes are not taken.
    :raises NotYours: the person may not vote for that organisation, or it does not choose.
    :raises AlreadyVoted: its ballot was cast before.
    """
    if not designation.takes_votes_at(moment):
        raise NotNow(_("Adesso non si può votare."))
    _check_voter(designation, partner, by, Power.VOTE, moment)
    if candidate is not None and (candidate.designation_id != designation.pk or candidate.withdrawn_at is not None):
        raise NotYours(_("Questa candidatura non c'è."))
    mine = RollEntry.objects.filter(designation=designation, partner=partner, has_voted=False)
    if not mine.update(has_voted=True):
        raise AlreadyVoted(_("La tua organizzazione ha già votato: ogni organizzazione ha una scheda sola."))
    fill_in(designation, candidate)
    audit.record(actor=by, action="designation.voted", target=designation, partner_id=partner.pk)


@transaction.atomic
def count(*, designation: Designation, by: User | None, moment: datetime) -> Designation:
    """Count the ballots of a round that is over; a tie that matters waits for a draw.

    :raises NotNow: the vote is not over, or somebody counted it first.
    """
    over = Designation.objects.filter(pk=designation.pk, state=DesignationState.RUNNING, voting_closes_at__lte=moment)
    if not over.update(state=DesignationState.COUNTED, counted_at=moment):
        raise NotNow(_("Il voto non è finito, oppure i voti sono già stati contati."))
    designation.refresh_from_db()
    blank = tally(designation)
    shuffled_again(designation)
    Designation.objects.filter(pk=designation.pk).update(blank_votes=blank)
    designation.refresh_from_db()
    _rank(designation)
    audit.record(actor=by, action="designation.counted", target=designation, after={"blank": blank})
    return designation


@transaction.atomic
def break_tie(*, designation: Designation, lots: Mapping[int, int], reason: str, by: User) -> None:
    """Write how a tie was broken (a draw in public): for each tied candidate its place in the draw.

    :raises DesignationRefused: nothing is tied, or two got the same place.
    """
    locked = Designation.objects.select_for_update().filter(pk=designation.pk, state=DesignationState.TIED).first()
    if locked is None:
        raise DesignationRefused(_("Non c'è una parità da sciogliere."))
    for group in straddling_ties(locked):
        places = [lots.get(candidate.pk, 0) for candidate in group]
        if len(set(places)) != len(places):
            raise DesignationRefused(_("Ogni candidatura alla pari ha un posto diverso nel sorteggio."))
        for candidate, place in zip(group, places, strict=True):
            Candidate.objects.filter(pk=candidate.pk).update(lot=place)
    Designation.objects.filter(pk=locked.pk).update(state=DesignationState.COUNTED, tie_reason=reason)
    designation.refresh_from_db()
    _rank(designation)
    audit.record(actor=by, action="designation.tie_broken", target=designation, reason=reason)


@transaction.atomic
def conclude(*, designation: Designation, by: User, moment: datetime) -> None:
    """Make the minutes of a counted round and give the mandates to who was elected.

    :raises NotNow: it is not counted, is tied, or somebody concluded it first.
    """
    counted = Designation.objects.filter(pk=designation.pk, state=DesignationState.COUNTED)
    if not counted.update(state=DesignationState.CLOSED):
        raise NotNow(_("I voti non sono ancora contati, c'è una parità, oppure è già conclusa."))
    designation.refresh_from_db()
    designation.minutes = minutes_of(designation, by=by)
    designation.act_date = designation.act_date or moment.date()
    designation.act_body = designation.act_body or str(_("Designazione sul portale"))
    designation.save(update_fields=["minutes", "act_date", "act_body"])
    roles = {Elected.PRINCIPAL: MandateRole.DELEGATE, Elected.SUBSTITUTE: MandateRole.SUBSTITUTE}
    elected = designation.candidates.filter(elected__in=list(roles)).select_related("user", "partner")
    for one in elected:
        role = roles[Elected(one.elected)]
        _seat(designation, one.user, one.partner, role, by, is_name_public=one.is_name_public)
    audit.record(actor=by, action="designation.concluded", target=designation)
    copies.forget()


@transaction.atomic
def cancel(*, designation: Designation, reason: str, by: User) -> None:
    """Stop a designation before it gave mandates.

    :raises NotNow: it was concluded.
    """
    going = [DesignationState.RUNNING, DesignationState.COUNTED, DesignationState.TIED]
    if not Designation.objects.filter(pk=designation.pk, state__in=going).update(state=DesignationState.CANCELLED):
        raise NotNow(_("Questa designazione non è più in corso."))
    audit.record(actor=by, action="designation.cancelled", target=designation, reason=reason)


def _save_new(designation: Designation) -> None:
    try:
        with transaction.atomic():
            designation.save()
    except IntegrityError as error:
        raise AlreadyRunning(_("Per questo seggio c'è già una designazione in corso.")) from error


def _check_voter(designation: Designation, partner: Partner, by: User, power: Power, moment: datetime) -> None:
    is_on_the_roll = designation.roll.filter(partner=partner).exists()
    if not is_on_the_roll or not can_act_for(by, partner, moment=moment, scope=WHOLE_DISTRICT, power=power):
        raise NotYours(_("Non puoi farlo per questa organizzazione: serve un mandato in vigore."))


def _rank(designation: Designation) -> None:
    """Write who was elected, or that a tie has to be broken first."""
    if straddling_ties(designation):
        Designation.objects.filter(pk=designation.pk).update(state=DesignationState.TIED)
        designation.refresh_from_db()
        return
    standing = designation.candidates.filter(withdrawn_at=None).order_by("-votes", "lot", "pk")
    for place, candidate in enumerate(standing):
        elected = Elected.NO
        if candidate.votes:
            if place < designation.principals:
                elected = Elected.PRINCIPAL
            elif place < designation.principals + designation.substitutes:
                elected = Elected.SUBSTITUTE
        Candidate.objects.filter(pk=candidate.pk).update(elected=elected)


def _seat(
    designation: Designation, user: User, partner: Partner, role: MandateRole, by: User, *, is_name_public: bool
) -> None:
    give_seat(
        seat=designation.seat,
        user=user,
        partner=partner,
        role=role,
        starts_on=designation.mandate_starts_on,
        ends_on=designation.mandate_ends_on,
        by=by,
        can_sign=designation.can_sign,
        scope=designation.scope,
        designation=designation,
        act_number=designation.act_number,
        act_date=designation.act_date,
        act_body=designation.act_body,
        act_file=designation.minutes,
        is_name_public=is_name_public,
    )


def ballots_left(designation: Designation) -> int:
    """Return how many ballots are still blank."""
    return Ballot.objects.filter(designation=designation, is_cast=False).count()
