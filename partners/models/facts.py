# SPDX-License-Identifier: AGPL-3.0-or-later
"""What else is known of an organisation: its numbers in other registers, its activities, its places, its services."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from partners import vocabularies
from partners.enums import Accreditation, IdentifierScheme
from partners.models.coordinates import coordinates_go_together, latitude_field, longitude_field
from partners.models.partner import Partner
from partners.validators import WebAddressValidator, validate_postcode


class PartnerIdentifier(models.Model):
    """The number of an organisation in a register that is neither the RUNTS nor the tax office's."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("registro"), max_length=20, choices=IdentifierScheme.choices)
    value = models.CharField(_("numero o codice"), max_length=60)
    since = models.DateField(_("iscritta dal"), null=True, blank=True)

    class Meta:
        verbose_name = _("iscrizione in un registro")
        verbose_name_plural = _("iscrizioni in altri registri")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=("partner", "scheme", "value"), name="partner_identifier_once")]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}: {self.value}"


class PartnerActivity(models.Model):
    """An activity of general interest (D.Lgs. 117/2017, art. 5)."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="activities")
    letter = models.CharField(_("attività"), max_length=1, choices=vocabularies.activities)

    class Meta:
        verbose_name = _("attività di interesse generale")
        verbose_name_plural = _("attività di interesse generale")
        ordering = ["letter"]
        constraints = [models.UniqueConstraint(fields=("partner", "letter"), name="partner_activity_once")]

    def __str__(self) -> str:
        return str(self.get_letter_display())


class PartnerPlace(models.Model):
    """A place where an organisation meets people, beside its seat."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="places")
    name = models.CharField(_("nome del luogo"), max_length=120)
    address = models.CharField(_("via e numero"), max_length=200, blank=True)
    municipality = models.CharField(_("comune"), max_length=80, db_index=True)
    postcode = models.CharField(_("CAP"), max_length=5, blank=True, validators=[validate_postcode])
    phone = models.CharField(_("telefono del luogo"), max_length=40, blank=True)
    opening_hours = models.CharField(_("orari"), max_length=200, blank=True)
    latitude = latitude_field()
    longitude = longitude_field()

    class Meta:
        verbose_name = _("luogo")
        verbose_name_plural = _("luoghi")
        ordering = ["municipality", "name", "pk"]
        constraints = [*coordinates_go_together("partner_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def line(self) -> str:
        """Where it is, in one line."""
        return ", ".join(part for part in (self.address, f"{self.postcode} {self.municipality}".strip()) if part)


class PartnerService(models.Model):
    """A service that an organisation gives: for whom, how one gets it, and whether it is authorised, since when."""

    partner = ParentalKey(Partner, on_delete=models.CASCADE, related_name="services")
    name = models.CharField(_("nome del servizio"), max_length=150)
    service_type = models.ForeignKey(
        "partners.ServiceType", verbose_name=_("tipo di servizio"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="services",
    )  # fmt: skip
    area = models.ForeignKey(
        "core.Area", verbose_name=_("area di intervento"), null=True, blank=True, on_delete=models.PROTECT,
        related_name="partner_services",
    )  # fmt: skip
    description = models.TextField(_("che cos'è"), blank=True)
    for_whom = models.CharField(_("per chi"), max_length=250, blank=True)
    how_to_get = models.TextField(_("come si ottiene"), blank=True)
    phone = models.CharField(_("telefono del servizio"), max_length=40, blank=True)
    opening_hours = models.CharField(_("orari"), max_length=200, blank=True)
    link = models.URLField(_("pagina del servizio"), blank=True, validators=[WebAddressValidator()])
    accreditation = models.CharField(
        _("autorizzazione o accreditamento"), max_length=16, choices=Accreditation.choices,
        default=Accreditation.NOT_NEEDED,
    )  # fmt: skip
    accreditation_date = models.DateField(_("stato aggiornato al"), null=True, blank=True)
    accreditation_act = models.CharField(_("atto"), max_length=150, blank=True)
    accreditation_ends_on = models.DateField(_("vale fino al, compreso"), null=True, blank=True)
    is_active = models.BooleanField(_("attivo"), default=True)

    class Meta:
        verbose_name = _("servizio")
        verbose_name_plural = _("servizi")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accreditation=Accreditation.NOT_NEEDED) | models.Q(accreditation_date__isnull=False),
                name="partner_service_accreditation_has_date",
                violation_error_message=_("Con lo stato dell'autorizzazione scrivi anche il giorno."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def needs_accreditation(self) -> bool:
        """Whether somebody must authorise it."""
        return self.accreditation != Accreditation.NOT_NEEDED

    @property
    def is_in_order(self) -> bool:
        """Whether what it needs was given; whether it still holds today is asked by `is_expired_on`."""
        return self.accreditation in {Accreditation.NOT_NEEDED, Accreditation.AUTHORISED, Accreditation.ACCREDITED}

    def is_expired_on(self, day: date) -> bool:
        """Return whether the authorisation was over on this day."""
        return self.accreditation_ends_on is not None and self.accreditation_ends_on < day
