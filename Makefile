# make run   starts Riktmärket on this computer
# make test  gets what the tests need and runs them all
# make help  lists the rest

.DEFAULT_GOAL := help
.PHONY: help run workshop test test-system lint audit format bench map pins clean

# The first Python on this machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
# More than cores: whoever drives a browser mostly waits for it.
WORKERS ?= 3

help:
	@echo "make run          starta Riktmärket på http://127.0.0.1:8501"
	@echo "make workshop     håll en workshop från den här datorn, för telefoner i rummets nät"
	@echo "make test         installera det testerna behöver och kör dem"
	@echo "make test-system  kör de långa proven av last och fel"
	@echo "make lint         kontrollera stil, typer och lager"
	@echo "make audit        fråga om det som körs har kända sårbarheter (kräver nät)"
	@echo "make format       rätta stilen"
	@echo "make bench        mät mot ett golv i samma körning"
	@echo "make map          rita om bilden av huset i docs/arkitektur.md"
	@echo "make pins         räkna om requirements.txt ur pyproject.toml"
	@echo "make clean        ta bort miljön (inte svaren i var/)"

run: $(VENV)/.runs
	@$(BIN)/python manage.py serve

workshop: $(VENV)/.runs
	@$(BIN)/python manage.py workshop

test: $(VENV)/.tests lint
	@$(BIN)/python -m tests.support.machine
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not system"

test-system: $(VENV)/.tests
	@$(BIN)/python -m tests.support.machine
	$(BIN)/python -m pytest -m system -v

lint: $(VENV)/.tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	@$(BIN)/lint-imports > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }
	@$(BIN)/python -m tests.support.audit

audit: $(VENV)/.tests
	@$(BIN)/python -m tests.support.audit --strict

format: $(VENV)/.tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.tests
	@$(BIN)/python -m tests.support.machine
	$(BIN)/python -m bench
	$(BIN)/python -m bench.peers
	$(BIN)/python -m bench.workshops

map: $(VENV)/.tests
	@$(BIN)/python -m tests.support.ladder

pins: $(VENV)/.tests
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --no-header \
		--no-emit-index-url -q -o requirements.txt
	$(BIN)/uv pip compile --group dev -c requirements.txt --universal --python-version 3.11 \
		--no-header --no-emit-index-url -q -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Riktmärket behöver Python 3.11 eller senare. Det hittades inte."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python saknar modulen venv. På Debian och Ubuntu: sudo apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.runs: $(VENV)/.made requirements.txt
	@echo "Installerar det som Riktmärket behöver (en gång) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements.txt
	@touch $@

$(VENV)/.tests: $(VENV)/.runs requirements-dev.txt
	@echo "Installerar det som testerna behöver (en gång) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	@touch $@
