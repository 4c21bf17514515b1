# SPDX-License-Identifier: AGPL-3.0-or-later
"""The light Italian stemmer of Jacques Savoy (BSD), for words already without accents."""

SHORTEST = 6


def light_stem(word: str) -> str:
    """Return the word without the ending that says number and gender: `anziani` and `anziano` meet in `anzian`."""
    if len(word) < SHORTEST or word[-1] not in "aeio":
        return word
    paired = {"e": "ih", "i": "ih", "a": "i", "o": "i"}[word[-1]]
    return word[:-2] if word[-2] in paired else word[:-1]
