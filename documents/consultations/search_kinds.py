# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names under which the search knows what people consult about and say."""

from typing import Final

CONSULTATION: Final = "consultation"
OBSERVATION: Final = "observation"
TEXT: Final = "text"
SECTION: Final = "section"
SIMPLE: Final = "simple_section"
