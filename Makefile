# make        set up a virtual environment and build the site of this folder
# make test   set up, check the code, run all tests
# make serve  build and preview at http://127.0.0.1:8000/
# make check  ruff, mypy and the tests of the code's shape and docs only
# make docs   write docs/reference.md anew from the code, and build the docs as a site in .cache/docs/output/
# make lock   pin the newest versions that fit pyproject.toml

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet

.PHONY: site test serve check docs lock clean
.DEFAULT_GOAL := site

site: $(VENV)/.ready
	$(BIN)/python build.py

serve: $(VENV)/.ready
	$(BIN)/python build.py serve

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_docs.py

docs: $(VENV)/.ready-dev
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/website.py

$(VENV)/.ready: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "error: Kliping needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

UV := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade pyproject.toml
lock: $(VENV)/.ready
	$(PIP) install uv
	$(UV) --group install -o requirements.txt
	$(UV) --group install --group dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
