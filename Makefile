# make demo    a demo institute on this machine, in one command
# make test    everything that CI runs
# make proof   the long proofs: accessibility in full, kills, load
# The same steps without make are in README.md.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DELETE_ON_ERROR:

export PYTHON

PY := .venv/bin/python
# The folder of the site's own data, as config/settings.py finds it.
DATA := $(or $(DATA_DIR),$(shell sed -n 's/^DATA_DIR=//p' .env 2>/dev/null),var)

.PHONY: help demo serve test check lint types migrations translated deploy test-sqlite test-postgresql proof
.PHONY: lock translations format clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# --- the demo institute

demo: .venv/.runtime .env $(DATA)/.collected
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py demo
	@.ci/serve

.env:
	@echo DEMO=1 > .env

.venv/.runtime: requirements.txt
	@echo "Installing Colophon's packages into .venv"
	@.ci/venv requirements.txt
	@touch $@

# Static files are collected only when one of them, or a package that brings some, has changed.
$(DATA)/.collected: .venv/.runtime $(shell find static people publications -path '*static/*' -type f)
	@mkdir -p $(DATA)
	@$(PY) manage.py collectstatic --no-input --verbosity 0
	@touch $@

# --- the tests

test: check test-sqlite test-postgresql

check: .venv/.development lint types migrations translated deploy

.venv/.development: requirements-dev.txt
	@echo "Installing the packages for development into .venv"
	@.ci/venv requirements-dev.txt
	@touch $@

.PHONY: packages
packages: .venv/.development
	@.ci/packages

lint: .venv/.development
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	@find templates people publications -name '*.html' -print0 | xargs -0 --no-run-if-empty .venv/bin/djade --check --target-version 5.2

types: .venv/.development
	DEMO=1 $(PY) -m mypy config people publications

migrations: .venv/.development
	DEMO=1 $(PY) manage.py makemigrations --check --dry-run

translated: packages
	.ci/translations

deploy: .venv/.development
	.ci/deploy

test-sqlite: packages
	@.ci/vnu
	$(PY) -m pytest --numprocesses 2

# The browser's part does not depend on the database; once is enough.
test-postgresql: packages
	.ci/postgres $(PY) -m pytest --numprocesses 2 -m "not proof and not browser"

proof: packages
	@.ci/vnu
	$(PY) -m pytest -m proof
	.ci/postgres $(PY) -m pytest -m "proof and not browser"

# --- for those who change something

format: .venv/.development
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	@find templates people publications -name '*.html' -print0 | xargs -0 --no-run-if-empty .venv/bin/djade --target-version 5.2

# Needs uv (pip install uv). The versions of the second lock follow the first.
lock:
	UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 pyproject.toml --output-file requirements.txt
	UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt

translations: packages
	DEMO=1 $(PY) manage.py makemessages --locale ko --add-location file --ignore 'tests/*' --ignore '.venv/*' --ignore 'var/*'
	DEMO=1 $(PY) manage.py compilemessages --locale ko --ignore .venv

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis $(DATA)/.collected $(DATA)/static var/vnu
