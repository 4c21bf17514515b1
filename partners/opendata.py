# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is public of a partner, as data: the one list of fields of the CSV and of the JSON (`docs/registro.md`)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from partners.models import Partner, PartnerPlace, PartnerService

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/deed.it"
BETWEEN: Final = " | "
COLUMNS: Final = (
    "denominazione", "indirizzo_pagina", "tipo", "natura", "adesione", "sezione_runts", "numero_runts",
    "codice_fiscale", "partita_iva", "forma_giuridica_codice", "forma_giuridica", "indirizzo", "cap", "comune",
    "provincia", "latitudine", "longitudine", "telefono", "email", "pec", "sito", "aree", "destinatari", "servizi",
    "luoghi", "che_cosa_fa", "per_chi", "nel_distretto_dal", "dati_confermati_il",
)  # fmt: skip


def public_facts(partner: Partner, *, site_url: str) -> dict[str, Any]:
    """Return what anybody may know of a partner, by the names of the columns; days as `2026-11-28`."""
    return {
        "denominazione": partner.name,
        "indirizzo_pagina": f"{site_url}{partner.url}",
        "tipo": str(partner.get_kind_display()),
        "natura": str(partner.nature.label),
        "adesione": str(partner.get_state_display()),
        "sezione_runts": str(partner.get_runts_section_display()) if partner.runts_section else "",
        "numero_runts": partner.runts_number,
        "codice_fiscale": partner.fiscal_code,
        "partita_iva": partner.vat_number,
        "forma_giuridica_codice": partner.legal_form,
        "forma_giuridica": partner.get_legal_form_display() if partner.legal_form else "",
        "indirizzo": partner.address,
        "cap": partner.postcode,
        "comune": partner.municipality,
        "provincia": partner.province,
        "latitudine": _number(partner.latitude),
        "longitudine": _number(partner.longitude),
        "telefono": partner.phone,
        "email": partner.email,
        "pec": partner.pec,
        "sito": partner.website,
        "aree": [area.name for area in partner.areas.all()],
        "destinatari": [target.name for target in partner.target_groups.all()],
        "servizi": [_service(service) for service in partner.services.all() if service.is_active],
        "luoghi": [_place(place) for place in partner.places.all()],
        "che_cosa_fa": partner.what_it_does,
        "per_chi": partner.for_whom,
        "nel_distretto_dal": _day(partner.member_since),
        "dati_confermati_il": _day(partner.verified_on),
    }


def csv_row(facts: dict[str, Any]) -> list[Any]:
    """Return the cells of a partner; what is a list becomes names between bars."""
    return [_cell(facts[column]) for column in COLUMNS]


def json_lines(partners: Iterable[Partner], *, site_url: str) -> Iterator[str]:
    """Yield a JSON document piece by piece, so that the whole is never in memory."""
    yield json.dumps({"licenza": LICENCE, "colonne": list(COLUMNS)}, ensure_ascii=False)[:-1] + ', "partner": ['
    for number, partner in enumerate(partners):
        comma = ",\n" if number else "\n"
        yield comma + json.dumps(public_facts(partner, site_url=site_url), ensure_ascii=False)
    yield "\n]}\n"


def _service(service: PartnerService) -> dict[str, Any]:
    return {
        "nome": service.name,
        "tipo": service.service_type.name if service.service_type else "",
        "area": service.area.name if service.area else "",
        "per_chi": service.for_whom,
        "come_si_ottiene": service.how_to_get,
        "telefono": service.phone,
        "orari": service.opening_hours,
        "autorizzazione": str(service.get_accreditation_display()),
        "autorizzazione_al": _day(service.accreditation_date),
        "autorizzazione_fino_al": _day(service.accreditation_ends_on),
    }


def _place(place: PartnerPlace) -> dict[str, Any]:
    return {
        "nome": place.name,
        "indirizzo": place.address,
        "cap": place.postcode,
        "comune": place.municipality,
        "telefono": place.phone,
        "orari": place.opening_hours,
        "latitudine": _number(place.latitude),
        "longitudine": _number(place.longitude),
    }


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return BETWEEN.join(item["nome"] if isinstance(item, dict) else item for item in value)
    return value


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
