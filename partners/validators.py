# SPDX-License-Identifier: AGPL-3.0-or-later
"""Identifiers of organisations: eleven digits whose last one checks the others (D.P.R. 605/1973)."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import ValidationError as InvalidNumber
from stdnum.it import iva

PERSONAL_CODE_LENGTH = 16


@deconstructible
class WebAddressValidator(URLValidator):
    """Accept only addresses of the web: a link to anything else is not shown to readers."""

    schemes = ["http", "https"]
    message = _("Scrivi un indirizzo che comincia con https:// o http://.")


validate_postcode = RegexValidator(r"^[0-9]{5}$", _("Il CAP ha cinque cifre."))


def clean_number(number: str) -> str:
    """Return an identifier without the spaces and marks that people type in it."""
    return "".join(number.upper().split()).removeprefix("IT").replace("-", "").replace(".", "")


def validate_fiscal_code(number: str) -> None:
    """Refuse what is not the fiscal code of an organisation.

    :raises ValidationError: it is a person's code (never kept here), or its check digit is wrong.
    """
    if len(number) == PERSONAL_CODE_LENGTH:
        raise ValidationError(
            _("Questo è il codice fiscale di una persona. Serve quello dell'organizzazione: undici cifre."),
            code="personal",
        )
    try:
        iva.validate(number)
    except InvalidNumber as error:
        raise ValidationError(
            _("Il codice fiscale non è giusto: undici cifre, l'ultima controlla le altre. Ricontrolla i numeri."),
            code="invalid",
        ) from error


def validate_vat_number(number: str) -> None:
    """Refuse what is not a *partita IVA*.

    :raises ValidationError: it has not eleven digits or its check digit is wrong.
    """
    try:
        iva.validate(number)
    except InvalidNumber as error:
        raise ValidationError(
            _("La partita IVA non è giusta: undici cifre, l'ultima controlla le altre. Ricontrolla i numeri."),
            code="invalid",
        ) from error
