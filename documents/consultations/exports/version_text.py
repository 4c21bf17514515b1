# SPDX-License-Identifier: AGPL-3.0-or-later
"""A version as Markdown, and as JSON for machines (documented in `docs/formati-dei-testi.md`)."""

from __future__ import annotations

import json
import re
from typing import Any

from documents.consultations.exports.rich import Block, Run, blocks
from documents.consultations.exports.version import Frozen
from documents.consultations.models import VersionStage
from documents.consultations.queries.simple import SimpleTold
from documents.consultations.redline import Piece, SectionPiece
from documents.consultations.simple_words import ITEM

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
AT_THE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")


def markdown(frozen: Frozen) -> bytes:
    """Return the version as Markdown: sections are headings, every paragraph begins with its number in bold."""
    told = [f"# {_escaped(frozen.title)}", _escaped(frozen.subtitle)]
    for section in frozen.sections:
        told.append(f"## {_escaped(section.title)}")
        for piece in section.pieces:
            told.append(_piece(piece))
            told += _simple(frozen, piece)
    told += ["---", _escaped(frozen.fingerprint)]
    return ("\n\n".join(told) + "\n").encode()


def data(frozen: Frozen) -> bytes:
    """Return the version as JSON, with identities, numbers, words in both forms, acts and SHA-256."""
    version = frozen.version
    body: dict[str, Any] = {
        "format": "portale-distretto/testo-1",
        "text": version.text.slug,
        "title": version.title,
        "kind": version.text.kind,
        "language": "it",
        "version": version.number,
        "published_at": version.published_at.isoformat(),
        "note": version.note,
        "sha256": version.sha256,
        "stages": [_stage(stage) for stage in sorted(version.stages.all(), key=lambda one: one.pk)],
        "sections": [_section(frozen, section, place) for place, section in enumerate(frozen.sections, start=1)],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _stage(stage: VersionStage) -> dict[str, Any]:
    return {
        "stage": stage.stage,
        "reached_at": stage.reached_at.isoformat(),
        "act_number": stage.act_number,
        "act_body": stage.act_body,
        "act_date": stage.act_date.isoformat() if stage.act_date else None,
    }


def _section(frozen: Frozen, section: SectionPiece, place: int) -> dict[str, Any]:
    return {
        "id": section.identity,
        "position": place,
        "slug": section.slug,
        "title": section.title,
        "paragraphs": [
            {
                "id": piece.identity,
                "number": piece.number or None,
                "is_heading": piece.is_heading,
                "plain": piece.plain,
                "html": piece.html,
                "simple": _told(frozen.simple.get(piece.identity)),
            }
            for piece in section.pieces
        ],
    }


def _told(told: SimpleTold | None) -> dict[str, str | None] | None:
    return {"words": told.words or None, "said_with": told.said_with or None} if told else None


def _simple(frozen: Frozen, piece: Piece) -> list[str]:
    """Return the simple words as a quotation, so that nobody takes them for the text."""
    words = frozen.told_simply(piece)
    if not words:
        return []
    lines = [f"*{_escaped(frozen.simple_label)}*", "", *(_line(line) for line in words.split("\n"))]
    return ["\n".join(f"> {line}".rstrip() for line in lines)]


def _line(line: str) -> str:
    if ITEM.match(line):
        return f"- {_escaped(ITEM.sub('', line))}"
    return AT_THE_START.sub(r"\1\\\2", _escaped(line))


def _piece(piece: Piece) -> str:
    if piece.is_heading:
        return f"### {_escaped(piece.plain)}"
    found = blocks(piece.html)
    if not found or found[0].level:
        found = [Block(runs=()), *found]
    first = f"**{piece.number}.** {_runs(found[0].runs)}".rstrip()
    return "\n\n".join([first, *(_block(block) for block in found[1:])]).replace("\n\n-", "\n-")


def _block(block: Block) -> str:
    if not block.level:
        return _runs(block.runs)
    mark = f"{block.number}." if block.number else "-"
    return f"{'   ' * (block.level - 1)}{mark} {_runs(block.runs).strip()}"


def _runs(runs: tuple[Run, ...]) -> str:
    return AT_THE_START.sub(r"\1\\\2", "".join(_run(run) for run in runs))


def _run(run: Run) -> str:
    if run.text == "\n":
        return "  \n"
    told = _escaped(run.text)
    if not told.strip():
        return told
    before, after = told[: len(told) - len(told.lstrip())], told[len(told.rstrip()) :]
    told = told.strip()
    if run.is_italic:
        told = f"*{told}*"
    if run.is_bold:
        told = f"**{told}**"
    if run.href:
        told = f"[{told}](<{run.href.replace('<', '%3C').replace('>', '%3E')}>)"
    return f"{before}{told}{after}"


def _escaped(text: str) -> str:
    return SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))
