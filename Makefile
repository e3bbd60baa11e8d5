# Everything is set up in .venv by the first command that needs it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: compare test bench bundle lock clean

compare: $(STAMP)  ## the comparison of two roles on the bundled evidence
	$(BIN)/rolescope compare "Machine Learning Engineer" "Data Manager"

test: $(STAMP)  ## every check: style, types, layers, tests, coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered --cov-fail-under=95 -n 2

bench: $(STAMP)  ## speed, against its floors
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/honesty.py

lock:  ## requirements.lock from pyproject.toml, with hashes and without hosts
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --all-extras --python-version 3.11 pyproject.toml -o requirements.lock

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $(STAMP)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .coverage
