# SPDX-License-Identifier: AGPL-3.0-or-later
"""Production: every address and secret comes from the environment, and what is missing stops the start."""

from portal.settings.base import *
from portal.settings.base import ENVIRONMENT, VAR_DIR
from portal.settings.database import databases
from portal.settings.faults import stop_if_faulty
from portal.settings.logs import logging_config

stop_if_faulty(ENVIRONMENT)

DATABASES = databases(ENVIRONMENT.database_url, default_file=VAR_DIR / "portal.sqlite3")
LOGGING = logging_config(level=ENVIRONMENT.log_level, is_json=True)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if ENVIRONMENT.trusted_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
