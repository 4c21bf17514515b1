# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name under which the search knows good practices."""

from typing import Final

PRACTICE: Final = "practice"
