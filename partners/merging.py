# SPDX-License-Identifier: AGPL-3.0-or-later
"""What hangs on a partner goes to another when two records were one organisation.

Every row that points to a partner is moved, whatever app keeps it. An app above that must do it in its own way
registers a mover for its model: `merging.register("tavoli.tavoloseat")`. A row that cannot move (the other has the same
already, or it is append-only) stays where it was and is told.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.db.models import ForeignKey

from partners.models import Partner

# A mover takes the record that stays and the one that goes; it returns how many rows moved and how many stayed behind.
Moved = tuple[int, int]
Mover = Callable[[Partner, Partner], Moved]
_movers: dict[str, Mover] = {}
# Links that say nothing more than «this one too»: where the other is there already they are simply dropped.
PLAIN_LINKS: Final = frozenset(
    {"partners.partnerarea", "partners.partnertarget", "partners.partneractivity", "partners.partneridentifier",
     "library.documentparty", "library.protocolparty"}
)  # fmt: skip
LEFT_ALONE: Final = frozenset({"partners.partner", "partners.partneraddress", "partners.partnerreminder"})


def register(label: str) -> Callable[[Mover], Mover]:
    """Register how the rows of a model (`app.model`) go from one partner to another."""

    def add(mover: Mover) -> Mover:
        _movers[label] = mover
        return mover

    return add


def move_everything(kept: Partner, gone: Partner) -> dict[str, Moved]:
    """Move all that hangs on one record to the other; return what moved and what stayed, model by model."""
    found: dict[str, Moved] = {}
    for relation in Partner._meta.related_objects:
        label = relation.related_model._meta.label_lower
        if label in LEFT_ALONE or not isinstance(relation.field, ForeignKey):
            continue
        mover = _movers.get(label)
        moved = mover(kept, gone) if mover else _move_rows(relation.related_model, relation.field.name, kept, gone)
        if moved != (0, 0):
            before = found.get(label, (0, 0))
            found[label] = (before[0] + moved[0], before[1] + moved[1])
    return found


def _move_rows(model: Any, field: str, kept: Partner, gone: Partner) -> Moved:
    moved = stayed = 0
    for pk in list(model._base_manager.filter(**{field: gone}).values_list("pk", flat=True)):
        row = model._base_manager.filter(pk=pk)
        try:
            with transaction.atomic():
                row.update(**{field: kept})
        except DatabaseError:
            if model._meta.label_lower in PLAIN_LINKS:
                row.delete()
            else:
                stayed += 1
        else:
            moved += 1
    return moved, stayed
