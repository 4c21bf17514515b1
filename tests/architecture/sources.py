# SPDX-License-Identifier: AGPL-3.0-or-later
"""The project's own files, read once for the tests of its shape."""

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("portal", "documents", "partners", "tavoli", "search")


@cache
def project() -> dict:
    """Return `pyproject.toml`."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def floors() -> list[list[str]]:
    """Return the floors from the top, each the packages that stand side by side on it."""
    contract = next(one for one in project()["tool"]["importlinter"]["contracts"] if one["name"].startswith("Floors"))
    return [[name.strip(" ()") for name in layer.split("|")] for layer in contract["layers"]]


def floor_of(package: str) -> int:
    """Return the height of a package: 0 is the lowest.

    :raises KeyError: it stands on no floor.
    """
    for height, floor in enumerate(reversed(floors())):
        if package in floor:
            return height
    raise KeyError(package)


def package_of(path: Path) -> str:
    """Return the app (or the top package) that a file belongs to, as a dotted name."""
    parts = path.relative_to(ROOT).parts
    return ".".join(parts[:2]) if parts[0] in {"portal", "documents"} and len(parts) > 2 else parts[0]


@cache
def files(ending: str, *, with_tests: bool = False) -> tuple[Path, ...]:
    """Return the project's files with an ending, migrations and what is generated left out."""
    roots = [ROOT / name for name in (*PACKAGES, *(["tests"] if with_tests else []))]
    found = [path for root in roots for path in root.rglob(f"*{ending}")]
    return tuple(sorted(path for path in found if not {"migrations", "__pycache__"} & set(path.parts)))


def shown(path: Path) -> str:
    """Return the path as a reader of the project knows it."""
    return str(path.relative_to(ROOT))
