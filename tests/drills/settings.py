# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the processes under drill run with: as `make run`, on the database of the tests, with a post office to hold."""

from portal.settings.dev import *  # noqa: F403 -- a settings module is its base with a few lines changed
from portal.settings.dev import ENVIRONMENT, INSTALLED_APPS, STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
INSTALLED_APPS = [*INSTALLED_APPS, "tests.drills.fault.FaultConfig"]
ALLAUTH_TRUSTED_PROXY_COUNT = 1  # each visitor of a drill says an address of its own, as behind a proxy
if not ENVIRONMENT.email_url:
    EMAIL_BACKEND = "tests.drills.post.HeldPost"
