# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the floor of the observations may know of a consultation: its name, its page, until when one may write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from documents.consultations import links
from documents.consultations.models import Consultation
from documents.consultations.models.consultation import SCOPE_PREFIX
from documents.consultations.queries.outcomes import section_choices
from portal.comments.scopes import Scope


class ConsultationScopes:
    """The consultations that were announced."""

    def told(self, tokens: Iterable[str], *, moment: datetime) -> Mapping[str, Scope]:
        """Return these consultations: two queries however many."""
        numbers = [number for number in map(_number, tokens) if number]
        rows = Consultation.objects.announced().filter(pk__in=numbers)
        found = [_scope(row, moment) for row in rows.select_related("text").prefetch_related("windows")]
        return {scope.token: scope for scope in found}

    def sections(self, token: str) -> Sequence[tuple[str, str]]:
        """Return the sections of the version in consultation, in order."""
        found = Consultation.objects.filter(pk=_number(token)).first()
        return section_choices(found) if found is not None else []


def _scope(row: Consultation, moment: datetime) -> Scope:
    windows = list(row.windows.all())
    open_now = [window for window in windows if window.is_open_at(moment)]
    return Scope(
        token=row.scope,
        title=row.title,
        url=links.stored(links.consultation, row),
        text_url=links.stored(links.text, row.text.slug),
        opens_at=min(window.opens_at for window in windows),
        closes_at=max(window.closes_at for window in open_now or windows),
        is_open=bool(open_now),
    )


def _number(token: str) -> int:
    number = token.removeprefix(SCOPE_PREFIX)
    is_one = token.startswith(SCOPE_PREFIX) and number.isascii() and number.isdigit() and len(number) < 10  # noqa: PLR2004 -- what a key holds
    return int(number) if is_one else 0
