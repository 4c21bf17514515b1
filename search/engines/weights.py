# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much each way of matching weighs, on both engines (both stems and half of the word itself measured best)."""

STEM = 1.0
LIGHT = 1.0
WORD = 0.5
TITLE = 1.0
PHRASE = 2.0
SAME_MEANING = 0.4
