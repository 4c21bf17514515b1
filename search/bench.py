# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long a question takes: entries made by rule, the same every time, and questions of every weight."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from search.engines.base import Ask, Engine
from search.entries import Entry
from search.enums import PUBLIC
from search.indexing import indexed
from search.snippets import Marker, marked, passage
from search.wording import worded

CHUNK = 500
WORDS = (
    "servizio sociale anziani minori famiglia disabilità trasporto domicilio assistenza progetto tavolo ufficio piano "
    "inclusione lavoro casa salute scuola rete quartiere volontariato ascolto accesso sportello contributo comunità "
    "integrazione socio-sanitario co-progettazione valutazione bisogno persona cittadino domanda graduatoria bando "
    "partner convenzione protocollo verbale riunione osservazione risposta paragrafo sezione territorio comune azienda"
)
QUESTIONS = (
    "anziani",
    "assistenza domiciliare",
    "servizio sociale",
    "trasporto scolastico disabilità",
    "SAD",
    "co-progettazione con gli enti del terzo settore",
    '"piano di zona"',
    "come si chiede il contributo per la casa",
    "integrazione sociosanitaria",
    "sportello di ascolto per la famiglia nel quartiere",
)
KINDS = ("observation", "section", "document", "partner", "tavolo", "practice")
AREAS = ("anziani", "minori", "disabilita", "poverta", "dipendenze", "immigrazione", "famiglia", "salute-mentale")


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Milliseconds of a question with facets, highlighting and first page, in the process that asks."""

    entries: int
    build_seconds: float
    median: float
    p95: float
    slowest: str


def entries(count: int) -> Iterator[Entry]:
    """Yield this many entries: Zipf's words, one in twenty restricted, eight areas, ten years."""
    rng = random.Random(1)  # noqa: S311 -- the same entries every time
    words = WORDS.split() + [f"{start}{end}" for start in WORDS.split() for end in ("mento", "zione", "tura", "bile")]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    for number in range(count):
        text = " ".join(rng.choices(words, weights, k=rng.randint(20, 120)))
        is_public = number % 20 != 0
        yield Entry(
            kind=rng.choice(KINDS),
            pk=number,
            title=" ".join(rng.choices(words, weights, k=5)).capitalize(),
            text=text,
            url=f"/cose/{number}/",
            tokens=frozenset({PUBLIC} if is_public else {f"tavolo:{number % 7}", "staff"}),
            areas=tuple(rng.sample(AREAS, rng.randint(0, 2))),
            date=dt.date(2017, 1, 1) + dt.timedelta(rng.randint(0, 3600)),
        )


def fill(engine: Engine, things: Iterable[Entry]) -> float:
    """Build an index of these entries; return how many seconds it took."""
    started = time.perf_counter()
    building = engine.rebuild()
    chunk: list[Entry] = []
    for thing in things:
        chunk.append(thing)
        if len(chunk) == CHUNK:
            building.add([indexed(entry) for entry in chunk])
            chunk = []
    building.add([indexed(entry) for entry in chunk])
    building.finish()
    return time.perf_counter() - started


def ask(engine: Engine, words: str, tokens: frozenset[str]) -> None:
    """Ask one question and mark its passages, as a page of results does."""
    wording = worded(words)
    found = engine.search(Ask(tokens=tokens, wording=wording, required=wording.required))
    marker = Marker.of(wording)
    for hit in found.hits:
        marked(hit.title, marker)
        passage(hit.text, marker)


def measure(engine: Engine, count: int = 100_000, *, rounds: int = 20, questions: Sequence[str] = QUESTIONS) -> Measure:
    """Fill the engine and time every question, for a visitor and for a member of staff."""
    took = fill(engine, entries(count))
    times: list[tuple[float, str]] = []
    readers = (frozenset({PUBLIC}), frozenset({PUBLIC, "staff"}))
    for words in questions:
        ask(engine, words, readers[0])  # the first one opens files
    for _ in range(rounds):
        for words in questions:
            for tokens in readers:
                times.append((_timed(lambda words=words, tokens=tokens: ask(engine, words, tokens)), words))  # type: ignore[misc]
    milliseconds = [taken for taken, _ in times]
    return Measure(
        entries=count,
        build_seconds=took,
        median=statistics.median(milliseconds),
        p95=statistics.quantiles(milliseconds, n=20)[-1],
        slowest=max(times)[1],
    )


def _timed(deed: Callable[[], None]) -> float:
    started = time.perf_counter()
    deed()
    return (time.perf_counter() - started) * 1000
