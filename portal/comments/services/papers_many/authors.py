# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a row comes from: a person, a partner, a collective seat of the Distretto, somebody who does not appear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from partners.enums import MandateRole
from partners.models import Partner, Seat
from partners.queries import roles_in_seat, seats_with_a_voice

PERSON, PARTNER, SEAT, NOBODY = "persona", "partner", "seggio", "anonimo"
LONGEST_NAME = 80
ROLES = {str(role.label).casefold(): role.value for role in MandateRole} | {
    role.value.casefold(): role.value for role in MandateRole
}
ROLES |= {"delegata": MandateRole.DELEGATE.value}

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Author:
    """Whom a row comes from; `told` is how the page names it before anything is entered."""

    display_name: str = ""
    voice_id: int | None = None
    seat_id: int | None = None
    seat_role: str = ""
    told: str = ""


class Authors:
    """Remembers the register: many rows come from the same partner or seat."""

    @cached_property
    def _partners(self) -> dict[str, tuple[int, str]]:
        rows = Partner.objects.admitted().order_by("pk").values_list("name", "pk")
        return {plain(name): (pk, name) for name, pk in rows}

    @cached_property
    def _seats(self) -> dict[str, Seat]:
        return {plain(seat.shown_name): seat for seat, _role in seats_with_a_voice()}

    @cached_property
    def _held(self) -> dict[tuple[int, datetime], list[str]]:
        return {}

    def of(self, row: Row, received_at: datetime | None, errors: list[str]) -> Author:
        """Return whom a row comes from; what is wrong is added to `errors`."""
        who, name = plain(row["who"]), row["name"].strip()
        if who == PERSON:
            return self._person(name, errors)
        signer = self._signer(row, errors) if who in {PARTNER, SEAT} else ""
        if who == PARTNER:
            return self._partner(name, signer, errors)
        if who == SEAT:
            return self._seat(name, signer, row, received_at, errors)
        if who != NOBODY:
            errors.append(_("Chi: scrivi persona, partner, seggio o anonimo."))
        return Author()

    def _person(self, name: str, errors: list[str]) -> Author:
        if not name:
            errors.append(_("Nome: scrivi come vuole comparire, oppure «anonimo» in «chi»."))
        elif not self._may_appear(name):
            errors.append(_("Nome: non può essere quello di un'organizzazione, né un indirizzo, né troppo lungo."))
        return Author(display_name=name, told=name)

    def _partner(self, name: str, signer: str, errors: list[str]) -> Author:
        known = self._partners.get(plain(name))
        if known is None:
            errors.append(_("Partner: «%(name)s» non è nel registro.") % {"name": name})
            return Author()
        return Author(display_name=signer, voice_id=known[0], told=_signed(known[1], signer))

    def _seat(self, name: str, signer: str, row: Row, received_at: datetime | None, errors: list[str]) -> Author:
        seat = self._seats.get(plain(name))
        if seat is None:
            errors.append(_("Seggio: «%(name)s» non è tra i seggi collettivi del Distretto.") % {"name": name})
            return Author()
        role = self._role(seat, row.get("role", ""), received_at, errors)
        told = _("%(seat)s (%(role)s)") % {"seat": seat.shown_name, "role": MandateRole(role).label} if role else ""
        return Author(
            display_name=signer, seat_id=seat.pk, seat_role=role, told=_signed(told or seat.shown_name, signer)
        )

    def _role(self, seat: Seat, named: str, received_at: datetime | None, errors: list[str]) -> str:
        """Return in what role it is held; unsaid, the only one in which somebody held it then."""
        role = ROLES.get(plain(named), "")
        if plain(named) and not role:
            errors.append(_("Ruolo: scrivi «persona delegata» o «supplente», o lascia vuoto."))
        if received_at is None or (plain(named) and not role):
            return role
        held = self._held.setdefault((seat.pk, received_at), roles_in_seat(seat.pk, moment=received_at))
        if not role and len(held) > 1:
            errors.append(_("Ruolo: quel giorno il seggio era tenuto in più ruoli, scrivi quale."))
        elif role not in held and not (not role and held):
            errors.append(_("Seggio: quel giorno, secondo il registro, nessuno parlava per lui in questo ruolo."))
        return role or (held[0] if len(held) == 1 else "")

    def _signer(self, row: Row, errors: list[str]) -> str:
        signer = str(row.get("signer", "")).strip()
        if signer and not self._may_appear(signer):
            errors.append(_("Chi firma: non può essere un'organizzazione, né un indirizzo, né un nome troppo lungo."))
        return signer

    def _may_appear(self, name: str) -> bool:
        return plain(name) not in self._partners and len(name) <= LONGEST_NAME and "@" not in name


def names_known() -> list[str]:
    """Return the names of partners and of collective seats, to choose among while typing."""
    partners = Partner.objects.admitted().order_by("name").values_list("name", flat=True)
    return [*dict.fromkeys(seat.shown_name for seat, _role in seats_with_a_voice()), *partners]


def plain(value: str) -> str:
    """Return words as they are compared: without capitals, with single spaces."""
    return " ".join(value.casefold().split())


def _signed(organisation: str, signer: str) -> str:
    return f"{organisation}, {signer}" if signer else organisation
