# The portal in two commands: `make run` shows it, `make test` checks it.
# Everything else here serves those two.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PORT ?= 8000
export PORT

# The first Python on this machine that is new enough; override with PYTHON=….
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  command -v $$p >/dev/null 2>&1 && \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
  { command -v $$p; break; }; done)
BIN := .venv/bin

.PHONY: help run test lint bench goldens clean machine venv install install-dev

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

# -- set-up ------------------------------------------------------------------------------------

machine:
	@if [ -z "$(PYTHON)" ]; then \
	  echo "Portal ini memerlukan Python 3.11 atau lebih baru, dan mesin ini belum memilikinya."; \
	  echo "Debian/Ubuntu: sudo apt-get install -y python3 python3-venv   macOS: brew install python@3.13"; \
	  exit 1; fi
	@"$(PYTHON)" ppid_portal/operations/machine.py --install

venv: machine
	@if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || [ ! -x $(BIN)/pip ]; then \
	  rm -rf .venv; \
	  "$(PYTHON)" -m venv .venv || { rm -rf .venv; \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	      apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv && "$(PYTHON)" -m venv .venv; \
	    else echo "Jalankan: sudo apt-get install -y python3-venv, lalu ulangi."; exit 1; fi; }; \
	fi

# A lock file is installed once; its copy beside the installation says which one that was.
install: venv
	@if ! cmp -s requirements.txt .venv/installed.txt; then \
	  echo "Memasang pustaka (sekali saja; beberapa menit) …"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt \
	  && cp requirements.txt .venv/installed.txt; fi

install-dev: venv
	@if ! cmp -s requirements-dev.txt .venv/installed-dev.txt; then \
	  echo "Memasang pustaka dan alat uji (sekali saja; beberapa menit) …"; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt \
	  && cp requirements-dev.txt .venv/installed-dev.txt && cp requirements.txt .venv/installed.txt; fi

# -- what people come for ----------------------------------------------------------------------

run: install ## show the portal with demo data (PORT=8000)
	@exec $(BIN)/python manage.py serve

test: install-dev ## check everything: lint, then the tests on every database that answers
	@$(BIN)/python -m tests.run

lint: install-dev ## the linters and static checks only
	@$(BIN)/python -m tests.run --lint

bench: install-dev ## measure speed against the goals (needs PostgreSQL)
	@$(BIN)/python -m pytest tests/benchmarks -m bench -q -s -p no:cacheprovider

goldens: install ## draw every letter, form and register into docs/letters (needs poppler-utils)
	@$(BIN)/python manage.py goldens docs/letters

clean: ## remove the installation and caches; keeps the data
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis staticfiles
