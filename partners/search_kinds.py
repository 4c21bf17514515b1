# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name under which the search knows partners."""

from typing import Final

PARTNER: Final = "partner"
