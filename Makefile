# Everything installs into .venv from pinned, hashed requirements; nothing else on the machine is changed.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NIGHT ?= 1
KILLS ?= 60
SEED ?= 1
# Most tests wait for servers; more processes than this start more of those than they save.
WORKERS ?= 2
PAGES ?= 10000
ROUNDS ?= 3

.PHONY: help install nightly ui test deploy-check standing spread pictures torture bench fmt lock clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

$(VENV)/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Warraq needs Python 3.11 or newer: make PYTHON=python3.12 …" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/python -m uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --requirement requirements.lock
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

install: $(VENV)/installed ## Install Warraq and everything it needs into .venv

nightly: $(VENV)/installed ## Run one night of the practice newsroom (NIGHT=1, 2 or 3) and show what was archived
	@$(BIN)/warraq nightly --night $(NIGHT)

ui: $(VENV)/installed ## Start the Prefect UI, a worker, the object store and the newsroom; Ctrl-C stops them all
	@$(BIN)/warraq ui

test: $(VENV)/installed ## Run all checks: format, lint, types, import direction, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -n $(WORKERS) --no-loadscope-reorder

deploy-check: $(VENV)/installed ## Check deploy/ by its own tools, fetched into an environment of their own
	@$(BIN)/pytest -m environment tests/integration/test_deploy_tools.py

standing: $(VENV)/installed ## Run the systemd units on a PostgreSQL of their own, with a night (about three minutes)
	@$(BIN)/pytest -m environment tests/integration/test_standing.py

spread: $(VENV)/installed ## Gather a night on two workers of a Prefect pool and kill one (about three minutes)
	@$(BIN)/pytest -m environment tests/integration/test_workers.py

pictures: $(VENV)/installed ## Take the pictures of the documentation anew (needs Chromium, and PostgreSQL for Prefect's)
	@mkdir -p docs/pictures
	@WARRAQ_PICTURES=take $(BIN)/pytest -m "environment or not environment" tests/browser/test_pictures.py tests/integration/test_standing.py

torture: $(VENV)/installed ## Kill nights at every step and compare every byte (KILLS=60, SEED=1; about half an hour)
	@$(BIN)/python -m tests.integration.torture --kills $(KILLS) --seed $(SEED)

bench: $(VENV)/installed ## Time whole nights beside Fundus, news-please and plain scripts (PAGES=10000, ROUNDS=3; 25 minutes)
	@$(BIN)/python tests/benchmarks/night.py --pages $(PAGES) --rounds $(ROUNDS)

fmt: $(VENV)/installed ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lock: $(VENV)/installed ## Compile requirements.lock and the image's deploy/requirements.lock anew from pyproject.toml
	@$(BIN)/python -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --quiet --output-file requirements.lock
	@$(BIN)/python -m uv pip compile pyproject.toml --extra build --constraint requirements.lock --universal --python-version 3.11 --generate-hashes --quiet --output-file deploy/requirements.lock

clean: ## Remove the practice archive and all caches, but not .venv
	@rm -rf .warraq .pytest_cache .mypy_cache .ruff_cache
