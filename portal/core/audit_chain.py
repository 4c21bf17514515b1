# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seals over the audit trail: a hash chain that tells whether a row was changed, added in between or taken away."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.core import triggers
from portal.core.audit import salted_hash
from portal.core.models.audit import AuditEvent, AuditSeal, AuditSealedEvent, AuditText

BATCH = 500
SEALED_WITHIN = timedelta(minutes=5)
FIRST_HASH = "0" * 64

# Note [A chain without a fork]
# -----------------------------
# Rows are written without a lock, so a row with a low number may be committed after one with a higher number was
# sealed. A seal therefore names the rows it covers, whatever their numbers. `previous_hash` is unique: of two workers
# that seal at once, one adds its link and the other starts again.


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a walk along the chain found."""

    sealed: int
    unsealed: int
    late: int
    last_hash: str
    faults: list[str]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was touched and nothing has waited too long for its seal."""
        return not self.faults and not self.late


def seal() -> int:
    """Seal the rows that have no seal yet, a batch at a time; return how many rows were sealed."""
    try:
        with transaction.atomic():
            return _seal_batch()
    except IntegrityError:
        return 0


def _seal_batch() -> int:
    events = list(AuditEvent.objects.filter(sealed=None).order_by("pk")[:BATCH])
    if not events:
        return 0
    last = AuditSeal.objects.order_by("pk").last()
    previous = last.hash if last is not None else FIRST_HASH
    moment = timezone.now()
    link = AuditSeal.objects.create(
        sealed_at=moment,
        event_ids=[event.pk for event in events],
        previous_hash=previous,
        hash=_hash(previous, moment, events),
    )
    AuditSealedEvent.objects.bulk_create([AuditSealedEvent(event=event, seal=link) for event in events])
    return len(events)


def verify() -> Verdict:
    """Walk the chain from its first link and compare it with the rows; nothing is changed."""
    faults: list[str] = [f"la tabella {table} non è protetta: mancano i suoi trigger" for table in triggers.missing()]
    previous, covered = FIRST_HASH, 0
    for link in AuditSeal.objects.order_by("pk").iterator(chunk_size=100):
        faults += _faults_of_link(link, previous)
        previous = link.hash
        covered += len(link.event_ids)
    if covered != AuditSealedEvent.objects.count():
        faults.append("le azioni sigillate non sono quelle che i sigilli nominano")
    faults += _faults_of_texts()
    unsealed = AuditEvent.objects.filter(sealed=None)
    late = unsealed.filter(moment__lt=timezone.now() - SEALED_WITHIN).count()
    return Verdict(sealed=covered, unsealed=unsealed.count(), late=late, last_hash=previous, faults=faults)


def _faults_of_link(link: AuditSeal, previous: str) -> Iterator[str]:
    if link.previous_hash != previous:
        yield f"il sigillo {link.pk} non segue il precedente"
    found = AuditEvent.objects.in_bulk(link.event_ids)
    gone = [pk for pk in link.event_ids if pk not in found]
    if gone:
        yield f"il sigillo {link.pk} nomina azioni che non ci sono più: {gone}"
        return
    if _hash(link.previous_hash, link.sealed_at, [found[pk] for pk in link.event_ids]) != link.hash:
        yield f"il sigillo {link.pk} non corrisponde alle azioni che copre ({link.event_ids[0]}–{link.event_ids[-1]})"


def _faults_of_texts() -> Iterator[str]:
    """An emptied text has no salt; any other must give the hash that the sealed event holds."""
    for text in AuditText.objects.exclude(salt="").select_related("event").iterator(chunk_size=500):
        if salted_hash(text.salt, text.body) != text.event.text_hash:
            yield f"il testo dell'azione {text.event_id} è stato cambiato"


def _hash(previous: str, moment: datetime, events: Iterable[AuditEvent]) -> str:
    digest = hashlib.sha256(f"{previous}\n{_instant(moment)}\n".encode())
    for event in events:
        digest.update(_line(event).encode())
    return digest.hexdigest()


def _line(event: AuditEvent) -> str:
    values = [
        event.pk,
        _instant(event.moment),
        event.actor_id,
        event.partner_id,
        event.action,
        event.target_kind,
        event.target_id,
        event.text_hash,
    ]
    return json.dumps(values, ensure_ascii=False) + "\n"


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
