# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place where the environment is read. Every variable is described in `docs/operations.md`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent.parent
YES: Final = frozenset({"1", "true", "yes", "on", "sì", "si"})
NO: Final = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, kw_only=True)
class Environment:
    """What the machine tells the portal, typed; empty strings mean «not set»."""

    database_url: str
    search_url: str
    cache_url: str
    email_url: str
    mail_from: str
    secret_key: str
    allowed_hosts: tuple[str, ...]
    site_url: str
    var_dir: Path
    debug: bool
    trusted_proxy: bool
    log_level: str


def read_environment() -> Environment:
    """Return the variables of this process; paths are absolute.

    :raises ImproperlyConfigured: a variable cannot be read as its type.
    """
    env = environ.Env()
    return Environment(
        database_url=env.str("DATABASE_URL", default=""),
        search_url=env.str("SEARCH_URL", default=""),
        cache_url=env.str("CACHE_URL", default=""),
        email_url=env.str("EMAIL_URL", default=""),
        mail_from=env.str("MAIL_FROM", default=""),
        secret_key=env.str("SECRET_KEY", default=""),
        allowed_hosts=tuple(host.strip() for host in env.list("ALLOWED_HOSTS", default=[]) if host.strip()),
        site_url=env.str("SITE_URL", default="").rstrip("/"),
        var_dir=Path(env.str("VAR_DIR", default=str(ROOT / "var"))).resolve(),
        debug=_yes_or_no("DEBUG", env.str("DEBUG", default="")),
        trusted_proxy=_yes_or_no("TRUSTED_PROXY", env.str("TRUSTED_PROXY", default="")),
        log_level=_one_of("LOG_LEVEL", env.str("LOG_LEVEL", default="INFO").upper()),
    )


def _yes_or_no(name: str, value: str) -> bool:
    word = value.strip().lower()
    if word in YES:
        return True
    if word in NO:
        return False
    raise ImproperlyConfigured(f"{name}: «{value}» non è né sì né no: scrivi 1 oppure 0.")


def _one_of(name: str, value: str) -> str:
    known = ("DEBUG", "INFO", "WARNING", "ERROR")
    if value not in known:
        raise ImproperlyConfigured(f"{name}: «{value}» non si conosce: scrivi uno tra {', '.join(known)}.")
    return value
