# SPDX-License-Identifier: AGPL-3.0-or-later
"""Production: every address and secret comes from the environment, and what is missing stops the start."""

from portal.settings.base import *  # noqa: F403 -- a settings module is its base with a few lines changed
from portal.settings.base import ENVIRONMENT, VAR_DIR
from portal.settings.database import databases

DATABASES = databases(ENVIRONMENT.database_url, default_file=VAR_DIR / "portal.sqlite3")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if ENVIRONMENT.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
