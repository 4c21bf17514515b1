# SPDX-License-Identifier: AGPL-3.0-or-later
"""A large text and its redraft, always the same, to measure how long a comparison takes."""

from __future__ import annotations

import random
import time

from documents.consultations.redline.texts import Piece, SectionPiece, compare

VOCABULARY = [
    "il",
    "la",
    "di",
    "che",
    "e",
    "per",
    "una",
    "con",
    "servizio",
    "famiglia",
    "ufficio",
    "piano",
    "sociale",
    "distretto",
    "persone",
    "cura",
    "sostegno",
    "progetto",
    "territorio",
    "comune",
    "entro",
    "giorni",
    "risorse",
    "accesso",
    "domanda",
    "valutazione",
    "équipe",
    "ascolto",
    "minori",
    "anziani",
    "inclusione",
]
SECTION_SIZE = 20
WORDS = (15, 50)


def two_versions(*, paragraphs: int, seed: int = 7) -> tuple[list[SectionPiece], list[SectionPiece]]:
    """Return a text of so many paragraphs and its redraft: two fifths edited, some removed, added and moved."""
    chance = random.Random(seed)  # noqa: S311 -- a repeatable text, not a secret
    old = [_piece(number, chance) for number in range(paragraphs)]
    new = [_redrafted(piece, chance) for piece in old if chance.random() > 0.07]  # noqa: PLR2004 -- shares of a redraft
    for _ in range(paragraphs // 20):
        new.insert(chance.randrange(len(new)), new.pop(chance.randrange(len(new))))
        new.insert(chance.randrange(len(new)), _piece(paragraphs + chance.randrange(10**9), chance))
    return _in_sections(old), _in_sections(new)


def seconds_to_compare(*, paragraphs: int = 2000, rounds: int = 3) -> float:
    """Return the best time, in seconds, of comparing a text of so many paragraphs with its redraft."""
    old, new = two_versions(paragraphs=paragraphs)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        compare(old, new)
        times.append(time.perf_counter() - start)
    return min(times)


def _piece(number: int, chance: random.Random) -> Piece:
    return Piece(identity=str(number), plain=" ".join(chance.choices(VOCABULARY, k=chance.randint(*WORDS))) + ".")


def _redrafted(piece: Piece, chance: random.Random) -> Piece:
    if chance.random() > 0.4:  # noqa: PLR2004 -- two fifths are edited
        return piece
    changed = piece.plain.split(" ")
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.choice(VOCABULARY)
    return Piece(identity=piece.identity, plain=" ".join(changed))


def _in_sections(pieces: list[Piece]) -> list[SectionPiece]:
    return [
        SectionPiece(
            identity=f"s{start}",
            slug=f"s-{start}",
            title=f"Sezione {start}",
            pieces=tuple(pieces[start : start + SECTION_SIZE]),
        )
        for start in range(0, len(pieces), SECTION_SIZE)
    ]
