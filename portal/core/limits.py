# SPDX-License-Identifier: AGPL-3.0-or-later
"""How much is too much: allauth's rate limits, on the cache that all processes share, for our own forms too.

| action | what it counts | limit |
| --- | --- | --- |
| `code.issued` | codes asked for | 20 an hour from one address, 5 in 15 minutes for one e-mail |
| `code.typed` | codes typed | 30 in 15 minutes from one address |
| `account.exported` | downloads of one's own data | 5 an hour for each person |

Other apps add their own with `add`. An address is `REMOTE_ADDR`, or what the trusted proxy says
(`TRUSTED_PROXY`); of an IPv6 address only the network counts.
"""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

_limits: dict[str, str] = {
    "code.issued": "20/h/ip,5/15m/key",
    "code.typed": "30/15m/ip",
    "account.exported": "5/h/user",
}


class TooMany(Exception):  # noqa: N818 -- a refusal, not a fault
    """This was asked too often: 429, to be tried again after some seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


def add(**rates: str) -> None:
    """Add limits of an app, as `observation="30/d/user,10/10m/ip"`; a double underscore in the name is a full stop."""
    _limits.update({name.replace("__", "."): rate for name, rate in rates.items()})


def table() -> dict[str, str]:
    """Return every limit by action, for the documentation and for tests."""
    return dict(_limits)


def consume(request: HttpRequest, action: str, *, key: str = "") -> None:
    """Count one use of an action by this visitor (address, person, and `key` where the limit is for each key).

    Call it before a transaction begins, and before anything costly.

    :raises TooMany: one of the limits is reached; nothing was counted.
    :raises KeyError: the action has no limits.
    """
    used: list[ratelimit.RateLimitUsage] = []
    for rate in _limits[action].split(","):
        if rate.endswith("/user") and not request.user.is_authenticated:
            continue
        if rate.endswith("/key") and not key:
            continue
        usage = ratelimit.consume(
            request, app="portal", action=action, config={action: rate}, key=key or None, limit_get=True
        )
        if usage is None:
            for earlier in used:
                earlier.rollback()
            raise TooMany(int(ratelimit.parse_rate(rate).duration))
        used.append(usage)
