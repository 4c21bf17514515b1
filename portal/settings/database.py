# SPDX-License-Identifier: AGPL-3.0-or-later
"""`DATABASES` from an address: SQLite tuned for writers side by side, PostgreSQL with kept connections."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

DATABASE_SCHEMES = ("postgresql", "postgres", "sqlite")
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}


def databases(url: str, *, default_file: Path) -> dict[str, dict[str, Any]]:
    """Return the `DATABASES` setting for an address; without one, a SQLite file.

    :raises ImproperlyConfigured: the address names no database we know.
    """
    config = dict(environ.Env.db_url_config(url or f"sqlite:///{default_file}"))
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    elif config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(f"DATABASE_URL: «{config['ENGINE']}» non è SQLite né PostgreSQL.")
    config["CONN_MAX_AGE"] = None
    config["CONN_HEALTH_CHECKS"] = True
    return {"default": config}
