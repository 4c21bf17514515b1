# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that belongs to one office: name, seat, contacts, terms (Regolamento, artt. 1 e 5)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Site

from portal.core.colors import ENOUGH_CONTRAST, WHITE, contrast, is_hex_color


@register_setting(icon="home")
class OfficeSettings(ClusterableModel, BaseSiteSetting):
    """The office that runs this portal: another ambito changes these and no line of code."""

    portal_name = models.CharField(_("nome del portale"), max_length=120, default="Distretto dell'Inclusione")
    portal_claim = models.CharField(
        _("frase di presentazione"), max_length=200, default="Qui si scrive insieme il Piano sociale"
    )
    ambito_name = models.CharField(_("ambito territoriale"), max_length=120, blank=True)
    municipality = models.CharField(_("comune capofila"), max_length=120, blank=True)
    region_name = models.CharField(_("regione"), max_length=80, blank=True)
    region_url = models.URLField(_("sito della regione"), blank=True)
    office_name = models.CharField(_("nome dell'ufficio"), max_length=120, default="Ufficio di Piano")
    coat_of_arms = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("stemma"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    opening_hours = models.TextField(_("orari"), blank=True)
    phone = models.CharField(_("telefono"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    pec = models.EmailField(_("PEC"), blank=True)
    fiscal_code = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    vat_number = models.CharField(_("partita IVA"), max_length=11, blank=True)
    dpo_name = models.CharField(_("responsabile della protezione dei dati"), max_length=120, blank=True)
    dpo_email = models.EmailField(_("e-mail del responsabile della protezione dei dati"), blank=True)
    transparency_url = models.URLField(_("Amministrazione trasparente"), blank=True)
    albo_url = models.URLField(_("Albo pretorio"), blank=True)
    accessibility_url = models.URLField(_("Dichiarazione di accessibilità (AgID)"), blank=True)
    security_email = models.EmailField(_("e-mail per le segnalazioni di sicurezza"), blank=True)
    primary_color = models.CharField(_("colore principale"), max_length=7, default="#0a4a7a")
    moderation_days = models.PositiveSmallIntegerField(
        _("giorni lavorativi per moderare"), default=2, validators=[MinValueValidator(1)]
    )
    answer_days = models.PositiveSmallIntegerField(
        _("giorni per rispondere"), default=30, validators=[MinValueValidator(1)]
    )
    waiting_minutes = models.PositiveSmallIntegerField(
        _("minuti per confermare un'osservazione con il codice"), default=30, validators=[MinValueValidator(5)]
    )
    observations_per_day = models.PositiveSmallIntegerField(
        _("osservazioni al giorno per persona"), default=30, validators=[MinValueValidator(1)]
    )

    patron_day = models.CharField(
        _("giorno del santo patrono"),
        max_length=5,
        blank=True,
        validators=[
            RegexValidator(r"^(0[1-9]|[12][0-9]|3[01])/(0[1-9]|1[0-2])$", _("Scrivi giorno e mese così: 30/05."))
        ],
        help_text=_("Giorno e mese, così: 30/05. Quel giorno l'ufficio è chiuso."),
    )
    sign_off_days = models.PositiveSmallIntegerField(
        _("giorni per la firma del Distretto della Salute"), default=30, validators=[MinValueValidator(1)]
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel(name) for name in ("portal_name", "portal_claim", "coat_of_arms", "primary_color")],
            heading=_("Il portale"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("office_name", "ambito_name", "municipality", "region_name", "region_url", "address",
                             "opening_hours", "phone", "email", "pec", "fiscal_code", "vat_number")
            ],
            heading=_("L'ufficio"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("dpo_name", "dpo_email", "transparency_url", "albo_url", "accessibility_url",
                             "security_email")
            ],
            heading=_("Obblighi di legge"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in (
                    "moderation_days", "answer_days", "waiting_minutes", "observations_per_day", "patron_day",
                    "sign_off_days",
                )
            ],
            heading=_("Termini e limiti"),
        ),
        InlinePanel("footer_links", heading=_("Collegamenti in fondo alle pagine"), label=_("collegamento")),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("ufficio e portale")

    def __str__(self) -> str:
        return self.portal_name

    def clean(self) -> None:
        """Refuse a colour on which white words cannot be read.

        :raises ValidationError: as above.
        """
        super().clean()
        if not is_hex_color(self.primary_color):
            raise ValidationError({"primary_color": _("Scrivi il colore così: #0a4a7a.")})
        if contrast(self.primary_color, WHITE) < ENOUGH_CONTRAST:
            message = _("Le scritte bianche su questo colore non si leggono: scegline uno più scuro.")
            raise ValidationError({"primary_color": message})

    @classmethod
    def load(cls) -> OfficeSettings:
        """Return the office of the default site, where there is no request to ask; never kept between calls."""
        site = Site.objects.filter(is_default_site=True).select_related("officesettings").first()
        found: OfficeSettings | None = getattr(site, "officesettings", None)
        if found is not None:
            return found
        return cls() if site is None else cls(site=site)


class FooterLink(Orderable):
    """A link at the foot of every page, beside the mandatory ones."""

    office = ParentalKey(OfficeSettings, on_delete=models.CASCADE, related_name="footer_links")
    label = models.CharField(_("testo"), max_length=80)
    url = models.CharField(_("indirizzo"), max_length=300, help_text=_("Un percorso del sito o un indirizzo https."))

    panels = [FieldPanel("label"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("collegamento in fondo alle pagine")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Refuse what is neither a path of this site nor a web address (`javascript:` above all).

        :raises ValidationError: as above.
        """
        super().clean()
        is_path = self.url.startswith("/") and not self.url.startswith(("//", "/\\"))
        if not is_path and not self.url.startswith(("https://", "http://")):
            raise ValidationError({"url": _("Scrivi un percorso del sito (/…) o un indirizzo https.")})
