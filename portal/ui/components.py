# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pieces of a page that carry values: frozen dataclasses with a template, drawn by `{% component piece %}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from laces.components import Component as LacesComponent

from portal.ui import dates

NEAR_DAYS = 3

RenderContext = dict[str, Any]


class Component(LacesComponent):
    """The base of ours: no media of its own (styles and scripts belong to the frame), context from its fields."""

    def get_context_data(self, parent_context: RenderContext | None = None) -> RenderContext:
        """Return the fields by name; a component with something to work out adds it."""
        return {name: getattr(self, name) for name in getattr(self, "__dataclass_fields__", {})}


@dataclass(frozen=True, kw_only=True)
class Badge(Component):
    """A state in words with a symbol; `tone` is neutral, info, success, warning or danger."""

    template_name = "ui/badge.html"
    label: str
    symbol: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, kw_only=True)
class DeadlineBadge(Component):
    """A moment in full with the days left beside: «giovedì 10 dicembre 2026, ore 23:59 · mancano 12 giorni»."""

    template_name = "ui/deadline_badge.html"
    label: str
    moment: date | datetime
    now: datetime

    @property
    def days_left(self) -> int:
        """How many midnights in Rome are left."""
        return dates.days_between(self.now, self.moment)

    def get_context_data(self, parent_context: RenderContext | None = None) -> RenderContext:
        """Return the words, and whether the end is near or past."""
        words = dates.left_in_words(self.now, self.moment)
        is_past = self.moment <= self.now if isinstance(self.moment, datetime) else self.days_left < 0
        tone = "neutral" if is_past else "warning" if self.days_left <= NEAR_DAYS else "info"
        return {"label": self.label, "moment": self.moment, "words": words, "tone": tone}
