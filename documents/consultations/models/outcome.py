# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes: the office's reasoned answer to an observation (L. 241/1990, art. 3: reasons are owed)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from documents.consultations import enums
from documents.consultations.models.consultation import Consultation
from documents.consultations.models.identity import Paragraph
from portal.comments.models import Observation

SHORTEST_MOTIVATION = 30


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    """Outcomes, narrowed."""

    def published(self) -> OutcomeQuerySet:
        """Return what anyone may read."""
        return self.filter(published_at__isnull=False)

    def prepared(self) -> OutcomeQuerySet:
        """Return what has never been public."""
        return self.filter(published_at__isnull=True)

    def waiting(self) -> OutcomeQuerySet:
        """Return what waits in private for the coordinator: first answers, and those to be given anew."""
        return self.filter(models.Q(published_at__isnull=True) | models.Q(redraft__isnull=False))

    def accepting(self) -> OutcomeQuerySet:
        """Return those that say yes, wholly or in part."""
        return self.filter(kind__in=enums.ACCEPTING)

    def stale(self) -> OutcomeQuerySet:
        """Return those whose observation was changed by its author afterwards, and that nobody looked at again."""
        now = models.F("observation__revision_number")
        return self.exclude(revision_number=now).exclude(redraft__revision_number=now)


class Outcome(models.Model):
    """One answer to one observation; `batch` joins those answered together. Readers see office and role, no person."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="outcomes")
    observation = models.OneToOneField(Observation, on_delete=models.PROTECT, related_name="outcome")
    revision_number = models.PositiveSmallIntegerField(_("revisione a cui risponde"))
    kind = models.CharField(_("esito"), max_length=13, choices=enums.OutcomeKind.choices)
    motivation = models.TextField(_("motivo"), validators=[MinLengthValidator(SHORTEST_MOTIVATION)])
    office = models.CharField(_("ufficio che ha risposto"), max_length=150)
    other_office = models.CharField(_("ufficio competente, se è un altro"), max_length=150, blank=True)
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    paragraphs = models.ManyToManyField(Paragraph, through="OutcomeParagraph", related_name="outcomes")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    prepared_at = models.DateTimeField(_("preparato il"))
    published_at = models.DateTimeField(_("pubblicato il"), null=True, blank=True)
    edition = models.PositiveSmallIntegerField(
        _("stesura"),
        default=1,
        help_text=_("Cresce a ogni salvataggio: chi salva una stesura superata viene avvisato."),
    )

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("esito")
        verbose_name_plural = _("esiti")
        indexes = [models.Index(fields=("consultation", "published_at"), name="outcome_published")]
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("motivation"), SHORTEST_MOTIVATION),
                name="outcome_gives_its_reasons",
                violation_error_message=_("Il motivo deve avere almeno 30 caratteri."),
            )
        ]

    def __str__(self) -> str:
        return f"esito {self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether anyone may read it."""
        return self.published_at is not None

    @property
    def is_accepting(self) -> bool:
        """Whether it says yes, wholly or in part."""
        return self.kind in enums.ACCEPTING

    @property
    def in_hand(self) -> Outcome | Redraft:
        """What the office is working on: the answer to be given anew, if there is one, else this."""
        redraft: Redraft | None = getattr(self, "redraft", None)
        return redraft or self

    @property
    def is_waiting(self) -> bool:
        """Whether something here waits for the coordinator."""
        return not self.is_published or self.in_hand is not self


class Redraft(models.Model):
    """An answer to be given in place of a published one, in private: readers keep the old one until it comes out.

    It is given anew because the observation changed, or as a correction, and then it says why.
    """

    outcome = models.OneToOneField(Outcome, on_delete=models.CASCADE, related_name="redraft")
    revision_number = models.PositiveSmallIntegerField(_("revisione a cui risponde"))
    kind = models.CharField(_("esito"), max_length=13, choices=enums.OutcomeKind.choices)
    motivation = models.TextField(_("motivo"), validators=[MinLengthValidator(SHORTEST_MOTIVATION)])
    office = models.CharField(_("ufficio che ha risposto"), max_length=150)
    other_office = models.CharField(_("ufficio competente, se è un altro"), max_length=150, blank=True)
    paragraph_ids = models.JSONField(_("paragrafi che cambiano"), default=list)
    promise = models.JSONField(_("impegno"), default=dict)
    reason = models.TextField(_("perché si corregge"), blank=True)
    batch = models.UUIDField(default=uuid.uuid4, editable=False)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    prepared_at = models.DateTimeField(_("preparato il"))
    edition = models.PositiveSmallIntegerField(_("stesura"))

    class Meta:
        verbose_name = _("nuova risposta in preparazione")
        verbose_name_plural = _("nuove risposte in preparazione")
        constraints = [
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("motivation"), SHORTEST_MOTIVATION),
                name="redraft_gives_its_reasons",
            )
        ]

    def __str__(self) -> str:
        return f"nuova risposta {self.pk}"

    @property
    def is_accepting(self) -> bool:
        """Whether it says yes, wholly or in part."""
        return self.kind in enums.ACCEPTING


class FormerAnswer(models.Model):
    """An answer that was published and then given anew. The database keeps it as it was.

    `reason` is why it was corrected; nothing, when it was given anew because the observation had changed.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="former")
    revision_number = models.PositiveSmallIntegerField(_("revisione a cui rispondeva"))
    kind = models.CharField(_("esito"), max_length=13, choices=enums.OutcomeKind.choices)
    motivation = models.TextField(_("motivo"))
    published_at = models.DateTimeField(_("pubblicato il"))
    edition = models.PositiveSmallIntegerField(_("stesura"), default=0)
    office = models.CharField(_("ufficio che aveva risposto"), max_length=150, blank=True)
    other_office = models.CharField(_("ufficio competente, se era un altro"), max_length=150, blank=True)
    paragraph_ids = models.JSONField(_("paragrafi che cambiava"), default=list)
    promise = models.JSONField(_("impegno"), default=dict)
    reason = models.TextField(_("perché è stata corretta"), blank=True)
    replaced_at = models.DateTimeField(_("sostituita il"), null=True)

    class Meta:
        verbose_name = _("risposta precedente")
        verbose_name_plural = _("risposte precedenti")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.outcome_id}: {self.kind}"


class OutcomeParagraph(models.Model):
    """A paragraph that an accepted observation changed."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT)

    class Meta:
        verbose_name = _("paragrafo cambiato")
        verbose_name_plural = _("paragrafi cambiati")
        constraints = [models.UniqueConstraint(fields=("outcome", "paragraph"), name="outcome_paragraph_once")]

    def __str__(self) -> str:
        return f"{self.outcome_id}:{self.paragraph_id}"


class Commitment(models.Model):
    """What the office will do instead of changing words: what, who, by when."""

    outcome = models.OneToOneField(Outcome, on_delete=models.CASCADE, related_name="commitment")
    what = models.TextField(_("che cosa faremo"))
    who = models.CharField(_("chi"), max_length=150)
    due_date = models.DateField(_("entro il"))

    class Meta:
        verbose_name = _("impegno")
        verbose_name_plural = _("impegni")

    def __str__(self) -> str:
        return self.what[:60]
