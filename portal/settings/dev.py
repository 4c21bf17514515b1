# SPDX-License-Identifier: AGPL-3.0-or-later
"""One machine, no service and no account: what `make run` and `make dev` use."""

from portal.settings.base import *
from portal.settings.base import ENVIRONMENT, STORAGES, VAR_DIR
from portal.settings.database import databases

DEBUG = ENVIRONMENT.debug
IS_DEMO = True
SECRET_KEY = ENVIRONMENT.secret_key or "solo-per-il-sito-dimostrativo-mai-in-produzione-0123456789"
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts) or ["localhost", "127.0.0.1", "[::1]"]
DATABASES = databases(ENVIRONMENT.database_url, default_file=VAR_DIR / "portal.sqlite3")
VAR_DIR.mkdir(parents=True, exist_ok=True)
COPIES_ENABLED = not DEBUG
if DEBUG:
    STORAGES = {  # the source files as they are: no collectstatic while one edits
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
