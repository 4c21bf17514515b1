# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each office decides about its register: how often data are confirmed, what happens later, the map."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from partners import outline


@register_setting(icon="group")
class RegisterSettings(BaseSiteSetting):
    """How the office keeps its register."""

    months_between_confirmations = models.PositiveSmallIntegerField(
        _("mesi tra una conferma dei dati e l'altra"), default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )  # fmt: skip
    suspends_by_itself = models.BooleanField(_("sospendi da solo chi non conferma"), default=False)
    days_before_suspension = models.PositiveSmallIntegerField(_("giorni tra la scadenza e la sospensione"), default=30)
    territory = models.TextField(_("confini del territorio"), blank=True)

    panels = [
        FieldPanel("months_between_confirmations"),
        FieldPanel(
            "suspends_by_itself",
            help_text=_("Di solito decide una persona dell'ufficio. Con la sospensione nessuno perde dati."),
        ),
        FieldPanel("days_before_suspension", help_text=_("Vale solo se la sospensione è automatica.")),
        FieldPanel(
            "territory",
            help_text=_("Un testo GeoJSON con un poligono per comune (proprietà «name»). Vuoto: nessuna mappa."),
        ),
    ]

    class Meta:
        verbose_name = _("registro dei partner")

    def __str__(self) -> str:
        return str(_("Registro dei partner"))

    def clean(self) -> None:
        """Refuse borders that cannot be drawn.

        :raises ValidationError: as above.
        """
        super().clean()
        try:
            outline.shapes_of(self.territory)
        except outline.NotAnOutline as error:
            raise ValidationError({"territory": str(error)}) from error

    @classmethod
    def load(cls) -> RegisterSettings:
        """Return the choices of the default site, where there is no request to ask."""
        found: RegisterSettings | None = cls.objects.filter(site__is_default_site=True).first()
        if found is not None:
            return found
        site = Site.objects.filter(is_default_site=True).first()
        return cls() if site is None else cls(site=site)
