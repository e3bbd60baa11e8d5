# `make compare` and `make test` each set up what they need: .venv to run, .venv-dev to develop.
PYTHON ?= python3
RUN := .venv/bin
DEV := .venv-dev/bin
NATIVE := $(wildcard src/rolescope/_*.[ch])

.PHONY: compare test browser bench docs lock clean

compare: .venv/.ready  ## the comparison of two roles on the bundled evidence
	$(RUN)/rolescope compare "Machine Learning Engineer" "Data Manager"

test: .venv-dev/.ready browser  ## every check: style, types, layers, tests, coverage
	$(DEV)/ruff check .
	$(DEV)/ruff format --check .
	$(DEV)/mypy
	$(DEV)/lint-imports
	$(DEV)/python -m pytest -n 2 --cov --cov-report=term:skip-covered --cov-fail-under=95
	$(DEV)/python benchmarks/quality.py

browser:  ## Chromium for the browser tests, where it is missing and may be installed
	sh scripts/install_browser.sh

bench: .venv/.ready  ## speed, quality and honesty, against their floors
	$(RUN)/python benchmarks/speed.py
	$(RUN)/python benchmarks/quality.py
	$(RUN)/python benchmarks/honesty.py

docs: .venv-dev/.ready  ## the tables and outputs shown in the documentation, made anew
	$(DEV)/python scripts/build_docs.py

lock:  ## the lock files from pyproject.toml, with hashes and without hosts
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 pyproject.toml -o requirements.lock
	uv pip compile --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

.venv/.ready: requirements.lock pyproject.toml hatch_build.py $(NATIVE)
	$(PYTHON) -m venv .venv
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

.venv-dev/.ready: requirements-dev.lock pyproject.toml hatch_build.py $(NATIVE)
	$(PYTHON) -m venv .venv-dev
	$(DEV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(DEV)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

clean:
	rm -rf .venv .venv-dev build dist .mypy_cache .pytest_cache .ruff_cache .coverage src/rolescope/_*.so src/rolescope/_*.pyd
