# make run, make test and make check are the whole interface; CONTRIBUTING.md tells of the others.
# Everything is installed into .venv from locked, hashed requirements.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
PORT ?= 8000
OUT ?= 台账.xlsx

.PHONY: setup ocr spark run test check fix bench pictures lock clean

setup: $(VENV)/.runtime

# Scans and photos: some 200 MB more.
ocr: $(VENV)/.ocr

# The checks and comparisons on Spark: some 450 MB more, and Java 17.
spark: $(VENV)/.spark

# The office over a fictional township; with FILE=..., that document's register and review instead.
run: setup
ifdef FILE
	@$(BIN)/bihuan read "$(FILE)"
	@$(BIN)/bihuan read "$(FILE)" -o "$(OUT)" --force
	@$(BIN)/bihuan review "$(FILE)"
else
	@$(BIN)/bihuan demo --port $(PORT)
endif

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.bench
	$(VENV)/bench/bin/python bench/reading.py
	PYTHONPATH=. $(VENV)/bench/bin/python bench/office.py
	PYTHONPATH=. $(VENV)/bench/bin/python bench/checks.py
	$(VENV)/bench/bin/python bench/reports.py
	PYTHONPATH=. $(VENV)/bench/bin/python bench/originality.py

# The handbook's pictures, anew from the pages as they are now.
pictures: $(VENV)/.dev
	PYTHONPATH=. $(BIN)/python docs/zh/take_pictures.py

# Maintainers: renew the locks after changing pyproject.toml (needs uv).
UV ?= uv
COMPILE := $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml
lock:
	$(COMPILE) --group build -o requirements/runtime.txt
	$(COMPILE) --group build --extra ocr -o requirements/ocr.txt
	$(COMPILE) --group build --extra ocr --group dev -o requirements/dev.txt
	$(COMPILE) --group build --group bench -o requirements/bench.txt
	$(COMPILE) --group build --extra spark -o requirements/spark.txt

clean:
	rm -rf $(VENV)

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "bihuan needs Python 3.11 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements/runtime.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.ocr: requirements/ocr.txt $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements/ocr.txt
	@touch $@

$(VENV)/.spark: requirements/spark.txt $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements/spark.txt
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# The peers have many dependencies of their own, so they get an environment of their own.
$(VENV)/.bench: requirements/bench.txt $(VENV)/.runtime
	$(PYTHON) -m venv $(VENV)/bench
	$(VENV)/bench/bin/python -m pip --disable-pip-version-check -q install --require-hashes -r requirements/bench.txt
	$(VENV)/bench/bin/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation -e .
	@touch $@
