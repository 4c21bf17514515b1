# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which sentences the code and the templates say, and which of them a catalogue does not translate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message, TranslationError
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

KEYWORDS = dict.fromkeys(
    f"{prefix}gettext{suffix}" for prefix in ("", "n", "p", "np") for suffix in ("", "_lazy", "_noop")
) | {"_": None}
ENDINGS = (".py", ".html", ".txt")


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence said to people: its words (and its plural), the context that tells two alike apart, and where."""

    words: str
    plural: str
    context: str
    place: str


def sentences_under(roots: Iterable[Path], *, top: Path) -> Iterator[Said]:
    """Yield every translatable sentence of the sources under some folders, migrations left out."""
    for root in roots:
        for path in sorted(root.rglob("*")):
            is_ours = path.suffix in ENDINGS and "migrations" not in path.parts
            if is_ours and (path.suffix == ".py" or "templates" in path.parts):
                yield from sentences_in(path, place=str(path.relative_to(top)))


def sentences_in(path: Path, *, place: str) -> Iterator[Said]:
    """Yield the translatable sentences of one source file."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What templatize gives keeps the text's indentation, which is no Python: a flat left margin is.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    found: Any = extract_python(
        BytesIO(source.encode()),
        KEYWORDS,
        [],
        {"encoding": "utf-8"},
    )
    for line, function, arguments, _comments in found:
        texts = list(arguments) if isinstance(arguments, tuple) else [arguments]
        said = _said(function, texts, f"{place}:{line}")
        if said is not None:
            yield said


def _said(function: str, texts: list[object], place: str) -> Said | None:
    has_context, has_plural = "pgettext" in function, function.startswith(("ngettext", "npgettext"))
    wanted = 1 + has_context + has_plural
    words = [text for text in texts[:wanted] if isinstance(text, str) and text]
    if len(words) < wanted:
        return None
    context = words.pop(0) if has_context else ""
    return Said(words=words[0], plural=words[1] if has_plural else "", context=context, place=place)


def faults_of(catalogue_path: Path, said: Iterable[Said]) -> Iterator[str]:
    """Yield what a catalogue lacks, one line each: not translated, uncertain, or with other placeholders."""
    if not catalogue_path.exists():
        yield f"{catalogue_path}: non c'è"
        return
    with catalogue_path.open("rb") as file:
        catalogue = read_po(file, abort_invalid=True)
    seen: set[tuple[str, str]] = set()
    for one in said:
        if (one.words, one.context) not in seen:
            seen.add((one.words, one.context))
            fault = _fault_of(catalogue, one)
            if fault:
                yield f"{one.place}: {fault}: «{one.words[:80]}»"


def _fault_of(catalogue: Catalog, one: Said) -> str:
    message = catalogue.get(one.words, one.context or None)
    if message is None or not _is_complete(message):
        return "non tradotta"
    if message.fuzzy:
        return "traduzione incerta"
    if one.plural and not message.pluralizable:
        return "manca il plurale"
    try:
        message_errors: list[TranslationError] = list(message.check(catalogue))
    except TranslationError as error:
        message_errors = [error]
    return "segnaposti diversi" if message_errors else ""


def _is_complete(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(texts)
