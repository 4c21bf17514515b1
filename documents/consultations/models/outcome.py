# SPDX-License-Identifier: AGPL-3.0-or-later
"""Outcomes: the office's reasoned answer to an observation (L. 241/1990, art. 3: reasons are owed)."""

import uuid

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations import enums
from documents.consultations.models.consultation import Consultation
from documents.consultations.models.identity import Paragraph
from portal.comments.models import Observation


class Outcome(models.Model):
    """One answer to one observation; `batch` joins those answered together. Readers see office and role, no person."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="outcomes")
    observation = models.OneToOneField(Observation, on_delete=models.PROTECT, related_name="outcome")
    revision_number = models.PositiveSmallIntegerField(_("revisione a cui risponde"))
    kind = models.CharField(_("esito"), max_length=13, choices=enums.OutcomeKind.choices)
    motivation = models.TextField(_("motivo"), validators=[MinLengthValidator(30)])
    office = models.CharField(_("ufficio che ha risposto"), max_length=150)
    other_office = models.CharField(_("ufficio competente, se è un altro"), max_length=150, blank=True)
    batch = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    paragraphs = models.ManyToManyField(Paragraph, through="OutcomeParagraph", related_name="outcomes")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    prepared_at = models.DateTimeField(_("preparato il"))
    published_at = models.DateTimeField(_("pubblicato il"), null=True, blank=True)

    class Meta:
        verbose_name = _("esito")
        verbose_name_plural = _("esiti")
        indexes = [models.Index(fields=("consultation", "published_at"), name="outcome_published")]

    def __str__(self) -> str:
        return f"esito {self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether anyone may read it."""
        return self.published_at is not None


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
