# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why words changed: given in private to each change of the coming version, frozen with the version."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext_lazy as _

from documents.consultations import enums
from documents.consultations.enums import CauseKind
from documents.consultations.models.identity import Paragraph, Section
from documents.consultations.models.sign_off import SignOff
from documents.consultations.models.text import Text
from documents.consultations.models.version import Version
from portal.comments.models import Observation
from tavoli.models import Meeting

SHORTEST_WORDS = 15


class CauseWords(models.Model):
    """What a cause says: an observation, or words of a tavolo, of a sign-off, of the office.

    `reference` says whose a sign-off is, with number and date: also where the sign-off is a row of ours.
    """

    kind = models.CharField(_("perché"), max_length=11, choices=enums.CauseKind.choices)
    observation = models.ForeignKey(
        Observation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("osservazione")
    )
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("incontro")
    )
    sign_off = models.ForeignKey(
        SignOff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("firma")
    )
    reference = models.CharField(_("chi lo ha dato, numero e data"), max_length=200, blank=True)
    words = models.TextField(_("la decisione, il parere o il motivo"), blank=True)

    class Meta:
        abstract = True


def _says_what_it_must(name: str) -> models.CheckConstraint:
    """A cause of each kind has what it needs: a contribution, a meeting, a reference, words that say something."""
    has_words = GreaterThanOrEqual(Length("words"), SHORTEST_WORDS)
    return models.CheckConstraint(
        condition=Q(kind=CauseKind.OBSERVATION, observation__isnull=False)
        | (Q(kind=CauseKind.TAVOLO, meeting__isnull=False) & Q(has_words))
        | (Q(kind=CauseKind.SIGN_OFF) & ~Q(reference="") & Q(has_words))
        | (Q(kind=CauseKind.OFFICE) & Q(has_words)),
        name=name,
    )


class CauseDraft(CauseWords):
    """A cause given to a change that readers do not see yet; it covers that change only, as it is."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="cause_drafts")
    stretch = models.CharField(_("modifica"), max_length=64)
    digest = models.CharField(_("impronta di quel che dice"), max_length=64)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(_("data il"))

    class Meta:
        verbose_name = _("causa in preparazione")
        verbose_name_plural = _("cause in preparazione")
        ordering = ["pk"]
        constraints = [
            _says_what_it_must("cause_draft_says_why"),
            models.UniqueConstraint(fields=("text", "stretch", "digest"), name="cause_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stretch[:8]}: {self.kind}"


class Cause(CauseWords):
    """Why some words of a version are not those of the version before. Never changed, like the version."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="causes")
    stretch = models.CharField(_("modifica"), max_length=64)
    change = models.CharField(_("che cosa è cambiato"), max_length=15, choices=enums.ChangeKind.choices)
    paragraph = models.ForeignKey(Paragraph, null=True, on_delete=models.PROTECT, related_name="causes")
    section = models.ForeignKey(Section, null=True, on_delete=models.PROTECT, related_name="causes")
    old_start = models.PositiveIntegerField(_("dove cominciano le parole di prima"), default=0)
    old_words = models.TextField(_("parole tolte"), blank=True)
    new_words = models.TextField(_("parole aggiunte"), blank=True)
    observation = models.ForeignKey(
        Observation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name=_("osservazione"),
    )

    class Meta:
        verbose_name = _("causa di una modifica")
        verbose_name_plural = _("cause delle modifiche")
        ordering = ["pk"]
        indexes = [models.Index(fields=("version", "paragraph"), name="cause_of_a_paragraph")]
        constraints = [_says_what_it_must("cause_says_why")]

    def __str__(self) -> str:
        return f"{self.version_id}, {self.stretch[:8]}: {self.kind}"
