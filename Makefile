# The manual of this project: `make` lists what can be done. CI calls the same targets.

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3,$(shell command -v $(name) 2>/dev/null)))
VERSION = $(if $(PYTHON),$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null))
WORKERS ?= 2

BIN := .venv/bin
RUNTIME := .venv/.runtime
DEV := .venv/.dev
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PYTEST := $(BIN)/python -m pytest
BESIDE := -n $(WORKERS) --dist loadgroup
COVERED := $(if $(filter true,$(CI)),--cov --cov-report=term)
AGAIN := --last-failed --last-failed-no-failures=none
suite = $(PYTEST) $(2) -m "$(1)" || $(PYTEST) $(AGAIN) -m "$(1)"
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/messages.po))
POT := var/messages.pot

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check proof bench locales migration format clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(RUNTIME) $(CATALOGUES) ## set everything up and start the bot
	@exec $(BIN)/tugiup run

# Measuring coverage takes half as long again, and the second database runs the same lines.
# What fails beside other tests is tried once more, alone: a busy machine is no fault of the program.
# Where nothing failed but the coverage there is nothing to try, and that counts as failed.
test: $(DEV) $(CATALOGUES) ## set everything up and run the whole suite; in CI with its coverage gate
	$(call suite,not proof and not timed and not postgres,$(BESIDE) $(COVERED))
	$(call suite,not proof and not timed and postgres,$(BESIDE))
	$(call suite,not proof and timed)

check: $(DEV) ## format, lint, types, layers and catalogues, without running the bot
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) --quiet tests/test_catalogues.py tests/test_project.py

proof: $(DEV) $(CATALOGUES) ## run the proofs that are too long for the suite
	$(PYTEST) -m proof --capture=no -o faulthandler_timeout=0

bench: $(DEV) $(CATALOGUES) ## measure, and print the figures; with LONG=1 all 12,450 messages and a million members
	$(BIN)/python -m bench $(if $(LONG),--long)

locales: $(RUNTIME) ## collect the texts of the code into the catalogues, and compile them
	@mkdir -p $(dir $(POT))
	$(BIN)/pybabel --quiet extract --mapping-file=pyproject.toml --add-comments=Translators: \
		--no-location --width=99 --project=tugiup --output-file=$(POT) bot
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete \
		--ignore-pot-creation-date --width=99 --input-file=$(POT) --output-dir=locales
	@$(MAKE) --no-print-directory $(CATALOGUES)

migration: $(RUNTIME) ## draft a migration from what changed in the tables: make migration name="…"
	@$(if $(name),,$(error say what it does: make migration name="a loan has a purpose"))
	@$(BIN)/python -c "$$DRAFT"

format: $(DEV) ## format the code and mend what can be mended
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove everything that was made, except the data under var/
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -rf .coverage* *.egg-info build $(POT) var/screenshots locales/*/LC_MESSAGES/*.mo
	find bot tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

# A file inside .venv stands for "installed"; a newer requirements file makes it out of date.
$(RUNTIME): requirements.txt
	@$(if $(filter 3.11 3.12 3.13,$(VERSION)),,$(error $(REFUSAL)))
	@$(BIN)/python -c '' 2>/dev/null && test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	@echo 'Installing the packages of requirements.txt into .venv …'
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(BIN)/python -c "$$LINK"
	@touch $@

$(DEV): requirements-dev.txt $(RUNTIME)
	@echo 'Installing the packages of requirements-dev.txt into .venv …'
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@

%.mo: %.po | $(RUNTIME)
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@

define REFUSAL
tugiup needs Python 3.11, 3.12 or 3.13, and $(or $(PYTHON),python3) is \
$(if $(VERSION),Python $(VERSION),not there): make run PYTHON=/path/to/python3.11
endef

# What `pip install --editable` would do, without a build tool to download: the checkout becomes
# importable from everywhere, and the command `tugiup` starts it.
define LINK
import pathlib, sysconfig
here = pathlib.Path.cwd()
pathlib.Path(sysconfig.get_path("purelib"), "tugiup.pth").write_text(f"{here}\n", "utf-8")
command = pathlib.Path("$(BIN)/tugiup")
command.write_text(f'#!/bin/sh\nexec "{here}/$(BIN)/python" -P -m bot "$$@"\n', "utf-8")
command.chmod(0o755)
endef
$(RUNTIME): export LINK := $(LINK)

define DRAFT
import os, tempfile
from alembic import command
from bot.storage import migrate
with tempfile.TemporaryDirectory() as folder:
    url = f"sqlite+aiosqlite:///{folder}/newest.db"
    migrate.migrate(url)
    number = len(list((migrate.HERE / "versions").glob("[0-9]*.py"))) + 1
    settings = migrate.config(url)
    command.revision(settings, os.environ["name"], autogenerate=True, rev_id=f"{number:04}")
endef
migration: export DRAFT := $(DRAFT)
