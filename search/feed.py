# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one call for «new», «changed», «hidden», «deleted»: the index reads the truth again."""

from collections.abc import Iterable

from search.enums import PUBLIC
from search.models import Refresh
from search.sources import source_of

ROWS_AT_ONCE = 500


def refresh(kind: str, pks: Iterable[int | str]) -> None:
    """Ask that these things be read again; call it in the transaction that changes them.

    From the commit on, searches go by who may read them now: what became restricted is gone at once.
    """
    identities = list(dict.fromkeys(pks))
    source = source_of(kind)
    audience = source.audience(identities) if source and identities else {}
    readers = {str(pk): frozenset(tokens) for pk, tokens in audience.items()}
    Refresh.objects.bulk_create(
        [_row(kind, str(pk), readers.get(str(pk), frozenset())) for pk in identities],
        batch_size=ROWS_AT_ONCE,
    )


def _row(kind: str, thing: str, tokens: frozenset[str]) -> Refresh:
    return Refresh(kind=kind, thing=thing, audience=sorted(tokens), is_public=PUBLIC in tokens)
