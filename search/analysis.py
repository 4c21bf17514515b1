# SPDX-License-Identifier: AGPL-3.0-or-later
"""From text to the words that are compared, the same for both engines, for entries and for questions.

The order matters: apostrophes and accents are made one, elision comes before stop words (`l'ufficio` and
`ufficio` meet), the spellings of one compound become one word (`socio - sanitarie`, `sociosanitarie`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from search.engines.snowball import snowball_stem
from search.stemming import light_stem

LONGEST_WORD = 60
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?![^\W_])|[^\W_]+")
_DASH = re.compile(r"\s*-\s*")
_SPACE = re.compile(r"\s+")


def _set_of(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


ELIDED = _set_of(
    "l un d c s m t v n gl dell all nell sull dall coll quell quest bell sant tutt senz mezz com dov cos anch "
    "nient nessun ciascun alcun qualcun pochi buon grand degl negl sugl dagl agl"
)
STOP_WORDS = _set_of(
    "a ad ai al alla alle agli allo anche c che chi ci coi col come con cui d da dai dal dalla dalle dagli dallo "
    "degli dei del della delle dello di dove e ed era essere fra gli ha hanno i il in l la le lo loro ma mi ne "
    "nei nel nella nelle negli nello no non nostra nostro o od per piu pero po qual quale quali quando quanto "
    "quello questa queste questi questo s se sei si sia sono su sua sue sugli sui sul sulla sulle sullo suo suoi "
    "ti tra tu un una uno vi cioe quindi perche"
)
# What is written together, with a dash or apart, and is one word.
PREFIXES = _set_of(
    "socio co psico multi inter extra pre post auto neuro semi anti micro macro pluri ultra medico tele video"
)
JOINED_ACROSS_SPACE = {
    "socio": ("sanitar", "assistenz", "educativ", "economic", "cultural", "lavorativ", "riabilitativ", "ricreativ"),
    "co": ("progett", "programm", "gestion", "housing", "responsabil"),
    "multi": ("dimension", "professional", "disciplinar", "utenz"),
    "inter": ("istituzional", "professional", "disciplinar"),
    "pluri": ("disabil", "minorat"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stood."""

    text: str
    start: int
    end: int


def _plain(char: str) -> str:
    base = unicodedata.normalize("NFKD", char)[0].lower()
    return base if len(base) == 1 else char


_TABLE = {code: plain for code in range(0x80, 0x2000) if (plain := _plain(chr(code))) != chr(code)}
_TABLE |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_TABLE |= dict.fromkeys(map(ord, "’‘ʼ´`′"), "'") | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


def fold(text: str) -> str:
    """Return the text in lower case without accents, letter for letter: places in it stay the same."""
    return text.translate(_TABLE)


def words(text: str) -> list[Word]:
    """Return the words of a text that say something, in order."""
    return list(_meaningful(_joined(fold(unicodedata.normalize("NFC", text)))))


def _joined(text: str) -> Iterator[tuple[Word, str]]:
    """Yield each word with the character that follows it, compounds as one."""
    found = [Word(match[0].replace(".", ""), match.start(), match.end()) for match in _WORD.finditer(text)]
    place = 0
    while place < len(found):
        word = found[place]
        while place + 1 < len(found) and _is_one(word, found[place + 1], text):
            place += 1
            word = Word(word.text + found[place].text, word.start, found[place].end)
        yield word, text[word.end : word.end + 1]
        place += 1


def _is_one(word: Word, after: Word, text: str) -> bool:
    if word.text not in PREFIXES:
        return False
    gap = text[word.end : after.start]
    if _DASH.fullmatch(gap):
        return True
    return bool(_SPACE.fullmatch(gap)) and after.text.startswith(JOINED_ACROSS_SPACE.get(word.text, ("\0",)))


def _meaningful(found: Iterator[tuple[Word, str]]) -> Iterator[Word]:
    for word, follower in found:
        is_elided = follower == "'" and word.text in ELIDED
        if not is_elided and word.text not in STOP_WORDS and len(word.text) <= LONGEST_WORD:
            yield word


@lru_cache(maxsize=200_000)
def stems(word: str) -> tuple[str, str]:
    """Return both stems of a word, Snowball's and the light one: each joins what the other parts."""
    return snowball_stem(word), light_stem(word)
