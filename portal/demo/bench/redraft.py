# SPDX-License-Identifier: AGPL-3.0-or-later
"""Redrafts of a text by a generator that knows the truth: where every paragraph, and every word, came from."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from documents.consultations.imports.reading import read_file
from portal.demo import contents
from portal.demo.bench import phrases

Origin = tuple[str, int]  # the key of an old paragraph and the place of a word in it
ENDS = re.compile(r"[.;:!?»]$")


@dataclass(frozen=True, kw_only=True)
class Old:
    """A paragraph of the first draft; its words are `plain.split()`."""

    key: str
    plain: str
    section: int = 0


@dataclass(frozen=True, kw_only=True)
class New:
    """A paragraph of the redraft. `origins` are the old paragraphs it came from (none: it is new); `trace` says of
    each of its words which old word it is."""

    key: str
    plain: str
    section: int
    kind: str  # "same", "edited", "split", "merged", "added"
    is_moved: bool
    origins: tuple[str, ...]
    trace: tuple[Origin | None, ...]


@dataclass(frozen=True, kw_only=True)
class Redraft:
    """A first draft, its redraft, and what was deleted in between."""

    old: tuple[Old, ...]
    new: tuple[New, ...]
    deleted: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Shares:
    """How many paragraphs of a hundred meet each fate."""

    edited: float = 0.45
    deleted: float = 0.07
    moved: float = 0.06
    split: float = 0.05
    merged: float = 0.05
    added: float = 0.03


@dataclass(frozen=True)
class _Word:
    text: str
    origin: Origin | None


Words = list[_Word]


@dataclass
class _Work:
    """A paragraph while it is redrafted."""

    words: Words
    section: int
    kind: str
    origins: tuple[str, ...]
    is_moved: bool = False


def generated_text(count: int, *, seed: int) -> list[Old]:
    """Return a text of so many paragraphs: some long, some very short, some that resemble each other closely."""
    chance = random.Random(seed)  # noqa: S311 -- a repeatable text, not a secret
    return [Old(key=f"o{at}", plain=phrases.paragraph(chance), section=at // 8) for at in range(count)]


def real_text(name: str) -> list[Old]:
    """Return the paragraphs of a text of the demo (`regolamento`, `piano`, `compartecipazione`)."""
    parsed = read_file(f"{name}.md", contents.markdown(name).encode())
    return [
        Old(key=f"o{place}-{at}", plain=" ".join(block.plain.split()), section=place)
        for place, section in enumerate(parsed.sections)
        for at, block in enumerate(section.blocks)
        if not block.is_heading
    ]


def redraft(old: Sequence[Old], *, seed: int, shares: Shares | None = None) -> Redraft:
    """Return a redraft of a text, with the truth about it."""
    return _Redrafter(old, random.Random(seed), shares or Shares()).made()  # noqa: S311 -- repeatable, not secret


class _Redrafter:
    def __init__(self, old: Sequence[Old], chance: random.Random, shares: Shares) -> None:
        self.old, self.chance, self.shares = tuple(old), chance, shares
        self.deleted: set[str] = set()

    def made(self) -> Redraft:
        """Give each paragraph its fate, then move some and add some."""
        works = self._moved(self._fates())
        works = self._with_added(works)
        return Redraft(
            old=self.old,
            new=tuple(self._new(f"n{at}", work) for at, work in enumerate(works)),
            deleted=frozenset(self.deleted),
        )

    def _fates(self) -> list[_Work]:
        works: list[_Work] = []
        merging: _Work | None = None
        for one in self.old:
            words = [_Word(text, (one.key, at)) for at, text in enumerate(one.plain.split())]
            fate, work = self._fate(), _Work(words, one.section, "same", (one.key,))
            if merging is not None and merging.section == one.section:
                works.append(self._merged(merging, work))
                merging = None
                continue
            works += [merging] if merging else []
            merging = work if fate == "merged" else None
            if fate == "deleted":
                self.deleted.add(one.key)
            elif fate == "split":
                works += self._split(work)
            elif fate != "merged":
                works.append(self._edited(work) if fate == "edited" else work)
        return works + ([merging] if merging else [])

    def _fate(self) -> str:
        drawn, shares = self.chance.random(), self.shares
        for name in ("deleted", "split", "merged", "edited"):
            drawn -= getattr(shares, name)
            if drawn < 0:
                return name
        return "same"

    def _edited(self, work: _Work) -> _Work:
        words = list(work.words)
        for _ in range(self.chance.choice((1, 1, 1, 1, 2))):
            words = self.chance.choice(EDITS)(words, self.chance)
        is_same = [word.origin for word in words] == [word.origin for word in work.words]
        return replace(work, words=words, kind="same" if is_same else "edited")

    def _split(self, work: _Work) -> list[_Work]:
        places = [at + 1 for at, word in enumerate(work.words[:-1]) if ENDS.search(word.text)]
        if len(work.words) < 8:  # noqa: PLR2004 -- nobody splits a line
            return [work]
        at = self.chance.choice(places) if places else len(work.words) // 2 + self.chance.randint(-2, 2)
        halves = [replace(work, words=part, kind="split") for part in (work.words[:at], work.words[at:])]
        if self.chance.random() < 0.4:  # noqa: PLR2004 -- some halves are touched as well
            which = self.chance.randrange(2)
            edit = self.chance.choice((replace_words, add_sentence, fix_marks))
            halves[which] = replace(halves[which], words=edit(halves[which].words, self.chance))
        return halves

    def _merged(self, first: _Work, second: _Work) -> _Work:
        joint = [_Word(word, None) for word in self.chance.choice(("", "", "Inoltre", "In più")).split()]
        words = [*first.words, *joint, *second.words]
        if self.chance.random() < 0.4:  # noqa: PLR2004 -- some are touched as well
            words = replace_words(words, self.chance)
        return _Work(words, first.section, "merged", (*first.origins, *second.origins))

    def _moved(self, works: list[_Work]) -> list[_Work]:
        chosen = [work for work in works if self.chance.random() < self.shares.moved]
        left = [work for work in works if not any(work is one for one in chosen)]
        for work in chosen:
            work.is_moved = True
            at = self.chance.randrange(len(left) + 1)
            work.section = left[min(at, len(left) - 1)].section if left else work.section
            left.insert(at, work)
        return left

    def _with_added(self, works: list[_Work]) -> list[_Work]:
        for _ in range(round(len(self.old) * self.shares.added)):
            at = self.chance.randrange(len(works) + 1)
            words = [_Word(text, None) for text in self._unheard().split()]
            section = works[min(at, len(works) - 1)].section if works else 0
            works.insert(at, _Work(words, section, "added", ()))
        return works

    def _unheard(self) -> str:
        """Return a paragraph that the first draft had not: nobody could tell it from that one."""
        said = {one.plain for one in self.old}
        made = phrases.paragraph(self.chance)
        while made in said:
            made = phrases.paragraph(self.chance)
        return made

    def _new(self, key: str, work: _Work) -> New:
        return New(
            key=key,
            plain=" ".join(word.text for word in work.words),
            section=work.section,
            kind=work.kind,
            is_moved=work.is_moved,
            origins=work.origins,
            trace=tuple(word.origin for word in work.words),
        )


def replace_words(words: Words, chance: random.Random) -> Words:
    """Put other words in the place of a few."""
    made = list(words)
    for _ in range(min(chance.randint(1, 6), max(1, len(made) // 4))):
        at, text = chance.randrange(len(made)), chance.choice(phrases.WORDS)
        made[at] = _Word(text, made[at].origin if made[at].text == text else None)  # the same again changes nothing
    return made


def rewrite(words: Words, chance: random.Random) -> Words:
    """Put other words in the place of a third of them, in one run."""
    size = max(1, len(words) // 3)
    at = chance.randrange(max(1, len(words) - size))
    fresh = [_Word(chance.choice(phrases.WORDS), None) for _ in range(chance.randint(max(1, size - 3), size + 3))]
    return [*words[:at], *fresh, *words[at + size :]]


def add_sentence(words: Words, chance: random.Random) -> Words:
    """Say one thing more: at the beginning, at the end, or between two sentences."""
    fresh = [_Word(text, None) for text in phrases.sentence(chance).split()]
    at = chance.choice([0, len(words), *_ends(words)])
    return [*words[:at], *fresh, *words[at:]]


def remove_sentence(words: Words, chance: random.Random) -> Words:
    """Leave one sentence out, where there are more."""
    parts = _sentences(words)
    if len(parts) == 1:
        return replace_words(words, chance)
    parts.pop(chance.randrange(len(parts)))
    return [word for part in parts for word in part]


def reorder(words: Words, chance: random.Random) -> Words:
    """Say the same sentences in another order."""
    parts = _sentences(words)
    chance.shuffle(parts)
    return [word for part in parts for word in part]


def fix_marks(words: Words, chance: random.Random) -> Words:
    """Correct signs and capitals, not words."""
    at = chance.randrange(len(words))
    text = words[at].text
    changed = text.rstrip(".,;") + chance.choice((",", ";", "")) if at < len(words) - 1 else text.rstrip(".;") + "."
    return [*words[:at], _Word(changed or text, words[at].origin), *words[at + 1 :]]


def change_numbers(words: Words, chance: random.Random) -> Words:
    """Give other numbers; where there is none, other words."""
    places = [at for at, word in enumerate(words) if any(sign.isdigit() for sign in word.text)]
    if not places:
        return replace_words(words, chance)
    made = list(words)
    for at in places:
        made[at] = _Word(re.sub(r"\d", lambda _: str(chance.randint(1, 9)), made[at].text), None)
    return made


Edit = Callable[[Words, random.Random], Words]
EDITS: tuple[Edit, ...] = (
    replace_words, replace_words, replace_words, add_sentence, add_sentence, remove_sentence, reorder, rewrite,
    fix_marks, change_numbers,
)  # fmt: skip


def _ends(words: Words) -> list[int]:
    return [at + 1 for at, word in enumerate(words) if ENDS.search(word.text)]


def _sentences(words: Words) -> list[Words]:
    starts = [0, *(at for at in _ends(words) if at < len(words))]
    return [words[start:end] for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]
