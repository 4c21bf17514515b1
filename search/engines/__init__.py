# SPDX-License-Identifier: AGPL-3.0-or-later
"""The engines, behind one interface. Nothing outside this package imports an engine's library."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from search.engines.base import Engine


def current() -> Engine:
    """Return the engine of the settings: the cluster of `SEARCH_URL`, or the embedded one without it."""
    return _engine(settings.SEARCH_URL, str(settings.SEARCH_INDEX_DIR))


@lru_cache(maxsize=8)
def _engine(url: str, folder: str) -> Engine:
    if url:  # one engine is loaded, not both: their libraries are large
        from search.engines.cluster import ClusterEngine

        return ClusterEngine(url)
    from search.engines.tantivy import TantivyEngine

    return TantivyEngine(Path(folder))
