# Two commands set this up: `make run` and `make test`. Both make .venv and install what is pinned.
.DEFAULT_GOAL := help
.PHONY: help run test proofs fuzz lint bench clean

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --constraint constraints.txt
DATA ?= ../shared

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z.]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv ## Start it: in Telegram when .env has a token, else in a page here
	@has() { grep -qsiE "^[[:space:]]*(export[[:space:]]+)?$$1[[:space:]]*=[[:space:]]*[\"']?[^\"'#[:space:]]" .env; }; \
	has BOT_DATA_DIR || export BOT_DATA_DIR="$${BOT_DATA_DIR:-data}"; \
	if test -n "$$BOT_TOKEN" || has BOT_TOKEN; then exec $(BIN)/yinju serve; else exec $(BIN)/yinju play; fi

test: .venv/.tests lint ## Run every check that needs nothing but Python
	$(BIN)/pytest --numprocesses 3 --cov

proofs: .venv/.proofs ## Run the short forms of the slow proofs
	$(BIN)/pytest tests/proofs

fuzz: .venv/.tests ## Read 10,000 files changed at random, undo 10,000 damages
	$(BIN)/pytest tests/proofs/test_fuzz.py tests/proofs/test_slipped_bytes.py --mutants 10000

lint: .venv/.tests ## Check form, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .venv/.bench ## Measure it beside other engines; DATA=FOLDER holds the question sets
	$(BIN)/python -m bench $(DATA)

clean: ## Remove the environment and what tests leave behind
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

# The environment: what serving needs, and yinju itself.
.venv: .venv/.ready
.venv/.ready: pyproject.toml constraints.txt
	@echo "Setting up .venv, which takes a minute the first time"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) pip
	@$(INSTALL) --editable '.[dictionary]'
	@touch $@

# On top of it: what the checks need.
.venv/.tests: .venv/.ready
	@$(INSTALL) --group tests
	@touch $@

# And what drives a browser; the browser itself is Debian's (.ci/run).
.venv/.proofs: .venv/.tests
	@$(INSTALL) --group proofs
	@touch $@

# Besides: what it is measured against.
.venv/.bench: .venv/.ready
	@$(INSTALL) --group bench
	@touch $@
