# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tavoli's rows."""

from tavoli.models.meeting import Meeting, Minutes
from tavoli.models.tavolo import Tavolo, TavoloSeat

__all__ = ["Meeting", "Minutes", "Tavolo", "TavoloSeat"]
