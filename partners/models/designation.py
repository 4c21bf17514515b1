# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many organisations choose together who holds their seat: minutes made elsewhere, or a secret ballot here.

Note [A ballot cannot be tied to who cast it]
---------------------------------------------
The roll says which organisation has voted, and when is written nowhere in it. Blank ballots are made when the round
opens, one for each organisation; voting fills in one of them taken by chance, so that neither their order nor their
number tells who came when. A ballot has no moment, no person and a random key. When votes are counted all ballots are
written anew in another order, so that nothing of the database's own bookkeeping (places of rows, numbers of
transactions) is left that stood beside the roll. Until then only who can read the database's files could try.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.enums import DesignationKind, DesignationState, Elected
from partners.models.mandate import WHOLE_DISTRICT


class Designation(models.Model):
    """The choice of who holds a seat, as titolare and as substitute."""

    seat = models.ForeignKey(
        "partners.Seat", verbose_name=_("seggio"), on_delete=models.PROTECT, related_name="designations"
    )
    kind = models.CharField(_("come"), max_length=12, choices=DesignationKind.choices)
    state = models.CharField(
        _("stato"), max_length=12, choices=DesignationState.choices, default=DesignationState.RUNNING
    )
    principals = models.PositiveSmallIntegerField(_("quanti titolari"), default=1)
    substitutes = models.PositiveSmallIntegerField(_("quanti supplenti"), default=1)
    candidacies_close_at = models.DateTimeField(_("candidature fino a"), null=True, blank=True)
    voting_closes_at = models.DateTimeField(_("si vota fino a"), null=True, blank=True)
    mandate_starts_on = models.DateField(_("mandato dal"))
    mandate_ends_on = models.DateField(_("mandato al, compreso"))
    can_sign = models.BooleanField(_("può firmare"), default=False)
    scope = models.CharField(_("dove vale"), max_length=40, default=WHOLE_DISTRICT)
    act_number = models.CharField(_("numero del verbale o dell'atto"), max_length=40, blank=True)
    act_date = models.DateField(_("data del verbale o dell'atto"), null=True, blank=True)
    act_body = models.CharField(_("chi lo ha deciso"), max_length=150, blank=True)
    minutes = models.ForeignKey(
        "core.PrivateUpload", verbose_name=_("verbale"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    tie_reason = models.TextField(_("come si è sciolta la parità"), blank=True)
    blank_votes = models.PositiveIntegerField(_("schede bianche"), null=True, editable=False)
    opened_at = models.DateTimeField(_("aperta il"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(_("voti contati il"), null=True, editable=False)

    class Meta:
        verbose_name = _("designazione")
        verbose_name_plural = _("designazioni")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=DesignationKind.ELSEWHERE)
                | Q(candidacies_close_at__isnull=False, voting_closes_at__gt=F("candidacies_close_at")),
                name="designation_round_has_dates",
                violation_error_message=_("Il voto si chiude dopo le candidature."),
            ),
            models.CheckConstraint(
                condition=Q(mandate_ends_on__gte=F("mandate_starts_on")),
                name="designation_mandate_ends_after_it_starts",
                violation_error_message=_("L'ultimo giorno del mandato viene prima del primo."),
            ),
            models.UniqueConstraint(
                fields=("seat",),
                condition=Q(state__in=[DesignationState.RUNNING, DesignationState.COUNTED, DesignationState.TIED]),
                name="designation_one_at_a_time",
                violation_error_message=_("Per questo seggio c'è già una designazione in corso."),
            ),
        ]

    def __str__(self) -> str:
        return f"designazione {self.pk}"

    @property
    def url(self) -> str:
        """The page for those who choose."""
        return reverse("partners:designation", args=[self.pk])

    def takes_candidacies_at(self, moment: datetime) -> bool:
        """Return whether one may stand at this moment."""
        return self._is_running and self.candidacies_close_at is not None and moment < self.candidacies_close_at

    def takes_votes_at(self, moment: datetime) -> bool:
        """Return whether one may vote at this moment."""
        if not self._is_running or self.candidacies_close_at is None or self.voting_closes_at is None:
            return False
        return self.candidacies_close_at <= moment < self.voting_closes_at

    def is_over_at(self, moment: datetime) -> bool:
        """Return whether the vote is over and not yet counted."""
        return self._is_running and self.voting_closes_at is not None and self.voting_closes_at <= moment

    @property
    def _is_running(self) -> bool:
        return self.state == DesignationState.RUNNING and self.kind == DesignationKind.ROUND


class Candidate(models.Model):
    """A person who stands for a seat, put forward by the own organisation."""

    designation = models.ForeignKey(Designation, on_delete=models.PROTECT, related_name="candidates")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+")
    presentation = models.TextField(_("perché ti candidi"), blank=True)
    is_name_public = models.BooleanField(_("se eletta o eletto, il nome compare sul sito"), default=False)
    withdrawn_at = models.DateTimeField(null=True)
    votes = models.PositiveIntegerField(_("voti"), null=True, editable=False)
    lot = models.PositiveSmallIntegerField(_("posto nel sorteggio"), default=0)
    elected = models.CharField(_("esito"), max_length=12, choices=Elected.choices, blank=True)

    class Meta:
        verbose_name = _("candidatura")
        verbose_name_plural = _("candidature")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("designation", "user"), name="candidate_once"),
        ]

    def __str__(self) -> str:
        return f"candidatura {self.pk}"

    @property
    def name(self) -> str:
        """How those who choose read it."""
        return self.user.get_full_name() or str(_("Persona senza nome"))


class RollEntry(models.Model):
    """An organisation that may vote, and whether it has. Never what, never when."""

    designation = models.ForeignKey(Designation, on_delete=models.PROTECT, related_name="roll")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="+")
    has_voted = models.BooleanField(_("ha votato"), default=False)

    class Meta:
        verbose_name = _("avente diritto al voto")
        verbose_name_plural = _("aventi diritto al voto")
        ordering = ["partner__name"]
        constraints = [models.UniqueConstraint(fields=("designation", "partner"), name="roll_entry_once")]

    def __str__(self) -> str:
        return f"avente diritto {self.pk}"


class Ballot(models.Model):
    """A ballot: blank until it is cast; see Note [A ballot cannot be tied to who cast it]."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    designation = models.ForeignKey(Designation, on_delete=models.PROTECT, related_name="ballots")
    is_cast = models.BooleanField(default=False)
    candidate = models.ForeignKey(Candidate, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("scheda")
        verbose_name_plural = _("schede")

    def __str__(self) -> str:
        return "scheda"
