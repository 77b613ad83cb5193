# Two commands matter: `make chat` and `make test`. Everything they need is set up here from requirements.lock.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
STORE ?= .qa-app
PORT ?= 7860

# Where the environment forbids Python to keep what it has compiled, each start of the program and
# each of the hundred that the tests make would compile all libraries anew, for many seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: chat test lint format unit bench lock clean

chat: $(STAMP)
	$(BIN)/qa-app ingest articles --store $(STORE)
	$(BIN)/qa-app chat --store $(STORE) --port $(PORT)

test: lint unit

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(STAMP)
	$(BIN)/python -m pytest -n 2 --dist loadfile

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/python -m bench.quality

# The lock file holds the whole graph, without any index address, and every extra but the packages
# of further model providers (anthropic, google, ollama), which bring much and are needed by few.
lock: $(STAMP)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --extra fast --extra eval --extra openai --extra local --extra dev --strip-extras --no-emit-index-url --no-emit-find-links \
		--output-file requirements.lock pyproject.toml
	sed -i 's/^\(torch==[0-9.]*\)+cpu/\1/' requirements.lock

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

clean:
	rm -rf $(VENV) build dist
