# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment is read strictly, and production says what it lacks."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import faults
from portal.settings.database import databases
from portal.settings.environment import ROOT, Environment, read_environment
from portal.settings.services import CACHE_TABLE, caches, mail

GOOD = Environment(
    database_url="postgresql://portale:segreto@db.example/portale",
    search_url="",
    cache_url="",
    email_url="smtp+tls://portale:segreto@posta.example:587",
    mail_from="Ufficio di Piano <portale@ambito.example>",
    secret_key="q8Zt2-Yv6Xn_4LmW0sKdRpJ7bCfGhE1uTaIoNeQxVzB3y5wM9k",
    allowed_hosts=("portale.ambito.example",),
    site_url="https://portale.ambito.example",
    var_dir=Path("/var/lib/portale"),
    debug=False,
    trusted_proxy=True,
    log_level="INFO",
)


def test_a_whole_environment_has_no_fault():
    assert list(faults.faults(GOOD)) == []


@pytest.mark.parametrize(
    ("changed", "variable"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": "corta"}, "SECRET_KEY"),
        ({"secret_key": "ab" * 40}, "SECRET_KEY"),
        ({"secret_key": "solo-per-il-sito-dimostrativo-mai-in-produzione-0123456789"}, "SECRET_KEY"),
        ({"allowed_hosts": ("portale.ambito.example", "*")}, "ALLOWED_HOSTS"),
        ({"site_url": ""}, "SITE_URL"),
        ({"site_url": "http://portale.ambito.example"}, "SITE_URL"),
        ({"site_url": "https://portale.ambito.example/portale"}, "SITE_URL"),
        ({"site_url": "https://altro.example"}, "SITE_URL"),
        ({"database_url": ""}, "DATABASE_URL"),
        ({"database_url": "mysql://db.example/portale"}, "DATABASE_URL"),
        ({"database_url": "postgresql:///portale"}, "DATABASE_URL"),
        ({"email_url": ""}, "EMAIL_URL"),
        ({"email_url": "posta.example"}, "EMAIL_URL"),
        ({"email_url": "smtp://posta.example:venticinque"}, "EMAIL_URL"),
        ({"mail_from": "Ufficio di Piano"}, "MAIL_FROM"),
        ({"cache_url": "memcache://cache.example"}, "CACHE_URL"),
        ({"search_url": "elastic.example:9200"}, "SEARCH_URL"),
        ({"debug": True}, "DEBUG"),
    ],
)
def test_each_fault_is_one_sentence_that_names_its_variable(changed, variable):
    found = list(faults.faults(replace(GOOD, **changed)))

    assert [sentence.partition(":")[0] for sentence in found] == [variable]


def test_no_fault_repeats_a_password():
    wrong = replace(GOOD, database_url="mysql://portale:canarino@db", email_url="http://portale:canarino@posta")

    assert [sentence for sentence in faults.faults(wrong) if "canarino" in sentence] == []


def test_production_does_not_start_and_says_everything_at_once():
    kept = {name: os.environ[name] for name in ("PATH", "VAR_DIR", "LANG") if name in os.environ}

    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "portal.settings.production", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert re.findall(r"^  - (\w+):", run.stderr, re.MULTILINE) == [
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "DATABASE_URL",
        "EMAIL_URL",
        "MAIL_FROM",
    ]
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("sì", True), ("On", True), ("0", False), ("", False)])
def test_yes_and_no_are_understood(monkeypatch, value, meaning):
    monkeypatch.setenv("DEBUG", value)

    assert read_environment().debug is meaning


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "forse"), ("TRUSTED_PROXY", "2"), ("LOG_LEVEL", "tutto")])
def test_a_value_that_means_nothing_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        read_environment()


def test_sqlite_writes_at_once_and_waits_for_others():
    config = databases("", default_file=Path("/var/lib/portale/portal.sqlite3"))["default"]

    assert (config["NAME"], config["OPTIONS"]["transaction_mode"], config["CONN_MAX_AGE"]) == (
        "/var/lib/portale/portal.sqlite3",
        "IMMEDIATE",
        None,
    )


def test_an_unknown_database_is_refused():
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        databases("mysql://db.example/portale", default_file=Path("portal.sqlite3"))


def test_mail_goes_to_files_unless_a_server_is_named():
    folder = Path("/var/lib/portale/mail")

    assert mail("", folder=folder) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": folder,
    }
    assert mail("smtp+tls://io:segreto@posta.example:587", folder=folder) == {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "posta.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "io",
        "EMAIL_HOST_PASSWORD": "segreto",
        "EMAIL_USE_TLS": True,
        "EMAIL_TIMEOUT": 10,
    }


def test_the_shared_cache_is_the_database_unless_redis_is_named():
    assert caches("")["default"]["LOCATION"] == CACHE_TABLE
    assert caches("redis://cache.example:6379/1")["default"]["LOCATION"] == "redis://cache.example:6379/1"
    assert caches("redis://cache.example:6379/1")["copies"]["BACKEND"].endswith("LocMemCache")
