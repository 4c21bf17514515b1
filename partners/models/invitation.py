# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations by e-mail to act for an organisation, to hold a seat or to help as an expert; and experts themselves.

Note [An invitation opens only for its address]
-----------------------------------------------
The link carries a random token of which only a fingerprint is stored. It opens nothing by itself: who accepts proves
the invited address, with a code mailed there or by being signed in with it. So a link that is guessed, forwarded or
read in a log gives nothing. The first page takes the token out of the address at once, so that no page with anything
on it is ever asked under an address that holds it.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.enums import InvitationKind, MandateRole
from partners.models.mandate import WHOLE_DISTRICT, day_of


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, by whether they may still be accepted."""

    def open_at(self, moment: datetime) -> InvitationQuerySet:
        """Keep those that may be accepted at this moment."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=moment)


class Invitation(models.Model):
    """A person is asked, at one address, to take up a role; see Note [An invitation opens only for its address]."""

    kind = models.CharField(max_length=12, choices=InvitationKind.choices, default=InvitationKind.PERSON)
    email = models.EmailField(_("e-mail"))
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    partner = models.ForeignKey(
        "partners.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    seat = models.ForeignKey("partners.Seat", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    designation = models.ForeignKey(
        "partners.Designation", null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    role = models.CharField(_("ruolo"), max_length=20, choices=MandateRole.choices, default=MandateRole.DELEGATE)
    can_speak = models.BooleanField(_("può parlare"), default=True)
    can_vote = models.BooleanField(_("può votare"), default=False)
    can_sign = models.BooleanField(_("può firmare"), default=False)
    scope = models.CharField(_("dove vale"), max_length=40, default=WHOLE_DISTRICT)
    subject = models.CharField(_("di che cosa si occupa"), max_length=200, blank=True)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al, compreso"), null=True, blank=True)
    act_number = models.CharField(_("numero dell'atto"), max_length=40, blank=True)
    act_date = models.DateField(_("data dell'atto"), null=True, blank=True)
    act_body = models.CharField(_("organo che lo ha deciso"), max_length=150, blank=True)
    act_file = models.ForeignKey(
        "core.PrivateUpload", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    url = models.URLField(_("pagina in «Consulenti e collaboratori»"), blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("vale fino a"))
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invito")
        verbose_name_plural = _("inviti")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=InvitationKind.EXPERT, ends_on__isnull=False, can_vote=False, can_sign=False)
                | (~Q(kind=InvitationKind.EXPERT) & Q(partner__isnull=False)),
                name="invitation_is_for_a_partner_or_an_expert",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"),
        ]
        indexes = [models.Index(fields=("partner", "accepted_at"), name="invitation_of_partner")]

    def __str__(self) -> str:
        return f"invito {self.pk}"

    def is_open_at(self, moment: datetime) -> bool:
        """Return whether it may still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and moment < self.expires_at


class ExpertQuerySet(models.QuerySet["Expert"]):
    """Experts, by whether they help now."""

    def active_at(self, moment: datetime) -> ExpertQuerySet:
        """Keep those whose time runs and whose account is on."""
        day = day_of(moment)
        return self.filter(starts_on__lte=day, ends_on__gte=day, ended_at=None, user__is_active=True)


class Expert(models.Model):
    """A person invited to help for a time (Regolamento, art. 9): reads what is of its tavolo, votes for nobody."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("persona"), on_delete=models.PROTECT, related_name="+"
    )
    subject = models.CharField(_("di che cosa si occupa"), max_length=200)
    scope = models.CharField(_("dove"), max_length=40, default=WHOLE_DISTRICT)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al, compreso"))
    ended_at = models.DateTimeField(_("finito prima, il"), null=True, editable=False)
    act_number = models.CharField(_("numero dell'atto"), max_length=40, blank=True)
    act_date = models.DateField(_("data dell'atto"), null=True, blank=True)
    act_body = models.CharField(_("organo che lo ha deciso"), max_length=150, blank=True)
    url = models.URLField(_("pagina in «Consulenti e collaboratori»"), blank=True)
    is_name_public = models.BooleanField(_("il nome compare sul sito"), default=False)

    objects = ExpertQuerySet.as_manager()

    class Meta:
        verbose_name = _("persona esperta invitata")
        verbose_name_plural = _("persone esperte invitate")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="expert_ends_after_it_starts",
                violation_error_message=_("L'ultimo giorno viene prima del primo."),
            )
        ]

    def __str__(self) -> str:
        return f"persona esperta {self.pk}"

    def person(self) -> str:
        """Return who it is, for staff."""
        return self.user.get_full_name() or self.user.email
