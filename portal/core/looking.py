# SPDX-License-Identifier: AGPL-3.0-or-later
"""«Vedi come»: staff look at the public site as a citizen, a partner or a member of a tavolo would see it.

Note [Looking as somebody is reading only]
------------------------------------------
While somebody of the office looks, `request.user` is nobody and `request.audience` holds only the tokens of the kind
of reader that was chosen. So a page can give no more than it gives to such a reader, and whatever asks for the person
(drafts, notices, mandates: the private rooms of a partner's people) finds nobody. Every request that could change
something is refused, the admin is closed, each page says that it is being looked at and is kept by no cache. The
beginning and the end are deeds in the register. What a kind of reader holds is told by the apps, which register here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.core import audiences, audit, roles

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from portal.core.models import User

SESSION_KEY: Final = "looking"
CITIZEN: Final = "cittadino"
LASTS: Final = timedelta(hours=2)
LOOKERS: Final = (roles.OFFICE, roles.COORDINATOR, roles.DRAFTER, roles.MODERATOR, roles.ADMINISTRATOR)

Choices = Callable[[], Iterable[tuple[str, str]]]
Extension = Callable[[frozenset[str]], Iterable[str]]


@dataclass(frozen=True)
class Kind:
    """A kind of reader of which there are many: a partner, a tavolo."""

    label: StrOrPromise
    choices: Choices


@dataclass(frozen=True, kw_only=True)
class Look:
    """As whom somebody looks, since when."""

    token: str
    label: str
    since: datetime
    tokens: frozenset[str]


class NotAReader(Exception):  # noqa: N818 -- a refusal, not a fault
    """There is no such reader."""


_kinds: dict[str, Kind] = {}
_extensions: list[Extension] = []


def register(name: str, label: StrOrPromise, choices: Choices) -> None:
    """Add a kind of reader; `choices` lists (audience token, name)."""
    _kinds[name] = Kind(label, choices)


def extend(extension: Extension) -> Extension:
    """Add a function that tells which tokens follow from others (the tavoli where a partner sits)."""
    if extension not in _extensions:
        _extensions.append(extension)
    return extension


def readers() -> list[tuple[StrOrPromise, list[tuple[str, str]]]]:
    """Return the readers one may look as, by kind: (heading, [(token, name)])."""
    anybody = (_("Chiunque"), [(CITIZEN, str(_("Cittadina o cittadino")))])
    return [anybody, *((kind.label, list(kind.choices())) for kind in _kinds.values())]


def can_look(user: User | AnonymousUser) -> bool:
    """Return whether a person of the office may look as somebody else."""
    return user.is_staff and roles.has_role(user, *LOOKERS)


def begin(request: HttpRequest, *, user: User, token: str, moment: datetime) -> None:
    """Begin to look; write it in the register.

    :raises NotAReader: there is no such reader.
    """
    label = dict(pair for _heading, pairs in readers() for pair in pairs).get(token)
    if label is None:
        raise NotAReader(token)
    if current(request, user=user, moment=moment) is not None:
        end(request, user=user)
    audit.record(actor=user, action="looking.began", target=user, after={"as": token})
    request.session[SESSION_KEY] = {"token": token, "label": label, "since": moment.isoformat()}


def end(request: HttpRequest, *, user: User) -> bool:
    """End it; write it in the register; return whether somebody was looking."""
    kept = request.session.pop(SESSION_KEY, None)
    if kept is None:
        return False
    audit.record(actor=user, action="looking.ended", target=user, before={"as": kept["token"]})
    return True


def current(request: HttpRequest, *, user: User | AnonymousUser, moment: datetime) -> Look | None:
    """Return as whom this session looks now; nothing once it lasted too long or the person may not look any more."""
    kept: dict[str, Any] | None = request.session.get(SESSION_KEY)
    if kept is None or not user.is_authenticated or not can_look(user):
        return None
    since = datetime.fromisoformat(kept["since"])
    if moment - since > LASTS:
        return None
    return Look(token=kept["token"], label=kept["label"], since=since, tokens=tokens_of(kept["token"]))


def tokens_of(token: str) -> frozenset[str]:
    """Return what such a reader holds; never what only staff hold."""
    held = {audiences.PUBLIC} if token == CITIZEN else {audiences.PUBLIC, token}
    for extension in _extensions:
        held.update(extension(frozenset(held)))
    return frozenset(held - {audiences.STAFF})
