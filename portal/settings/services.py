# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mail and caches from an address each."""

from pathlib import Path
from typing import Any

import environ

MAIL_SCHEMES = ("smtp", "smtp+tls", "smtp+ssl", "filemail")
CACHE_SCHEMES = ("redis", "rediss", "dbcache")
SEARCH_SCHEMES = ("http", "https")

SECONDS_FOR_THE_MAIL_SERVER = 10
CACHE_TABLE = "portal_cache"


def mail(url: str, *, folder: Path) -> dict[str, Any]:
    """Return Django's `EMAIL_*` settings for an address; without one, every message becomes a file in the folder.

    :raises environ.ImproperlyConfigured: the address names no way of sending that we know.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}
    config = {key: value for key, value in environ.Env.email_url_config(url).items() if value is not None}
    if url.startswith("filemail:"):
        config["EMAIL_FILE_PATH"] = f"/{config['EMAIL_FILE_PATH'].lstrip('/')}"
    else:
        config.pop("EMAIL_FILE_PATH", None)
        config["EMAIL_TIMEOUT"] = SECONDS_FOR_THE_MAIL_SERVER
    return config


def caches(url: str) -> dict[str, dict[str, Any]]:
    """Return `CACHES`: one shared by every process (allauth's limits live there), one of each process (page copies).

    Without an address the shared one is a table of the database.

    :raises environ.ImproperlyConfigured: the address names no cache that we know.
    """
    shared = (
        dict(environ.Env.cache_url_config(url))
        if url and not url.startswith("dbcache")
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": CACHE_TABLE,
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    )
    copies = {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "copies",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    }
    return {"default": shared, "copies": copies}
