# Motcua. Needs git, make and Python >= 3.11; everything else is fetched into .venv.
# Each target is one line of work: the work itself is in tools/ and in the command `motcua`.

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix bench docs numbers lock clean

# The first Python that is new enough and can make a virtual environment (PYTHON=... to choose).
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo "$$p"; break; }; done)
BIN := .venv/bin
STAMPS := .venv/stamps
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
CATALOGUES := $(wildcard src/motcua/*/locale/*/LC_MESSAGES/django.po)
TESTS ?= tests
# Kills its own database server again and again: in a process that has done nothing else before.
ALONE := tests/crash/test_server_killed.py

help: ## show this list
	@echo "Motcua: one door to public administrative services"
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## (.*)$$/  make \1|\2/' | \
		while IFS='|' read -r name text; do printf '%-16s %s\n' "$$name" "$$text"; done
	@echo "First time here? make demo"

setup: $(STAMPS)/environment $(STAMPS)/packages $(STAMPS)/project $(STAMPS)/assets $(STAMPS)/messages ## environment, packages, browser assets, messages
	@echo "Ready. Next: make demo (try it), make test (prove it), make help (the rest)."

demo: setup ## everything from a fresh clone, then http://localhost:8000
	@$(BIN)/motcua demo

test: setup ## the whole suite on a throw-away PostgreSQL (TESTS=tests/kernel for a part)
	@echo "Running the tests on a throw-away embedded PostgreSQL; the first line appears in about 10 s."
	@$(BIN)/python -m pytest -n 2 --dist worksteal -r fEsR --durations=5 $(TESTS) $(ALONE:%=--ignore=%) \
		&& { test "$(TESTS)" != tests || $(BIN)/python -m pytest -n 0 -r fEsR $(ALONE); } \
		&& echo "All tests passed. Next: make check (style, types, contracts), make numbers." \
		|| { echo "Some tests failed; their names are above. One alone: .venv/bin/pytest -n 0 <name>"; exit 1; }

check: setup ## style, types, contracts, migrations, messages, templates, API document
	@$(BIN)/python tools/check.py

fix: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup ## speed of our operations beside the engine's own (about two minutes; STRICT=call,track fails when an aim is unmet)
	@$(BIN)/motcua bench $(STRICT:%=--strict "%")

docs: setup ## write the pages made from code, check that every path the guides name exists
	@$(BIN)/python tools/settings.py write
	@$(BIN)/python tools/repository.py docs

numbers: setup ## sizes, types, docstrings and tests of our own code
	@$(BIN)/python tools/measure.py

lock: setup ## resolve the dependencies of pyproject.toml again, with hashes
	@$(PIP) install --quiet uv
	@$(BIN)/python tools/lock.py

clean: ## remove the environment and caches (keeps var/, your data)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# --- stamps: each step runs again only when what it reads has changed ------------------------
$(STAMPS)/environment:
	@test -n "$(PYTHON)" || { echo "No Python >= 3.11 with venv was found. Install one (Debian: apt-get install python3 python3-venv) and run make again."; exit 1; }
	@echo "[1/5] environment .venv with $$($(PYTHON) -V)"
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/packages: requirements-dev.txt | $(STAMPS)/environment
	@echo "[2/5] packages, each checked against its hash (about a minute the first time)"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

$(STAMPS)/project: pyproject.toml $(STAMPS)/packages
	@echo "[3/5] the command motcua"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(STAMPS)/assets: $(wildcard tools/assets.py package-lock.json) $(STAMPS)/packages
	@echo "[4/5] browser assets"
	@if [ -f tools/assets.py ]; then $(BIN)/python tools/assets.py; fi
	@touch $@

$(STAMPS)/messages: $(wildcard tools/messages.py) $(CATALOGUES) $(STAMPS)/packages
	@echo "[5/5] messages in Vietnamese and Indonesian"
	@if [ -f tools/messages.py ]; then $(BIN)/python tools/messages.py compile; fi
	@touch $@
