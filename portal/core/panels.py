# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pieces that a higher app shows on a lower app's page: the higher one registers, the lower one asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.core.http import PortalRequest


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A piece of a page: a heading, the template that draws it and what that template needs.

    A page shows its panels with `ui/panels.html`: each template gets the keys of `context` as they are.
    """

    title: str
    template: str
    context: dict[str, Any]
    position: int = 100


PanelMaker = Callable[[PortalRequest, Any], "Panel | None"]
_makers: dict[str, list[PanelMaker]] = {}


def register(page: str) -> Callable[[PanelMaker], PanelMaker]:
    """Register a maker of panels for a page (`partner`, `tavolo`, `area`, `desk`); it may return none."""

    def add(maker: PanelMaker) -> PanelMaker:
        makers = _makers.setdefault(page, [])
        if maker not in makers:
            makers.append(maker)
        return maker

    return add


def panels_for(page: str, request: PortalRequest, thing: Any) -> list[Panel]:
    """Return the panels that apply to this thing for this visitor, in their order."""
    made = [maker(request, thing) for maker in _makers.get(page, [])]
    return sorted((panel for panel in made if panel is not None), key=lambda panel: panel.position)
