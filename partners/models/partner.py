# SPDX-License-Identifier: AGPL-3.0-or-later
"""Organisations of the Distretto (Regolamento, artt. 4, 6 and 14)."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.search import index

from partners import vocabularies
from partners.enums import INSTITUTIONAL_KINDS, Nature, PartnerKind, PartnerState, RuntsSection
from partners.models.coordinates import coordinates_go_together, latitude_field, longitude_field
from partners.validators import WebAddressValidator, validate_fiscal_code, validate_postcode, validate_vat_number
from portal.core import audiences

PARTNER_TOKEN = "partner:"  # noqa: S105 -- the beginning of an audience's name


class PartnerQuerySet(models.QuerySet["Partner"]):
    """Organisations, as somebody may see them."""

    def for_audience(self, tokens: frozenset[str]) -> PartnerQuerySet:
        """Keep what the holder of these tokens may read: staff all, members their own, anybody what is public."""
        if audiences.STAFF in tokens:
            return self.all()
        own = [token.removeprefix(PARTNER_TOKEN) for token in tokens if token.startswith(PARTNER_TOKEN)]
        return self.filter(models.Q(is_public=True) | models.Q(pk__in=own))

    def admitted(self) -> PartnerQuerySet:
        """Keep those that belong to the Distretto today."""
        return self.filter(state=PartnerState.ADMITTED)

    def belonging(self) -> PartnerQuerySet:
        """Keep those that belong or will again: suspended ones stay in the register, ceased ones leave it."""
        return self.exclude(state=PartnerState.CEASED)

    def institutional(self) -> PartnerQuerySet:
        """Keep public bodies."""
        return self.filter(kind__in=INSTITUTIONAL_KINDS)

    def not_institutional(self) -> PartnerQuerySet:
        """Keep everybody who is not a public body."""
        return self.exclude(kind__in=INSTITUTIONAL_KINDS)


class Partner(index.Indexed, ClusterableModel):
    """An organisation, public or private, that takes part in the life of the Distretto."""

    name = models.CharField(_("denominazione"), max_length=200)
    slug = models.SlugField(_("indirizzo della pagina"), max_length=120, unique=True)
    kind = models.CharField(_("tipo"), max_length=20, choices=PartnerKind.choices)
    runts_section = models.CharField(_("sezione del RUNTS"), max_length=20, choices=RuntsSection.choices, blank=True)
    runts_number = models.CharField(_("numero nel RUNTS"), max_length=20, blank=True)
    fiscal_code = models.CharField(_("codice fiscale"), max_length=11, blank=True, validators=[validate_fiscal_code])
    vat_number = models.CharField(_("partita IVA"), max_length=11, blank=True, validators=[validate_vat_number])
    pec = models.EmailField(_("PEC"), blank=True)
    email = models.EmailField(_("e-mail dell'organizzazione"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    website = models.URLField(_("sito"), blank=True, validators=[WebAddressValidator()])
    address = models.CharField(_("via e numero"), max_length=200, blank=True)
    municipality = models.CharField(_("comune della sede"), max_length=80, blank=True, db_index=True)
    postcode = models.CharField(_("CAP"), max_length=5, blank=True, validators=[validate_postcode])
    province = models.CharField(_("provincia"), max_length=2, blank=True, choices=vocabularies.provinces)
    latitude = latitude_field()
    longitude = longitude_field()
    legal_form = models.CharField(_("forma giuridica"), max_length=8, blank=True, choices=vocabularies.legal_forms)
    icnpo = models.CharField(_("settore di attività"), max_length=2, blank=True, choices=vocabularies.icnpo_groups)
    founded_on = models.DateField(_("data dell'atto costitutivo"), null=True, blank=True)
    statute_updated_on = models.DateField(_("ultimo aggiornamento dello statuto"), null=True, blank=True)
    has_legal_personality = models.BooleanField(_("ha personalità giuridica"), default=False)
    network = models.CharField(_("rete associativa a cui aderisce"), max_length=200, blank=True)
    is_in_five_per_thousand = models.BooleanField(_("iscritta al cinque per mille"), default=False)
    areas = models.ManyToManyField(
        "core.Area", through="PartnerArea", related_name="partners", verbose_name=_("aree di intervento"), blank=True
    )
    target_groups = models.ManyToManyField(
        "partners.TargetGroup", through="PartnerTarget", related_name="partners", verbose_name=_("destinatari"),
        blank=True,
    )  # fmt: skip
    what_it_does = models.TextField(_("che cosa fa"), blank=True)
    for_whom = models.TextField(_("per chi"), blank=True)
    member_since = models.DateField(_("nel Distretto dal"), null=True, blank=True)
    verified_on = models.DateField(_("dati verificati il"), null=True, blank=True)
    state = models.CharField(_("adesione"), max_length=12, choices=PartnerState.choices, default=PartnerState.ADMITTED)
    is_public = models.BooleanField(_("pubblicato"), default=True)
    merged_into = models.ForeignKey(
        "self", verbose_name=_("unito a"), null=True, blank=True, editable=False, on_delete=models.PROTECT,
        related_name="merged",
    )  # fmt: skip

    # Wagtail's index, for the chooser of the admin only; readers search by `search_sources.py`.
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partner")
        ordering = ["name", "pk"]
        constraints = [
            *coordinates_go_together("partner"),
            models.UniqueConstraint(
                fields=("fiscal_code",),
                condition=~models.Q(fiscal_code=""),
                name="partner_fiscal_code_once",
                violation_error_message=_(
                    "Questo codice fiscale è già nel registro: aggiorna l'organizzazione che lo porta."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(runts_section="") | ~models.Q(kind__in=sorted(INSTITUTIONAL_KINDS)),
                name="partner_public_body_not_in_runts",
                violation_error_message=_("Un ente pubblico non è iscritto al RUNTS: lascia vuota la sezione."),
            ),
            models.CheckConstraint(
                condition=models.Q(runts_number="") | ~models.Q(runts_section=""),
                name="partner_runts_number_has_section",
                violation_error_message=_("Con il numero scrivi anche la sezione del RUNTS."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the partner's page."""
        return reverse("partners:detail", args=[self.slug])

    @property
    def url(self) -> str:
        """The address of the partner's page."""
        return self.get_absolute_url()

    @property
    def nature(self) -> Nature:
        """Institutional for public bodies, not institutional for all others; it follows from the kind."""
        return Nature.INSTITUTIONAL if self.kind in INSTITUTIONAL_KINDS else Nature.NOT_INSTITUTIONAL

    @property
    def is_institutional(self) -> bool:
        """Whether it is a public body."""
        return self.nature == Nature.INSTITUTIONAL

    @property
    def is_ets(self) -> bool:
        """Whether it is a body of the third sector: by kind, or because it stands in the RUNTS."""
        return self.kind == PartnerKind.ETS or bool(self.runts_section)

    @property
    def is_admitted(self) -> bool:
        """Whether it belongs to the Distretto today."""
        return self.state == PartnerState.ADMITTED

    @property
    def seat(self) -> str:
        """Where it is, in one line."""
        town = f"{self.postcode} {self.municipality}".strip()
        if self.province and town:
            town = f"{town} ({self.province})"
        return ", ".join(part for part in (self.address, town) if part)

    @property
    def audience(self) -> frozenset[str]:
        """Whoever holds one of these tokens may read its page."""
        return audiences.EVERYBODY if self.is_public else frozenset({f"{PARTNER_TOKEN}{self.pk}", audiences.STAFF})


class PartnerArea(models.Model):
    """An area in which an organisation works."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="area_links")
    area = models.ForeignKey("core.Area", on_delete=models.PROTECT, related_name="partner_links")

    class Meta:
        verbose_name = _("area di un partner")
        verbose_name_plural = _("aree dei partner")
        constraints = [models.UniqueConstraint(fields=("partner", "area"), name="partner_area_once")]

    def __str__(self) -> str:
        return f"{self.partner_id} · {self.area_id}"


class PartnerTarget(models.Model):
    """A group of people for whom an organisation works."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="target_links")
    target = models.ForeignKey("partners.TargetGroup", on_delete=models.PROTECT, related_name="partner_links")

    class Meta:
        verbose_name = _("destinatari di un partner")
        verbose_name_plural = _("destinatari dei partner")
        constraints = [models.UniqueConstraint(fields=("partner", "target"), name="partner_target_once")]

    def __str__(self) -> str:
        return f"{self.partner_id} · {self.target_id}"


class PartnerAddress(models.Model):
    """An address that a partner's page had once: it leads to the page of today."""

    slug = models.SlugField(_("indirizzo di prima"), max_length=120, unique=True)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="former_addresses")

    class Meta:
        verbose_name = _("indirizzo di prima")
        verbose_name_plural = _("indirizzi di prima")

    def __str__(self) -> str:
        return self.slug
