# SPDX-License-Identifier: AGPL-3.0-or-later
"""The test suite: quick hashing, tasks done at once, files in a folder that goes away."""

import atexit
import shutil
import tempfile
from pathlib import Path

from portal.settings.base import *
from portal.settings.base import ENVIRONMENT, STORAGES
from portal.settings.database import databases
from portal.settings.services import caches

VAR_DIR = Path(tempfile.mkdtemp(prefix="portal-test-"))
atexit.register(shutil.rmtree, VAR_DIR, ignore_errors=True)
SECRET_KEY = "una-chiave-per-le-prove-lunga-abbastanza-da-non-dare-avvisi-42"  # noqa: S105 -- opens nothing
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1", "portale.example"]
SITE_URL = "https://portale.example"
WAGTAILADMIN_BASE_URL = SITE_URL
DATABASES = databases(ENVIRONMENT.database_url, default_file=VAR_DIR / "test.sqlite3")
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file with WAL, as in use: on an in-memory database two threads get «table is locked».
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "prove.sqlite3")}
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
SEARCH_INDEX_DIR = VAR_DIR / "index"
COPIES_FILE = VAR_DIR / "copies.stamp"
COPIES_ENABLED = False  # tests roll back what would make copies be forgotten; those about copies turn them on
EMAIL_FILE_PATH = VAR_DIR / "mail"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
STORAGES = {
    **STORAGES,
    "private": {"BACKEND": "portal.core.storage.PrivateStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SEARCH_URL = ""
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False}}
CACHES = caches("")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "portal": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}
