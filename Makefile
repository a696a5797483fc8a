# `make run` serves the demo community, `make test` runs the tests, `make check` is what CI runs.

PYTHON ?= python3
BIN := .venv/bin
# One more than cores: some tests always wait, for a browser or another process.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN) + 1)
SIZES ?= 10000,100000,1000000
INSTALLED := .venv/.installed
INSTALLED_DEV := .venv/.installed-dev

.PHONY: run install test check bench bench-desk bench-matching bench-quality bench-stored bench-announcement fuzz privacy races steps relevance questions messages requirements clean

run: $(INSTALLED)
	@$(BIN)/cop serve --demo

install: $(INSTALLED)

test: $(INSTALLED_DEV)
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

check: $(INSTALLED_DEV)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/hadolint Dockerfile
	$(BIN)/deptry .
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

# N worlds full of canaries: does anybody see what they may not? 100 take some ten minutes.
privacy: $(INSTALLED_DEV)
	$(BIN)/python -m tests.privacy $(or $(N),20)

# Speed and weight; CROWD=N for the search alone, among so many.
bench: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench $(if $(CROWD),--crowd $(CROWD))

# The closest peers of 10,000 to a million, beside networkx and sparse_dot_topn: some ten minutes.
bench-matching: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench --only matching --sizes $(SIZES)

# Recall of peers by what is left when topics are hidden, and of planted communities;
# TRUTH=FOLDER of members.csv and truth.csv, made elsewhere.
bench-quality: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench --only quality $(if $(TRUTH),--truth $(TRUTH))

# The desk of a chapter of 5,000, and 500 invited at once, on SQLite and PostgreSQL.
bench-desk: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench --only desk

# From the tables to stored lists, on SQLite and PostgreSQL; a million members take some 15 minutes.
bench-stored: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench --only stored --sizes $(SIZES)

# The mails of an announcement to 26,000 members, on SQLite and PostgreSQL: some two minutes.
bench-announcement: $(INSTALLED_DEV)
	$(BIN)/python -m tests.bench --only announcement

# N hostile questions to the directory, one process: does any fail, or take a second?
questions: $(INSTALLED_DEV)
	$(BIN)/python -m tests.fuzz.questions $(or $(N),100000)

# nDCG@10 on the demo community; TREC=FOLDER for a collection of documents, queries and qrels,
# MATCHING=FOLDER for one of people and whom they should meet.
relevance: $(INSTALLED_DEV)
	$(BIN)/python -m tests.relevance $(if $(TREC),--trec $(TREC)) $(if $(MATCHING),--matching $(MATCHING))

fuzz: $(INSTALLED_DEV)
	$(BIN)/python -m tests.fuzz

# N pairs of each race on SQLite and PostgreSQL: is anything done twice, or lost?
races: $(INSTALLED_DEV)
	$(BIN)/python -m tests.races $(or $(N),1000)

# N deeds about places in chapters, in any order, on both databases: is all as a plain model says?
steps: $(INSTALLED_DEV)
	$(BIN)/python -m tests.chapters $(or $(N),100000)

# ---- for those who carry on ----------------------------------------------------------------------

# Take new sentences from code and templates into the catalogues of all languages.
messages: $(INSTALLED_DEV)
	$(BIN)/python -m tests.messages

# Pin what pyproject.toml asks for, with hashes and without addresses.
requirements: $(INSTALLED_DEV)
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
	  --universal --no-annotate --python-version 3.11 pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
	  --universal --no-annotate --python-version 3.11 pyproject.toml --group build --group test --group lint -o requirements-dev.txt

clean:
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis

# ---- the virtual environment ---------------------------------------------------------------------

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "cop needs Python 3.11 or later; say which: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv .venv || \
	  { echo "Python cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }

$(INSTALLED): requirements.txt pyproject.toml | .venv/bin/pip
	$(BIN)/pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	$(BIN)/pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
