# Everything runs from .venv, which is built from the locks. Needs Python 3.11 and make, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
PEERS := .venv-peers/.peers
# Where the demo leaves its database, keys and credentials; `env` names them for `make serve`.
DEMO := .safershare/demo

.DEFAULT_GOAL := help
.PHONY: help install demo serve test prove lint bench lock

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(RUNTIME): requirements.lock pyproject.toml
	@echo "Building .venv from requirements.lock ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEVELOPMENT): requirements-dev.lock $(RUNTIME)
	@echo "Adding the test tools from requirements-dev.lock ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

install: $(DEVELOPMENT) ## Build .venv: the service, and the tools that test it

demo: $(RUNTIME) ## The main job, from nothing: agencies send, the partnership seals, the board reads
	@$(BIN)/safershare demo

serve: $(RUNTIME) ## Serve the demo's database where there is one, else an empty one
	@set -a; if test -f $(DEMO)/env; then . ./$(DEMO)/env; fi; exec $(BIN)/safershare serve

lint: $(DEVELOPMENT) ## Style, types and the direction of imports
	$(BIN)/ruff check --output-format concise
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Each of these is held to 95 % of its lines and branches by itself.
COVERED := auth schemas api/policies api/intake api/disclosure

# Processes that tests start read modules compiled before, whatever is said around here.
test prove: export PYTHONDONTWRITEBYTECODE :=
# Folders in order of their names: the many small tests of units come last, and keep both busy.
AT_ONCE := --numprocesses 2 --dist loadfile --no-loadscope-reorder

test: lint ## Lint, then every test with fixed samples of the large counts, then the coverage gate
	$(BIN)/pytest --cov --cov-report= $(AT_ONCE)
	@for part in $(COVERED); do \
		echo "Coverage of $$part:" && \
		$(BIN)/coverage report --include="$$part/*" --fail-under=95 || exit 1; \
	done

prove: $(DEVELOPMENT) ## Every test with the large counts whole; takes long
	SAFERSHARE_PROVE=1 $(BIN)/pytest $(AT_ONCE)

# The peers that the service is measured beside have an environment of their own.
$(PEERS): bench/peers/requirements.lock
	@echo "Building .venv-peers from bench/peers/requirements.lock ..."
	@test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes \
		-r bench/peers/requirements.lock
	@touch $@

bench: $(DEVELOPMENT) $(PEERS) ## Measure loading, inventing, tokens and aggregate queries on this machine
	$(BIN)/python -m bench

# For whoever changes a dependency: needs uv. The locks carry hashes and name no index.
LOCK := uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --quiet
lock: ## Renew both locks from pyproject.toml (needs uv)
	$(LOCK) --extra build --output-file requirements.lock
	$(LOCK) --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	uv pip compile bench/peers/requirements.in --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header --no-annotate --quiet --output-file bench/peers/requirements.lock
