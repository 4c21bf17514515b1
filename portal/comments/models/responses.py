# SPDX-License-Identifier: AGPL-3.0-or-later
"""The official response of an organisation: written in private by its people, sent once by who leads.

Note [Nobody outside]
---------------------
Until it is sent, a response exists for the people who may speak for its partner and for nobody else: no page of staff,
no audit row, no count, no index entry, no export of others names it. So these models have no permissions of their own,
no search source and no admin; every reading goes through `queries/responses.py`, which asks for an active mandate in
the same statement. What happened inside is kept in `ResponseStep`, for the colleagues.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.comments import enums
from portal.comments.models.observation import Observation


class PartnerResponseQuerySet(models.QuerySet["PartnerResponse"]):
    """Responses, narrowed."""

    def unsent(self) -> PartnerResponseQuerySet:
        """Return those that only the partner's people know of."""
        return self.filter(state=enums.ResponseState.DRAFT)

    def sent(self) -> PartnerResponseQuerySet:
        """Return those that were sent."""
        return self.filter(state=enums.ResponseState.SENT)


class PartnerResponse(models.Model):
    """What an organisation says in one consultation: one for each, whoever wrote its pieces."""

    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="responses", verbose_name=_("partner")
    )
    scope = models.CharField(_("consultazione"), max_length=40, db_index=True)
    state = models.CharField(
        _("stato"), max_length=8, choices=enums.ResponseState.choices, default=enums.ResponseState.DRAFT
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("chi la guida"),
    )  # fmt: skip
    lead_turn = models.PositiveIntegerField(_("quante volte è cambiata la guida"), default=0)
    started_at = models.DateTimeField(_("cominciata il"))
    sent_at = models.DateTimeField(_("inviata il"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name=_("inviata da"),
    )  # fmt: skip
    sender_name = models.CharField(_("nome di chi l'ha inviata"), max_length=120, blank=True)
    sender_role = models.CharField(_("in che ruolo"), max_length=20, blank=True)
    key = models.CharField(_("chiave contro il doppio invio"), max_length=64, unique=True, null=True, blank=True)

    objects = PartnerResponseQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("risposta di un partner")
        verbose_name_plural = _("risposte dei partner")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=("partner", "scope"), name="response_once_per_partner_and_consultation"),
            models.CheckConstraint(
                condition=models.Q(state="DRAFT", sent_at__isnull=True, key__isnull=True)
                | (models.Q(state="SENT", sent_at__isnull=False, key__isnull=False) & ~models.Q(sender_role="")),
                name="response_sent_says_when_and_in_what_role",
            ),
        ]

    def __str__(self) -> str:
        return f"risposta {self.pk}"

    @property
    def is_sent(self) -> bool:
        """Whether it left."""
        return self.state == enums.ResponseState.SENT

    @property
    def workspace_url(self) -> str:
        """The private page of the partner's people."""
        return reverse("comments:response", args=[self.pk])

    @property
    def public_url(self) -> str:
        """The page where anyone reads it once something of it is published."""
        return f"/risposte-ufficiali/{self.pk}/"


class ResponseDraft(models.Model):
    """What a colleague wrote, as it was written: the lead works on copies and never touches this."""

    response = models.ForeignKey(PartnerResponse, on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = models.CharField(_("chiave contro il doppio invio"), max_length=64, unique=True)
    target_kind = models.CharField(_("su che cosa"), max_length=12)
    target_id = models.CharField(_("identità"), max_length=36)
    section_id = models.CharField(_("sezione"), max_length=36, blank=True)
    target_label = models.CharField(_("parte del testo"), max_length=250)
    quote = models.TextField(_("le parole commentate"), blank=True)
    version_number = models.PositiveSmallIntegerField(_("scritta sulla versione"))
    kind = models.CharField(_("tipo"), max_length=12, choices=enums.Kind.choices, default=enums.Kind.OBSERVATION)
    text = models.TextField(_("testo"))
    created_at = models.DateTimeField(_("scritta il"))
    changed_at = models.DateTimeField(_("cambiata il"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("contributo di un collega")
        verbose_name_plural = _("contributi dei colleghi")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"contributo {self.pk}"


class ResponseComment(models.Model):
    """What colleagues tell each other about a contribution."""

    draft = models.ForeignKey(ResponseDraft, on_delete=models.PROTECT, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = models.CharField(_("chiave contro il doppio invio"), max_length=64, unique=True)
    text = models.TextField(_("testo"))
    created_at = models.DateTimeField(_("scritto il"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("commento fra colleghi")
        verbose_name_plural = _("commenti fra colleghi")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"commento {self.pk}"


class ResponseItem(models.Model):
    """The lead's copy of a contribution: what will be sent, in what order. Sent, it is an observation."""

    response = models.ForeignKey(PartnerResponse, on_delete=models.PROTECT, related_name="items")
    draft = models.OneToOneField(ResponseDraft, on_delete=models.PROTECT, related_name="copy")
    position = models.PositiveSmallIntegerField(_("posto"))
    kind = models.CharField(_("tipo"), max_length=12, choices=enums.Kind.choices, default=enums.Kind.OBSERVATION)
    text = models.TextField(_("testo"))
    is_dropped = models.BooleanField(_("lasciata fuori"), default=False)
    edition = models.PositiveIntegerField(_("quante volte è cambiata"), default=0)
    changed_at = models.DateTimeField(_("cambiata il"))
    observation = models.OneToOneField(
        Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="response_item"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("punto della risposta")
        verbose_name_plural = _("punti della risposta")
        default_permissions = ()
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"punto {self.pk}"


class ResponseStep(models.Model):
    """What happened to a response, for the colleagues: who took the lead, who took what into it, who sent it."""

    response = models.ForeignKey(PartnerResponse, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(_("che cosa"), max_length=12, choices=enums.ResponseStepKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    moment = models.DateTimeField(_("quando"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("passo di una risposta")
        verbose_name_plural = _("passi di una risposta")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"passo {self.pk}"
