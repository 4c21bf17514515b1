# SPDX-License-Identifier: AGPL-3.0-or-later
"""Applications to join the Distretto: what was declared, what was asked, what was found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partners.enums import (
    WAITING_STATES,
    ApplicantRole,
    ApplicationState,
    CheckResult,
    PartnerKind,
    RuntsSection,
    StepKind,
)
from partners.validators import WebAddressValidator


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Applications, by where they stand."""

    def waiting(self) -> ApplicationQuerySet:
        """Keep those that the office still has to decide."""
        return self.filter(state__in=WAITING_STATES)

    def sent(self) -> ApplicationQuerySet:
        """Leave out what is only being prepared: it is private."""
        return self.exclude(state=ApplicationState.DRAFT)


class Application(models.Model):
    """An organisation asks to join the Distretto. While a draft, only its author sees it."""

    call = models.ForeignKey(
        "partners.Call", verbose_name=_("avviso"), on_delete=models.PROTECT, related_name="applications"
    )
    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("chi la presenta"), on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(
        _("stato"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.DRAFT
    )
    key = models.CharField(_("chiave di invio"), max_length=64, unique=True)
    number = models.CharField(_("numero"), max_length=20, blank=True)
    receipt_code = models.CharField(_("codice della ricevuta"), max_length=43, unique=True)
    registry_number = models.CharField(_("numero di protocollo"), max_length=40, blank=True)
    started_at = models.DateTimeField(_("iniziata il"))
    saved_at = models.DateTimeField(_("salvata il"))
    sent_at = models.DateTimeField(_("presentata il"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decisa il"), null=True, blank=True)
    motivation = models.TextField(_("motivazione"), blank=True)
    partner = models.ForeignKey(
        "partners.Partner",
        verbose_name=_("partner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )

    fiscal_code = models.CharField(_("codice fiscale"), max_length=11, blank=True)
    name = models.CharField(_("denominazione"), max_length=200, blank=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=PartnerKind.choices, blank=True)
    runts_section = models.CharField(_("sezione del RUNTS"), max_length=20, choices=RuntsSection.choices, blank=True)
    runts_number = models.CharField(_("numero nel RUNTS"), max_length=20, blank=True)
    municipality = models.CharField(_("comune della sede"), max_length=80, blank=True)
    is_from_runts = models.BooleanField(_("dati presi dal RUNTS"), default=False)
    address = models.CharField(_("via e numero"), max_length=200, blank=True)
    pec = models.EmailField(_("PEC"), blank=True)
    email = models.EmailField(_("e-mail dell'organizzazione"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    website = models.URLField(_("sito"), blank=True, validators=[WebAddressValidator()])
    areas = models.ManyToManyField("core.Area", verbose_name=_("aree di intervento"), blank=True, related_name="+")
    what_it_does = models.TextField(_("che cosa fa"), blank=True)
    applicant_name = models.CharField(_("nome e cognome di chi presenta la domanda"), max_length=120, blank=True)
    applicant_role = models.CharField(_("a che titolo"), max_length=20, choices=ApplicantRole.choices, blank=True)
    delegate_name = models.CharField(_("nome e cognome della persona delegata"), max_length=120, blank=True)
    delegate_email = models.EmailField(_("e-mail della persona delegata"), blank=True)
    has_declared = models.BooleanField(_("dichiarazione resa"), default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("domanda di adesione")
        verbose_name_plural = _("domande di adesione")
        ordering = ["sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=("number",), condition=~Q(number=""), name="application_number_once"),
            models.UniqueConstraint(
                fields=("call", "fiscal_code"),
                condition=Q(state__in=sorted(WAITING_STATES)),
                name="application_one_waiting_for_each_code",
            ),
            models.UniqueConstraint(
                fields=("call", "applicant"),
                condition=Q(state=ApplicationState.DRAFT),
                name="application_one_draft_for_each_person",
            ),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.DRAFT)
                | (Q(sent_at__isnull=False) & ~Q(number="") & ~Q(fiscal_code="") & Q(has_declared=True)),
                name="application_sent_is_whole",
            ),
        ]
        indexes = [models.Index(fields=("state", "sent_at"), name="application_queue")]

    def __str__(self) -> str:
        return f"domanda {self.number or self.pk}"

    @property
    def receipt_url(self) -> str:
        """Where whoever holds the code reads where the application is."""
        return reverse("partners:application", args=[self.receipt_code])

    @property
    def is_draft(self) -> bool:
        """Whether only its author sees it."""
        return self.state == ApplicationState.DRAFT

    @property
    def is_waiting(self) -> bool:
        """Whether the office still has to decide."""
        return self.state in WAITING_STATES

    @property
    def is_admitted(self) -> bool:
        """Whether it was accepted."""
        return self.state == ApplicationState.ADMITTED

    @property
    def is_refused(self) -> bool:
        """Whether it was not accepted."""
        return self.state == ApplicationState.REFUSED


class ApplicationStep(models.Model):
    """Something that the office asked of who applied, with a term, and the answer."""

    application = models.ForeignKey(
        Application, verbose_name=_("domanda"), on_delete=models.PROTECT, related_name="steps"
    )
    kind = models.CharField(_("tipo"), max_length=12, choices=StepKind.choices)
    request = models.TextField(_("che cosa si chiede, o perché"))
    asked_at = models.DateTimeField(_("chiesta il"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("entro il"))
    answer = models.TextField(_("risposta"), blank=True)
    answered_at = models.DateTimeField(_("risposta il"), null=True, blank=True)

    class Meta:
        verbose_name = _("richiesta a chi ha presentato una domanda")
        verbose_name_plural = _("richieste a chi ha presentato una domanda")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("application", "kind"),
                condition=Q(kind=StepKind.OBJECTION, answered_at=None),
                name="application_one_open_notice",
            )
        ]

    def __str__(self) -> str:
        return f"richiesta {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.answered_at is None

    @property
    def is_objection(self) -> bool:
        """Whether it is the notice that comes before a refusal."""
        return self.kind == StepKind.OBJECTION


class ApplicationCheck(models.Model):
    """What the office found of one criterion."""

    application = models.ForeignKey(
        Application, verbose_name=_("domanda"), on_delete=models.PROTECT, related_name="checks"
    )
    criterion = models.ForeignKey("partners.CallCriterion", on_delete=models.PROTECT, related_name="+")
    result = models.CharField(_("esito"), max_length=12, choices=CheckResult.choices)
    note = models.CharField(_("nota interna"), max_length=300, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(_("controllato il"))

    class Meta:
        verbose_name = _("controllo di un criterio")
        verbose_name_plural = _("controlli dei criteri")
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=("application", "criterion"), name="application_check_once"),
        ]

    def __str__(self) -> str:
        return f"controllo {self.pk}"


class ApplicationFile(models.Model):
    """A document handed in with an application, or with the answer to a request."""

    application = models.ForeignKey(
        Application, verbose_name=_("domanda"), on_delete=models.PROTECT, related_name="files"
    )
    wanted = models.ForeignKey(
        "partners.CallAttachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    step = models.ForeignKey(ApplicationStep, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    upload = models.ForeignKey("core.PrivateUpload", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("aggiunto il"))

    class Meta:
        verbose_name = _("allegato a una domanda")
        verbose_name_plural = _("allegati alle domande")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"allegato {self.pk}"


class ApplicationEvent(models.Model):
    """One thing that happened to an application, as who applied may read it. Never changed, never deleted."""

    application = models.ForeignKey(
        Application, verbose_name=_("domanda"), on_delete=models.PROTECT, related_name="events"
    )
    what = models.CharField(_("che cosa"), max_length=40)
    moment = models.DateTimeField(_("quando"))
    is_of_office = models.BooleanField(_("dell'ufficio"))

    class Meta:
        verbose_name = _("fatto di una domanda")
        verbose_name_plural = _("fatti delle domande")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.application_id}"


class WaitingApplication(models.Model):
    """An application sent by somebody who has not signed in yet: erased unless the code is typed in time."""

    call = models.ForeignKey("partners.Call", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    token = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    payload = models.JSONField(default=dict)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("domanda che aspetta il codice")
        verbose_name_plural = _("domande che aspettano il codice")
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("sent_at")), name="waiting_application_expires_later")
        ]

    def __str__(self) -> str:
        return f"in attesa {self.pk}"

    @property
    def confirm_url(self) -> str:
        """Where the code is typed."""
        return reverse("partners:confirm_application", args=[self.token])
