# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place where the environment is read. Every variable is described in `docs/operations.md`."""

from dataclasses import dataclass
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the machine tells the portal, typed; empty strings mean «not set»."""

    database_url: str
    search_url: str
    cache_url: str
    email_url: str
    secret_key: str
    allowed_hosts: tuple[str, ...]
    site_url: str
    var_dir: Path
    debug: bool
    trusted_proxy: bool


def read_environment() -> Environment:
    """Return the variables of this process; paths are absolute.

    :raises environ.ImproperlyConfigured: a variable cannot be read as its type.
    """
    env = environ.Env()
    var_dir = Path(env.str("VAR_DIR", default=str(ROOT / "var"))).resolve()
    return Environment(
        database_url=env.str("DATABASE_URL", default=""),
        search_url=env.str("SEARCH_URL", default=""),
        cache_url=env.str("CACHE_URL", default=""),
        email_url=env.str("EMAIL_URL", default=""),
        secret_key=env.str("SECRET_KEY", default=""),
        allowed_hosts=tuple(env.list("ALLOWED_HOSTS", default=[])),
        site_url=env.str("SITE_URL", default="").rstrip("/"),
        var_dir=var_dir,
        debug=env.bool("DEBUG", default=False),
        trusted_proxy=env.bool("TRUSTED_PROXY", default=False),
    )
