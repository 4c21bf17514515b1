# SPDX-License-Identifier: AGPL-3.0-or-later
"""Consultations: why and about what; windows: when one may write."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.consultations.models.identity import Section
from documents.consultations.models.text import Text
from documents.consultations.models.version import Version
from documents.library.models import Document
from portal.core import audiences
from portal.core.models import PrivacyNotice

SCOPE_PREFIX = "consultation:"
SHORTEST_REASON = 15


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations, narrowed by what the public may know of them."""

    def announced(self) -> ConsultationQuerySet:
        """Return those that the coordinator has given a window: before that they are in preparation."""
        return self.filter(models.Exists(Window.objects.filter(consultation=models.OuterRef("pk"))))

    def for_audience(self, tokens: frozenset[str]) -> ConsultationQuerySet:
        """Return what the holder of these tokens may read: staff all, anybody what was announced."""
        return self.all() if audiences.STAFF in tokens else self.announced()

    def with_dates(self) -> ConsultationQuerySet:
        """Add the first opening and the last closing (`first_opens_at`, `last_closes_at`)."""
        return self.annotate(
            first_opens_at=models.Min("windows__opens_at"), last_closes_at=models.Max("windows__closes_at")
        )


class Consultation(models.Model):
    """An office asks the territory about a version of a text (Direttiva DFP 2/2017, five steps).

    It is in preparation until the coordinator gives it a window; the public knows nothing of it before.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("testo"))
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("versione in consultazione")
    )
    slug = models.SlugField(_("indirizzo"), max_length=120, unique=True)
    title = models.CharField(_("titolo"), max_length=250)
    purpose = models.TextField(_("perché vi chiediamo un parere"))
    negotiable = models.TextField(_("che cosa si decide qui"))
    not_negotiable = models.TextField(_("che cosa non si può cambiare"))
    who_decides = models.TextField(_("chi decide e quando"), blank=True)
    responsible_officer = models.CharField(_("responsabile del procedimento"), max_length=150)
    responsible_contact = models.CharField(_("come raggiungerlo"), max_length=200)
    office = models.CharField(_("ufficio che risponde"), max_length=150)
    notice = models.ForeignKey(
        PrivacyNotice, on_delete=models.PROTECT, related_name="+", verbose_name=_("informativa sulla privacy")
    )
    answers_due_date = models.DateField(
        _("risposte entro il"),
        null=True,
        blank=True,
        help_text=_("Il giorno in cui promettete tutte le risposte: si legge in pubblico."),
    )
    only_sections = models.ManyToManyField(
        Section,
        blank=True,
        related_name="+",
        verbose_name=_("solo queste sezioni"),
        help_text=_("Per riaprire una parte di un testo: sulle altre sezioni non si può scrivere."),
    )
    is_premoderated = models.BooleanField(
        _("le osservazioni si leggono prima di pubblicarle"),
        default=True,
        help_text=_("Consigliato: in questi testi si parla di persone fragili."),
    )
    materials = models.ManyToManyField(Document, through="Material", related_name="consultations")
    evaluation = models.TextField(_("che cosa abbiamo imparato"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_version = models.ForeignKey(
        Version,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_consultations",
        verbose_name=_("proposta definitiva che ne è uscita"),
    )
    results_published_at = models.DateTimeField(_("esiti pubblicati il"), null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultazione")
        verbose_name_plural = _("consultazioni")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(responsible_officer="") & ~models.Q(responsible_contact=""),
                name="consultation_has_responsible_officer",
                violation_error_message=_("Ogni procedimento ha un responsabile e un modo per raggiungerlo."),
            ),
            models.CheckConstraint(
                condition=models.Q(results_published_at__isnull=True) | models.Q(closed_version__isnull=False),
                name="consultation_results_come_with_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def scope(self) -> str:
        """The token under which its observations count together."""
        return f"{SCOPE_PREFIX}{self.pk}"

    @property
    def has_results(self) -> bool:
        """Whether the *proposta definitiva* and all the answers are published."""
        return self.results_published_at is not None


class WindowQuerySet(models.QuerySet["Window"]):
    """Windows, narrowed by a moment."""

    def open_at(self, moment: datetime) -> WindowQuerySet:
        """Return those in which one may write at this moment."""
        return self.filter(opens_at__lte=moment, closes_at__gt=moment)


class Window(models.Model):
    """A span of time in which anyone may write about the text of a consultation."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="windows")
    opens_at = models.DateTimeField(_("si apre"))
    closes_at = models.DateTimeField(_("si chiude"))

    objects = WindowQuerySet.as_manager()

    class Meta:
        verbose_name = _("finestra")
        verbose_name_plural = _("finestre")
        ordering = ["opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="window_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opens_at:%d/%m/%Y %H:%M} – {self.closes_at:%d/%m/%Y %H:%M}"

    def is_open_at(self, moment: datetime) -> bool:
        """Whether one may write at this moment: from the opening instant, up to but not at the closing one."""
        return self.opens_at <= moment < self.closes_at


class SectionWindow(models.Model):
    """When one may write about one section, inside the window: these dates count for it, not the window's."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="section_windows")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="windows")
    opens_at = models.DateTimeField(_("si apre"))
    closes_at = models.DateTimeField(_("si chiude"))

    class Meta:
        verbose_name = _("finestra di una sezione")
        verbose_name_plural = _("finestre delle sezioni")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=("window", "section"), name="section_window_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="section_window_closes_after_opening"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section_id}: {self.opens_at:%d/%m/%Y %H:%M} – {self.closes_at:%d/%m/%Y %H:%M}"


class WindowChange(models.Model):
    """The closing of a window, or of one section in it, was moved for a reason that everybody may read."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="changes")
    section = models.ForeignKey(
        Section, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("sezione")
    )
    old_closes_at = models.DateTimeField(_("si chiudeva"))
    new_closes_at = models.DateTimeField(_("si chiude"))
    reason = models.TextField(_("motivo"), validators=[MinLengthValidator(SHORTEST_REASON)])
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(_("deciso il"))

    class Meta:
        verbose_name = _("cambio di chiusura")
        verbose_name_plural = _("cambi di chiusura")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.old_closes_at:%d/%m/%Y %H:%M} → {self.new_closes_at:%d/%m/%Y %H:%M}"

    @property
    def is_extension(self) -> bool:
        """Whether there is more time than before."""
        return self.new_closes_at > self.old_closes_at


class GuidingQuestion(models.Model):
    """A question that helps people to say something useful about a section («Che cosa manca?»)."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="questions")
    section = models.ForeignKey(Section, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(_("domanda"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("domanda guida")
        verbose_name_plural = _("domande guida")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.question


class Category(models.Model):
    """What a contribution may say it is about («trasporto», «costi»): chosen by the writer, set by the office.

    Observations keep the slug only (`Observation.category`): the label may be corrected, the slug never.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="categories")
    slug = models.SlugField(_("nome breve"), max_length=60)
    label = models.CharField(_("categoria"), max_length=80)
    position = models.PositiveSmallIntegerField(_("ordine"), default=0)

    class Meta:
        verbose_name = _("categoria")
        verbose_name_plural = _("categorie")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=("consultation", "slug"), name="category_slug_once")]

    def __str__(self) -> str:
        return self.label


class Material(models.Model):
    """A document that helps to understand what is asked."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE)
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("materiale")
        verbose_name_plural = _("materiali")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=("consultation", "document"), name="material_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id}:{self.document_id}"
