# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which kinds of organisations were invited and did not speak; which ones they are is for the office alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from documents.consultations.models import Consultation
from partners.enums import PartnerKind
from partners.models import Partner
from portal.comments.models import Observation
from tavoli.models import TavoloSeat


@dataclass(frozen=True, kw_only=True)
class Invited:
    """A kind of organisation: how many were invited, how many have spoken so that anyone may read it."""

    kind: str
    label: str
    invited: int
    spoke: int

    @property
    def is_silent(self) -> bool:
        """Whether none of them spoke."""
        return self.spoke == 0


def invited_kinds(consultation: Consultation) -> list[Invited]:
    """Return every kind of organisation that was invited, the silent ones too: three queries."""
    kinds = dict(_invited(consultation).values_list("pk", "kind"))
    speaking = _speaking(consultation)
    asked = Counter(kinds.values())
    spoke = Counter(kind for pk, kind in kinds.items() if pk in speaking)
    return [
        Invited(kind=str(kind), label=str(label), invited=asked[kind], spoke=spoke[kind])
        for kind, label in PartnerKind.choices
        if asked[kind]
    ]


def silent_partners(consultation: Consultation) -> list[Partner]:
    """Return the organisations that were invited and did not speak, by kind and name: for the office."""
    return list(_invited(consultation).exclude(pk__in=_speaking(consultation)).order_by("kind", "name"))


def _invited(consultation: Consultation) -> QuerySet[Partner]:
    """Return who belongs to the Distretto, and who sits at a tavolo entrusted with a section of the text."""
    seated = TavoloSeat.objects.filter(tavolo__sections__text_id=consultation.text_id, partner__isnull=False)
    admitted = Partner.objects.admitted().order_by().values("pk")
    return Partner.objects.filter(Q(pk__in=admitted) | Q(pk__in=seated.order_by().values("partner_id")))


def _speaking(consultation: Consultation) -> set[int]:
    rows = Observation.objects.published().in_scope(consultation.scope).filter(voice__isnull=False)
    return set(rows.order_by().values_list("voice_id", flat=True))
