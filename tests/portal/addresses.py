# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every address of the portal, with a sample for each, read from the URLconf."""

import re
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

SAMPLES = {
    "int": "1",
    "slug": "una-parola",
    "str": "una-parola",
    "path": "una/parola",
    "uuid": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
}


@dataclass(frozen=True)
class Address:
    """An address: the sample path (empty when none can be made up) and the view that answers."""

    path: str
    name: str
    callback: object


def every_address():
    """Return one `Address` for each route, Wagtail's and allauth's too."""
    return list(_walk(get_resolver(), "/", ""))


def _walk(resolver, prefix, namespace):
    for pattern in resolver.url_patterns:
        piece = _sample(pattern.pattern)
        whole = None if piece is None or prefix is None else prefix + piece
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, whole, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield Address(whole or "", f"{namespace}:{pattern.name}".strip(":"), pattern.callback)


def _sample(pattern):
    if isinstance(pattern, LocalePrefixPattern):
        return ""
    if isinstance(pattern, RoutePattern):
        return re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found.group(1) or "str", "1"), str(pattern))
    if isinstance(pattern, RegexPattern):
        text = str(pattern).removeprefix("^").removesuffix("$").removesuffix(r"\Z").replace("\\", "")
        return text if re.fullmatch(r"[\w/.-]*", text) else None
    return None
