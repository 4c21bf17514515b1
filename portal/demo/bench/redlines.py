# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comparing versions costs, and whether a comparison holds both of them exactly."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.cache import caches
from django.db import transaction
from django.test import Client
from django.utils import timezone

from documents.consultations.enums import TextKind
from documents.consultations.models import Paragraph, Section, Text, Version, VersionParagraph, VersionSection
from documents.consultations.queries import redlines
from documents.consultations.redline import SectionPiece
from documents.consultations.redline.bench import seconds_to_compare, two_versions, wrong_rebuilds
from portal.demo.bench.measures import MOST_REDLINE_SECONDS, Row

WORDS, PARAGRAPHS, PAIRS = 46_000, 1_430, 10_000


def rows() -> list[Row]:
    """Time a comparison alone, then from the database and as a page, first and again; rebuild many random pairs."""
    return [_alone(), *_of_a_large_text(), _rebuilt()]


def _alone() -> Row:
    seconds = seconds_to_compare(paragraphs=2_000)
    return Row(
        what="confronto di 2.000 paragrafi",
        measured=f"{seconds:.3f} s",
        wanted=f"< {MOST_REDLINE_SECONDS} s",
        is_met=seconds < MOST_REDLINE_SECONDS,
    )


def _of_a_large_text() -> list[Row]:
    with transaction.atomic():
        text = Text.objects.create(slug="testo-da-confrontare", title="Testo da confrontare", kind=TextKind.PIANO)
        before, after = two_versions(paragraphs=PARAGRAPHS)
        old, new = (_frozen(text, number, held) for number, held in ((1, before), (2, after)))
        total = sum(len(piece.plain.split()) for section in before for piece in section.pieces)
        caches["copies"].clear()
        first = _seconds(lambda: redlines.redline_of(old, new))
        again = _seconds(lambda: redlines.redline_of(old, new))
        caches["copies"].clear()
        path = f"/testi/{text.slug}/confronto/1-2/"
        pages = [_seconds(lambda: Client().get(path, headers={"host": "localhost"})) for _ in range(2)]
        transaction.set_rollback(True)
    return [
        Row(
            what=f"confronto di un testo di 200 pagine ({total} parole), dalla banca dati",
            measured=f"{first:.3f} s la prima volta, {again:.3f} s poi (copia)",
            wanted=f"< {MOST_REDLINE_SECONDS} s la prima volta, {WORDS} parole",
            is_met=first < MOST_REDLINE_SECONDS and total >= WORDS,
        ),
        Row(what="la sua prima pagina", measured=f"{pages[0]:.3f} s la prima volta, {pages[1]:.3f} s poi"),
    ]


def _rebuilt() -> Row:
    wrong = wrong_rebuilds(pairs=PAIRS)
    return Row(
        what=f"tutte e due le versioni ricostruite dal confronto, {PAIRS} coppie a caso",
        measured=f"{wrong} sbagliate",
        wanted="0",
        is_met=wrong == 0,
    )


def _frozen(text: Text, number: int, held: Sequence[SectionPiece]) -> Version:
    """Freeze a text of the generator, the same identities in both versions."""
    version = Version.objects.create(
        text=text, number=number, title=text.title, published_at=timezone.now(), sha256=f"{number:064d}"
    )
    sections, paragraphs, position = [], [], 0
    for place, section in enumerate(held, start=1):
        row = VersionSection(
            version=version,
            section=_identity(Section, text, section.identity),
            position=place,
            slug=section.slug,
            title=section.title,
        )
        sections.append(row)
        for piece in section.pieces:
            position += 1
            paragraphs.append((row, _identity(Paragraph, text, piece.identity), position, piece.plain))
    VersionSection.objects.bulk_create(sections)
    VersionParagraph.objects.bulk_create(
        [
            VersionParagraph(
                section=row, version=version, paragraph=one, position=at, number=at, html=f"<p>{plain}</p>", plain=plain
            )
            for row, one, at, plain in paragraphs
        ],
        batch_size=500,
    )
    return version


def _identity(kind: Any, text: Text, name: str) -> Any:
    return kind.objects.get_or_create(pk=uuid5(NAMESPACE_URL, f"{kind.__name__}:{name}"), defaults={"text": text})[0]


def _seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
