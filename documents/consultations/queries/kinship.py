# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a comparison says of paragraphs that were split or joined: whose half it is, where its words went."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.utils.translation import gettext as _

from documents.consultations.enums import ParentKind
from documents.consultations.models import ParagraphParent, Text
from documents.consultations.redline import Change, Entry, Redline


def told(text: Text, redline: Redline) -> dict[str, str]:
    """Return what to say beside each paragraph that was split or joined between two versions: one query at most."""
    entries = {one.identity: one for part in redline.sections for one in part.entries if not one.is_mark}
    if not any(one.change in {Change.ADDED, Change.REMOVED} for one in entries.values()):
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    links = ParagraphParent.objects.filter(parent__text=text).order_by("pk")
    for parent, child, kind in links.values_list("parent_id", "child_id", "kind"):
        for identity, words in _both(str(parent), str(child), kind, entries):
            found[identity].append(words)
    return {identity: ", ".join(words) for identity, words in found.items()}


def _both(parent: str, child: str, kind: str, entries: Mapping[str, Entry]) -> list[tuple[str, str]]:
    """Return what the parent says of the child, and the child of the parent."""
    before, after = entries.get(parent), entries.get(child)
    if before is None or after is None or before.old is None or after.new is None:
        return []
    place = before.new.number if before.new else before.old.number
    if kind == ParentKind.SPLIT and after.old is None:
        said = [(child, _("diviso dal paragrafo %(number)d") % {"number": place})]
        if before.new is not None:
            said.append((parent, _("diviso: continua nel paragrafo %(number)d") % {"number": after.new.number}))
        return said
    if kind == ParentKind.MERGE and before.new is None:
        return [
            (parent, _("unito al paragrafo %(number)d") % {"number": after.new.number}),
            (child, _("contiene anche quello che era il paragrafo %(number)d") % {"number": before.old.number}),
        ]
    return []
