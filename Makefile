# 监督 Jiandu. `make` alone lists the targets; `make run` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV := .venv/bin
ARGS ?=
.DEFAULT_GOAL := targets

.PHONY: targets
targets: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

.PHONY: run
run: ## everything on this machine, from a fresh clone too (ARGS="--single-process --port 9000")
	@$(PYTHON) deploy/bootstrap.py run $(ARGS)

.PHONY: demo
demo: prepare ## load a realistic district into the running suite and walk its procedures
	@$(VENV)/jiandu demo $(ARGS)

.PHONY: test
test: ## all tests, on real servers (ARGS="tests/deploy -x")
	@$(PYTHON) deploy/bootstrap.py test $(ARGS)

.PHONY: lint
lint: develop ## style, types, import contracts, deploy files, lock files
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy
	$(VENV)/lint-imports --no-cache
	$(VENV)/yamllint --strict .
	$(VENV)/hadolint --config deploy/images/hadolint.yaml Dockerfile
	$(VENV)/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	@! grep -nE 'https?://|index-url|find-links' requirements*.lock
	@! grep -n '"resolved"' package-lock.json

.PHONY: format
format: develop ## let ruff mend what it can
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

.PHONY: law
law: prepare ## regulation, article, rule, code and test, in one table
	@$(VENV)/jiandu law $(ARGS)

.PHONY: bench
bench: develop ## the performance table (ARGS=--json)
	@$(VENV)/python -m tests.benchmarks $(ARGS)

.PHONY: chaos
chaos: develop ## the reliability table (LONG=1 for the long form)
	@JIANDU_CHAOS_LONG=$(LONG) $(VENV)/python -m tests.reliability $(ARGS)

.PHONY: prepare
prepare: ## install what a start needs
	@$(PYTHON) deploy/bootstrap.py prepare

.PHONY: develop
develop: ## install what tests and checks need
	@$(PYTHON) deploy/bootstrap.py prepare --dev

.PHONY: lock
lock: develop ## write the lock files anew from pyproject.toml (UPGRADE=--upgrade)
	@sh deploy/lock.sh $(UPGRADE)

.PHONY: clean
clean: ## remove what was installed and cached; data in var/ stay
	rm -rf .venv node_modules dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
