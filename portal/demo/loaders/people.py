# SPDX-License-Identifier: AGPL-3.0-or-later
"""Areas, the office, people and partners of the demo site."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from wagtail.models import Site

from partners import services as partner_services
from partners.enums import MandateRole, PartnerKind, RuntsSection
from partners.models import Mandate, Partner
from portal.core.models import Area, FooterLink, OfficeSettings, PrivacyNotice, User
from portal.demo import contents
from portal.demo.accounts import PASSWORD

OFFICE = {
    "portal_name": "Distretto dell'Inclusione Val Sarva",
    "portal_claim": "Qui si scrive insieme il Piano sociale",
    "ambito_name": "Ambito territoriale Val Sarva",
    "municipality": "Comune di Roccalvana",
    "region_name": "Regione (sito dimostrativo)",
    "region_url": "https://regione.example",
    "office_name": "Ufficio di Piano",
    "address": "Piazza del Municipio 1, Roccalvana",
    "opening_hours": "Dal lunedì al venerdì dalle 9 alle 12.30, martedì e giovedì anche dalle 15.30 alle 17.30",
    "phone": "0900 555 001",
    "email": "ufficiodipiano@valsarva.example",
    "pec": "ufficiodipiano@pec.valsarva.example",
    "fiscal_code": "99000199994",
    "vat_number": "99000199994",
    "dpo_name": "Nora Celano",
    "dpo_email": "dpo@valsarva.example",
    "transparency_url": "https://trasparenza.valsarva.example",
    "albo_url": "https://albo.valsarva.example",
    "accessibility_url": "https://form.agid.example/dichiarazione",
    "security_email": "sicurezza@valsarva.example",
}


def load_office() -> OfficeSettings:
    """Fill in the office that runs the demo and return it."""
    site = Site.objects.get(is_default_site=True)
    Site.objects.filter(pk=site.pk).update(hostname="localhost", port=8000, site_name=OFFICE["portal_name"])
    office: OfficeSettings = OfficeSettings.objects.update_or_create(site=site, defaults=OFFICE)[0]
    FooterLink.objects.update_or_create(office=office, label="Elenco degli sportelli", defaults={"url": "/chi-siamo/"})
    return office


def load_notice() -> PrivacyNotice:
    """Return the privacy notice that participants are shown, writing it if it is missing."""
    body = (
        "<p>Il titolare del trattamento è il Comune di Roccalvana. Usiamo nome, e-mail e testo per leggere la tua "
        "osservazione, pubblicarla e risponderti: è un compito di interesse pubblico (GDPR, articolo 6, lettera e).</p>"
        "<p>L'e-mail non si pubblica mai. Il nome si pubblica come scegli tu. Il testo resta pubblico come parte del "
        "procedimento; se chiudi l'account, il tuo nome sparisce.</p>"
        "<p>Puoi chiedere accesso, correzione e cancellazione a dpo@valsarva.example.</p>"
    )
    notice, _ = PrivacyNotice.objects.get_or_create(
        title="Informativa per chi scrive osservazioni", number=1, defaults={"body": body}
    )
    return notice


def load_areas() -> dict[str, Area]:
    """Return the areas of intervention by their slug."""
    found = {}
    for position, row in enumerate(contents.rows("documents", "area")):
        defaults = {**{key: row[key] for key in ("name", "sentence", "phone")}, "position": position}
        defaults["how_to"] = (
            "<p>Chiama il numero qui sotto o vieni allo sportello: non serve sapere già quale servizio chiedere. "
            "Un'assistente sociale ti ascolta e ti dice che cosa si può fare e in quanto tempo.</p>"
        )
        found[row["slug"]], _ = Area.objects.update_or_create(slug=row["slug"], defaults=defaults)
    return found


def load_partners(areas: dict[str, Area], *, today: date) -> dict[str, Partner]:
    """Return the partners of the Distretto by their slug."""
    found = {}
    copied = ("slug", "name", "address", "municipality", "phone", "email", "what_it_does", "for_whom")
    for row in contents.rows("partners", "partner"):
        partner = Partner(
            **{key: row[key] for key in copied},
            kind=PartnerKind[row["kind"]],
            runts_section=RuntsSection[row["runts_section"]] if "runts_section" in row else "",
            member_since=today - timedelta(days=1300),
            verified_on=today - timedelta(days=90),
        )
        found[partner.slug] = partner_services.save_partner(
            partner=partner, areas=[areas[slug] for slug in row["areas"]], by=None
        )
    return found


def load_people(partners: dict[str, Partner], *, today: date) -> dict[str, User]:
    """Return the people of the demo by their key, with roles, verified addresses and mandates."""
    found = {}
    for row in contents.rows("people", "person"):
        user = _person(row)
        user.groups.set([Group.objects.get_or_create(name=name)[0] for name in row.get("roles", [])])
        if "partner" in row:
            _give_mandate(user, partners[row["partner"]], MandateRole[row["mandate"]], today=today)
        found[row["key"]] = user
    return found


def _person(row: dict[str, Any]) -> User:
    user = User.objects.create_user(
        row["email"],
        PASSWORD,
        first_name=row["name"],
        last_name=row["surname"],
        is_staff="roles" in row and row.get("mandate") is None,
        is_superuser=row.get("is_superuser", False),
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _give_mandate(user: User, partner: Partner, role: MandateRole, *, today: date) -> None:
    mandate = Mandate(
        user=user,
        partner=partner,
        role=role,
        can_vote=True,
        can_sign=role == MandateRole.LEGAL_REPRESENTATIVE,
        starts_on=today - timedelta(days=400),
        ends_on=today + timedelta(days=600),
        act_number="1",
        act_date=today - timedelta(days=400),
        act_body="Consiglio direttivo",
        is_name_public=role == MandateRole.LEGAL_REPRESENTATIVE,
    )
    partner_services.save_mandate(mandate=mandate, by=None)
