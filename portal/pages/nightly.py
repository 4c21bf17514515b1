# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages ask of the night."""

import logging
from datetime import datetime, time

from portal.core import clock
from search import sync
from search.engines.base import EngineDown

logger = logging.getLogger(__name__)


@clock.daily(at=time(3, 40), name="search.rebuild")
def rebuild_the_index(moment: datetime) -> None:
    """Read everything into a new index: whatever went astray is back, and what was taken away weighs no more.

    An engine counts how frequent a word is also in what was deleted, until it is made anew.
    """
    try:
        count = sync.rebuild()
    except (EngineDown, sync.AlreadyRunning):
        logger.warning("The index could not be rebuilt tonight; the one in use stays.")
    else:
        logger.info("The index was rebuilt: %s entries.", count)
