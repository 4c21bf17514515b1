# SPDX-License-Identifier: AGPL-3.0-or-later
"""A large text and its redraft, always the same, to measure how long a comparison takes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from documents.consultations.redline.texts import Piece, SectionPiece, compare, rebuild_new, rebuild_old

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


def wrong_rebuilds(*, pairs: int = 10_000, seed: int = 11) -> int:
    """Return in how many of so many random pairs one of the two versions is not rebuilt exactly from the comparison."""
    chance = random.Random(seed)  # noqa: S311 -- repeatable texts, not secrets
    wrong = 0
    for _ in range(pairs):
        old, new = random_pair(chance)
        redline = compare(old, new)
        wrong += rebuild_old(redline) != _plain(old) or rebuild_new(redline) != _plain(new)
    return wrong


def random_pair(chance: random.Random) -> tuple[list[SectionPiece], list[SectionPiece]]:
    """Return two versions of a small text: words repeated, paragraphs empty, sub-headings, everything moved about."""
    kind = chance.choice((_few_words, _many_words, _odd_words))
    held = [
        (
            f"s{number}",
            _words_of(kind, chance),
            [_small(f"{number}-{at}", kind, chance) for at in range(chance.randint(0, 5))],
        )
        for number in range(chance.randint(0, 4))
    ]
    old = _sections(held)
    fresh = iter(range(1000))
    redrafted = [
        (
            identity,
            title if chance.random() > CHANGED else _words_of(kind, chance),
            [
                piece
                if chance.random() > CHANGED
                else Piece(identity=piece.identity, plain=_words_of(kind, chance), is_heading=piece.is_heading)
                for piece in pieces
                if chance.random() > REMOVED
            ],
        )
        for identity, title, pieces in held
        if chance.random() > REMOVED
    ]
    for _ in range(chance.randint(0, 2)):
        redrafted.insert(chance.randint(0, len(redrafted)), (f"n{next(fresh)}", _words_of(kind, chance), []))
    for _ in range(chance.randint(0, 4) if redrafted else 0):
        source, target = chance.choice(redrafted)[2], chance.choice(redrafted)[2]
        moved = source.pop(chance.randrange(len(source))) if source else _small(f"n{next(fresh)}", kind, chance)
        target.insert(chance.randint(0, len(target)), moved)
    if chance.random() < CHANGED:
        chance.shuffle(redrafted)
    return old, _sections(redrafted)


CHANGED, REMOVED = 0.4, 0.15


def _few_words(chance: random.Random) -> str:
    return chance.choice(("la", "la", "cura", "la cura"))


def _many_words(chance: random.Random) -> str:
    return chance.choice(VOCABULARY)


def _odd_words(chance: random.Random) -> str:
    return chance.choice(("l'«ufficio»,", "12.", "a\nb", "è", "—", "(fine)", "<b>", "tolto:"))


def _words_of(kind: Callable[[random.Random], str], chance: random.Random) -> str:
    return " ".join(kind(chance) for _ in range(chance.choice((0, 1, 2, 5, 12))))


def _small(identity: str, kind: Callable[[random.Random], str], chance: random.Random) -> Piece:
    return Piece(identity=identity, plain=_words_of(kind, chance), is_heading=chance.random() < REMOVED)


def _sections(held: list[tuple[str, str, list[Piece]]]) -> list[SectionPiece]:
    return [
        SectionPiece(identity=identity, slug=identity, title=title, pieces=tuple(pieces))
        for identity, title, pieces in held
    ]


def _plain(sections: list[SectionPiece]) -> list[tuple[str, list[str]]]:
    return [(section.title, [piece.plain for piece in section.pieces]) for section in sections]
