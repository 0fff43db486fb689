# `make run` and `make test` create .venv and install the pinned versions into it.
.DEFAULT_GOAL := help
.PHONY: help run test coverage proofs scale pictures fuzz fuzz-updates kill-test fault-test power-test starve-test soak mutants helm docker-steps fresh lint bench bench-short bench-scale clean

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --constraint constraints.txt
# What builds the package is pinned as well, for which the pip of the environment is too old at first.
BUILD := --build-constraint constraints.txt
DATA ?= ../shared
SHARED_SCENES := $(addprefix tests/bot/scenes/test_,access.py exporting.py feedback.py privacy.py \
	results.py settings.py statistics.py unanswered.py)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv ## Start the bot: in Telegram if .env has a token, else in a local page
	@has() { grep -qsiE "^[[:space:]]*(export[[:space:]]+)?$$1[[:space:]]*=[[:space:]]*[\"']?[^\"'#[:space:]]" .env; }; \
	has BOT_DATA_DIR || export BOT_DATA_DIR="$${BOT_DATA_DIR:-data}"; \
	if test -n "$$BOT_TOKEN" || has BOT_TOKEN; then exec $(BIN)/yinju serve; else exec $(BIN)/yinju play; fi

test: .venv/.tests lint ## Run every check that needs only Python
	@# The program is started twenty times: its bytecode is worth keeping, whatever the shell says.
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses 4 $(COVERAGE)

coverage: COVERAGE = --cov
coverage: test ## Run the same, and fail if too little of the code is reached

proofs: .venv/.proofs ## Run the short forms of the slow proofs
	$(BIN)/pytest tests/proofs

scale: .venv/.scale ## Test what several machines answer from, over a seekdb and a PostgreSQL server
	$(BIN)/pytest tests/scale
	$(BIN)/pytest tests/bot/journal $(SHARED_SCENES) --journal postgresql

pictures: .venv/.proofs ## Take the READMEs' pictures of an answer, by a real browser
	$(BIN)/python -m tests.proofs.page.pictures

fuzz: .venv/.tests ## Read 10,000 randomly changed files, repair 10,000 damaged texts
	$(BIN)/pytest tests/proofs/test_fuzz.py tests/proofs/test_slipped_bytes.py --mutants 10000

fuzz-updates: .venv/.tests ## Send the bot 100,000 generated and mutated updates
	$(BIN)/pytest tests/proofs/test_fuzz_updates.py --updates 100000 -s

kill-test: .venv/.tests ## Kill the bot a hundred times under load in each mode, and count the answers
	$(BIN)/pytest tests/proofs/test_kill.py --kills 100 -s

fault-test: .venv/.tests ## Ask while Telegram, the network or the disk fails, and count the answers
	$(BIN)/pytest tests/proofs/test_faults.py --all-faults -s

power-test: .venv/.proofs ## Cut the power at each write and sync of the journal, and start again
	$(BIN)/pytest tests/proofs/test_power.py --cuts 0 -s

starve-test: .venv/.tests ## Flood the bot from one chat in eleven ways, and time a stranger's answer
	$(BIN)/pytest tests/proofs/test_starve.py --flood 1500 -s

soak: .venv/.tests ## Send 200,000 updates from 2,000 chats, and watch the bot's memory
	$(BIN)/pytest tests/proofs/test_soak.py --soak 200000 -s

mutants: .venv/.mutants ## Change the code a line at a time, and see which changes no test notices; ONLY=PATTERN
	@# mutmut copies no file again but Python's, and asks for no test that reaches a new function.
	@test ! -d mutants || find mutants -type f ! -name '*.py' ! -name '*.py.*' -delete
	nice $(BIN)/mutmut run $(ONLY)
	$(BIN)/mutmut results

helm: .venv/.helm ## Lint and render the Helm chart, with Helm from its wheel
	$(BIN)/pytest tests/deployment/test_helm.py

docker-steps: .venv/.tests ## Run the Dockerfile's steps in Debian roots, as root, with debootstrap
	$(BIN)/pytest tests/deployment/test_docker_steps.py -s

fresh: .venv/.tests ## Time the READMEs' and operators' commands in empty Debian roots, as root
	$(BIN)/pytest tests/deployment/test_two_commands.py tests/deployment/test_operators_path.py -s

lint: .venv/.tests ## Check format, style, types and the direction of imports
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .venv/.bench ## Compare with other engines; DATA=FOLDER has the question sets
	$(BIN)/python -m bench $(DATA)

bench-short: .venv/.bench ## Compare with the quickest engines at 10,000 passages, in minutes
	$(BIN)/python -m bench $(DATA) --short

bench-scale: .venv/.bench .venv/.scale ## Compare a published collection with the embedded engine
	$(BIN)/python -m bench.scale $(DATA)

clean: ## Remove .venv and the caches of the checks
	rm -rf .venv .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache mutants

# yinju with the dictionary, the pictures and the local page, so that `make run` works with and without a token.
.venv: .venv/.ready
.venv/.ready: pyproject.toml constraints.txt
	@echo "Setting up .venv, which takes a minute the first time"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(INSTALL) pip
	@$(INSTALL) $(BUILD) --editable '.[charts,dictionary,play]'
	@# Where jieba finds setuptools, which nothing else uses, it imports it: 0.2 s at each start.
	@$(PIP) uninstall --yes -qq setuptools
	@touch $@

# Tools of the checks.
.venv/.tests: .venv/.ready
	@$(INSTALL) --group tests
	@touch $@

# The browser's driver; .ci/run installs the browser itself from Debian.
.venv/.proofs: .venv/.tests
	@$(INSTALL) --group proofs
	@touch $@

# A database server from its vendor's wheel, and the drivers; .ci/run installs PostgreSQL from Debian.
.venv/.scale: .venv/.tests
	@$(INSTALL) --group scale
	@touch $@

# What changes the code.
.venv/.mutants: .venv/.tests
	@$(INSTALL) --group mutants
	@touch $@

# Helm, which needs neither a cluster nor a network.
.venv/.helm: .venv/.tests
	@$(INSTALL) --group helm
	@touch $@

# Engines to compare with.
.venv/.bench: .venv/.ready
	@$(INSTALL) --group bench
	@touch $@
