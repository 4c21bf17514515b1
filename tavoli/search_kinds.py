# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name under which the search knows tavoli."""

from typing import Final

TAVOLO: Final = "tavolo"
