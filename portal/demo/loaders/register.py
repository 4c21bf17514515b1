# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rest of the register: thirty more partners, what all of them offer and where, documents, days of confirmation."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from stdnum import luhn
from wagtail.models import Site

from partners import services
from partners.enums import Accreditation, PaperKind, PartnerKind, RuntsSection
from partners.models import (
    Partner,
    PartnerPaper,
    PartnerPlace,
    PartnerService,
    RegisterSettings,
    ServiceType,
    TargetGroup,
)
from partners.models.partner import PartnerArea
from portal.core.models import Area, User
from portal.demo import contents

PDF: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
CENTRES: Final = {
    "Roccalvana": (15.825, 40.558),
    "Pietrasola": (15.905, 40.632),
    "Montefosco": (15.732, 40.622),
    "Serralta": (15.752, 40.482),
    "Valdoro": (15.912, 40.478),
}
POSTCODES: Final = {town: f"8500{number}" for number, town in enumerate(CENTRES, start=1)}
COPIED: Final = ("slug", "name", "municipality", "address", "what_it_does", "for_whom", "legal_form")


def load_register(
    areas: dict[str, Area], partners: dict[str, Partner], people: dict[str, User], *, today: date
) -> None:
    """Complete the register: afterwards there are forty partners of every kind, and the map has its outline."""
    _draw_territory()
    targets = {target.slug: target for target in TargetGroup.objects.all()}
    found = dict(partners)
    for row in contents.rows("register", "partner"):
        found[row["slug"]] = Partner(
            **{name: row[name] for name in COPIED if name in row},
            kind=PartnerKind[row["kind"]],
            runts_section=RuntsSection[row["runts_section"]] if "runts_section" in row else "",
            email=f"info@{row['slug']}.example",
            phone=f"0900 555 {200 + len(found)}",
            member_since=today - timedelta(days=900 + 7 * len(found)),
        )
    rows = {row["slug"]: row for table in ("partner", "more") for row in contents.rows("register", table)}
    for number, (slug, partner) in enumerate(found.items()):
        _complete(partner, rows[slug], number, today)
        chosen = [areas[area] for area in rows[slug].get("areas", [])]
        kept = chosen or [link.area for link in PartnerArea.objects.filter(partner=partner).select_related("area")]
        services.save_partner(
            partner=partner, areas=kept, targets=[targets[name] for name in rows[slug]["targets"]], by=None
        )
    _load_services(areas, found, today)
    _load_places(found)
    _load_papers(found, people["coordinamento"], today)


def _draw_territory() -> None:
    chosen = RegisterSettings.for_site(Site.objects.get(is_default_site=True))
    chosen.territory = (contents.CONTENT / "val-sarva.geojson").read_text(encoding="utf-8")
    chosen.save()


def _complete(partner: Partner, row: dict[str, Any], number: int, today: date) -> None:
    stem = f"{9900200 + number:07d}999"
    partner.fiscal_code = stem + luhn.calc_check_digit(stem)
    partner.legal_form = row.get("legal_form", "")
    if partner.runts_section:
        partner.runts_number = str(41000 + number * 7)
    partner.postcode = POSTCODES.get(partner.municipality, "")
    if partner.address != "indirizzo riservato":
        longitude, latitude = CENTRES[partner.municipality]
        partner.longitude = Decimal(f"{longitude + (number % 5 - 2) * 0.011:.5f}")
        partner.latitude = Decimal(f"{latitude + (number // 5 % 5 - 2) * 0.007:.5f}")
    days = row.get("verified_days")
    partner.verified_on = today - timedelta(days=days) if days is not None else None


def _load_services(areas: dict[str, Area], partners: dict[str, Partner], today: date) -> None:
    types = {one.slug: one for one in ServiceType.objects.all()}
    copied = ("name", "description", "for_whom", "how_to_get", "phone", "accreditation_act")
    for row in contents.rows("register", "service"):
        service = PartnerService(
            partner=partners[row["partner"]],
            service_type=types[row["type"]],
            area=areas[row["area"]],
            **{name: row[name] for name in copied if name in row},
        )
        if "accreditation" in row:
            service.accreditation = Accreditation[row["accreditation"]]
            service.accreditation_date = today - timedelta(days=row["accreditation_days"])
        if "accreditation_ends_in" in row:
            service.accreditation_ends_on = today + timedelta(days=row["accreditation_ends_in"])
        services.save_part(part=service, by=None)


def _load_places(partners: dict[str, Partner]) -> None:
    copied = ("name", "address", "municipality", "postcode", "opening_hours")
    for row in contents.rows("register", "place"):
        place = PartnerPlace(
            partner=partners[row["partner"]],
            **{name: row[name] for name in copied},
            longitude=Decimal(str(row["longitude"])),
            latitude=Decimal(str(row["latitude"])),
        )
        services.save_part(part=place, by=None)


def _load_papers(partners: dict[str, Partner], by: User, today: date) -> None:
    for row in contents.rows("register", "paper"):
        paper = PartnerPaper(
            partner=partners[row["partner"]],
            kind=PaperKind[row["kind"]],
            title=row["title"],
            issued_on=today - timedelta(days=row["issued_days"]),
            expires_on=today + timedelta(days=row["expires_in"]) if "expires_in" in row else None,
        )
        content = PDF + f"% {row['title']}\n".encode()
        file = InMemoryUploadedFile(
            BytesIO(content), "file", f"{row['title']}.pdf", "application/pdf", len(content), None
        )
        services.add_paper(paper=paper, file=file, by=by)
