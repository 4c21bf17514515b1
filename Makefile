# SPDX-License-Identifier: AGPL-3.0-or-later
# The commands of the house: `make` lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
RUN := $(VENV)/bin/python
MANAGE := $(RUN) manage.py
PYTEST_PROCESSES ?= 2
PYTEST_ARGS ?=
PRODUCTION = DJANGO_SETTINGS_MODULE=portal.settings.production DEBUG=0 TRUSTED_PROXY=1 \
	SECRET_KEY="$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	ALLOWED_HOSTS=portale.example SITE_URL=https://portale.example MAIL_FROM=portale@ambito.example \
	DATABASE_URL=sqlite:///$(CURDIR)/var/none.sqlite3 EMAIL_URL=smtp://localhost:25 CACHE_URL= SEARCH_URL=

.PHONY: help run dev reset test check bench lock clean python-is-recent

help:
	@echo "make run     il sito dimostrativo su http://localhost:$(PORT)/ (Ctrl-C chiude)"
	@echo "make reset   cancella i dati del sito dimostrativo e ricomincia da capo"
	@echo "make dev     come run, ma riparte quando il codice cambia"
	@echo "make test    tutte le prove"
	@echo "make check   forma, tipi, piani, migrazioni, sicurezza, cataloghi"
	@echo "make bench   le misure, scritte in docs/benchmarks.md"
	@echo "make lock    rifà requirements/*.txt da requirements/*.in"

run dev reset: export SITE_URL ?= http://localhost:$(PORT)

run: $(VENV)/run.stamp
	@$(MANAGE) prepare --demo
	@exec $(MANAGE) serve --port $(PORT)

dev: export DEBUG = 1
dev: $(VENV)/run.stamp
	@$(MANAGE) prepare --demo --no-static
	@exec $(MANAGE) serve --port $(PORT) --reload

reset: $(VENV)/run.stamp
	@$(MANAGE) reset_demo
	@$(MANAGE) prepare --demo

test: $(VENV)/develop.stamp
	@$(MANAGE) compile_catalogues
	$(RUN) -m pytest -n $(PYTEST_PROCESSES) --dist loadgroup $(PYTEST_ARGS)

check: $(VENV)/develop.stamp
	$(RUN) -m ruff format --check .
	$(RUN) -m ruff check .
	$(RUN) -m mypy .
	$(VENV)/bin/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	@echo "check --deploy, con le impostazioni di produzione"
	@$(PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) check_catalogues

bench: $(VENV)/run.stamp
	@$(MANAGE) prepare
	$(MANAGE) bench

lock: $(VENV)/develop.stamp
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		requirements/run.in -o requirements/run.txt
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements/run.txt requirements/develop.in -o requirements/develop.txt

clean:
	rm -rf $(VENV)

# The environment: made once, brought up to date when the lock changes. The two stamps share it, develop holds run.
$(VENV)/run.stamp: requirements/run.txt | $(VENV)/bin/python
	@echo "Installo le librerie (una volta sola)…"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/develop.stamp: requirements/run.txt requirements/develop.txt | $(VENV)/bin/python
	@echo "Installo le librerie per sviluppare (una volta sola)…"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/develop.txt
	@touch $(VENV)/run.stamp $@

$(VENV)/bin/python: | python-is-recent
	@$(PYTHON) -m venv $(VENV)

python-is-recent:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
		{ echo "Serve Python 3.11 o più recente: indicalo con «make run PYTHON=python3.12»."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "A questo Python manca il modulo «venv» (su Debian e Ubuntu: il pacchetto python3-venv)."; exit 1; }
