# SPDX-License-Identifier: AGPL-3.0-or-later
"""How observations are found by the search, with the office's answer: those that are published, by everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from documents.consultations import links
from documents.consultations.models import Outcome
from documents.consultations.queries import findable
from documents.consultations.queries.answers import kind_label
from documents.consultations.search_kinds import OBSERVATION
from portal.comments.models import Observation
from portal.comments.queries.rows import proposals_in_force
from portal.core.audiences import EVERYBODY
from portal.ui.dates import day_in_rome
from search.sources import Entry, Source, Title, register


@register
class ObservationSource(Source):
    """Observations and replies, each with the answer that it got."""

    kind = OBSERVATION
    label = gettext_lazy("Osservazioni e risposte")

    def pks(self) -> Iterable[int | str]:
        """Return every published observation."""
        return findable.observations().prefetch_related(None).values_list("pk", flat=True).iterator()

    def entry(self, pk: int | str) -> Entry | None:
        """Return one observation, if it is published."""
        return next(iter(self.entries([pk])), None)

    def entries(self, pks: Sequence[int | str]) -> Iterable[Entry]:
        """Return these observations, in four queries however many they are."""
        found = list(findable.observations(pks))
        areas = findable.areas_of_sections(found)
        proposals = proposals_in_force(found)
        return [_entry_of(row, areas.get(row.section_id, ""), proposals.get(row.pk, "")) for row in found]

    def audience(self, pks: Sequence[int | str]) -> Mapping[int | str, Iterable[str]]:
        """Return who may read each: everybody, while it is published."""
        return dict.fromkeys(findable.observations(pks).values_list("pk", flat=True), EVERYBODY)

    def titles(self, words: Sequence[str], tokens: frozenset[str], limit: int) -> Iterable[Title]:
        """Return the observations whose number or place holds all the words."""
        found = findable.observations_named(words)[:limit]
        return [Title(kind=OBSERVATION, title=_title(row), url=_url(row)) for row in found]


def _entry_of(row: Observation, area: str, proposed: str) -> Entry:
    outcome: Outcome | None = getattr(row, "outcome", None)
    answer = outcome if outcome is not None and outcome.is_published else None
    with override(links.STORED_LANGUAGE):
        status = kind_label(answer.kind) if answer else ""
        said = f"{row.voice_name}: {row.comment}" if row.voice_name else row.comment
        words = [
            said,
            _("Parole proposte: %(words)s") % {"words": proposed} if proposed else "",
            f"— {status.capitalize()}: {answer.motivation}" if answer else "",
        ]
        return Entry(
            kind=OBSERVATION,
            pk=row.pk,
            title=_title(row),
            url=_url(row),
            tokens=EVERYBODY,
            text="\n".join(word for word in words if word),
            areas=(area,) if area else (),
            date=day_in_rome(row.received_at),
            status=status,
        )


def _title(row: Observation) -> str:
    with override(links.STORED_LANGUAGE):
        return _("Osservazione %(code)s · %(place)s") % {"code": row.code, "place": row.target_label}


def _url(row: Observation) -> str:
    return links.stored(links.observation, row.code)
