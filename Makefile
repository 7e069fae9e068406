# Two commands matter: `make run` and `make test`. They need Python 3.11, make and, for the tools
# a pip cannot bring, apt. Everything else is made here.

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
JOBS ?= 2

# Each of the many processes that tests start would compile the whole program for itself.
unexport PYTHONDONTWRITEBYTECODE

hash = $(shell cat $(1) | sha256sum | cut -c1-16)
RUNTIME := .venv/.runtime-$(call hash,requirements.txt)
DEVELOPMENT := .venv/.development-$(call hash,requirements.txt requirements-dev.txt)

.PHONY: help install run demo test check bench messages glossary format clean

help:
	@echo "make run       start the archive on http://127.0.0.1:$(PORT)/ (PORT=…)"
	@echo "make test      the whole suite, on SQLite and on PostgreSQL"
	@echo "make check     format, lint, types, import contracts, migrations, translations, layout"
	@echo "make demo      load the demonstration catalogue into an empty database"
	@echo "make bench     every benchmark once, small (docs/benchmarks.md: the sizes reported)"
	@echo "make messages  bring the Vietnamese translation file up to date with the code"

$(RUNTIME):
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@rm -f .venv/.runtime-*
	@touch $@

$(DEVELOPMENT): | $(RUNTIME)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@rm -f .venv/.development-*
	@touch $@

# The supervisor stops everything it started on Ctrl-C and on SIGTERM; `exec` leaves no shell
# between it and make.
install: $(RUNTIME)
	@.ci/install_tools run

run: $(RUNTIME)
	@.ci/install_tools run
	@exec $(BIN)/python manage.py run_archive --port $(PORT)

demo: $(RUNTIME)
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_demo
	@exec $(BIN)/python manage.py load_demo --accounts

# The last run is the whole suite on SQLite, so that its closing line is the last line printed.
test: $(DEVELOPMENT)
	@.ci/install_tools test
	@.ci/with_postgresql $(BIN)/pytest -q -n $(JOBS) -m "not browser"
	@exec $(BIN)/pytest -n $(JOBS)

check: $(DEVELOPMENT)
	@.ci/install_tools check
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECURE_HTTPS=1 $(BIN)/python manage.py check --deploy --fail-level WARNING
	$(BIN)/python locale/check.py
	$(BIN)/pytest -q tests/architecture/test_layout.py tests/architecture/test_glossary.py

bench: $(DEVELOPMENT)
	@exec $(BIN)/python benchmarks/small.py

glossary: $(DEVELOPMENT)
	$(BIN)/python docs/write_glossary.py

messages: $(DEVELOPMENT)
	@.ci/install_tools check
	$(BIN)/python locale/extract.py

format: $(DEVELOPMENT)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf static_root artefacts .mypy_cache .ruff_cache .pytest_cache
