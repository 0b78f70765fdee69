# What can be done here; each target makes what it needs. A fresh machine needs python3.11, make and git.
PYTHON ?= python3.11
PORT ?= 8000
HOST ?= 127.0.0.1
BIN := .venv/bin
DEV_ENV := NETREVIEW_DEV=1
# An installation as it should be, for the checks that Django makes before one is put on the net.
DEPLOYED_ENV := NETREVIEW_DEV=0 NETREVIEW_DEBUG=0 NETREVIEW_HTTPS=1 NETREVIEW_BEHIND_PROXY=1 \
	NETREVIEW_SECRET_KEY=an-example-for-the-check-that-no-installation-ever-uses-0123456789 \
	NETREVIEW_ALLOWED_HOSTS=review.example.org NETREVIEW_DATABASE=sqlite:///var/check.sqlite3

.DEFAULT_GOAL := help
.PHONY: help run demo test check format bench lock clean chromium

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1	/'

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or name it with PYTHON=…"; exit 1; }
	$(PYTHON) -m venv .venv

# A stamp that is newer than the requirements means: installed already.
.venv/run.stamp: requirements/base.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/dev.stamp: requirements/dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ .venv/run.stamp

run: .venv/run.stamp ## start it here: http://127.0.0.1:8000 (PORT=…)
	@$(DEV_ENV) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEV_ENV) $(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(DEV_ENV) $(BIN)/python manage.py demo --if-empty --address http://$(HOST):$(PORT)
	@$(DEV_ENV) $(BIN)/python manage.py republish --if-changed --verbosity 0
	@echo "NetReview is at http://$(HOST):$(PORT)/ (Ctrl-C stops it; what you do is kept in var/)"
	@export $(DEV_ENV) NETREVIEW_ADDRESS=http://$(HOST):$(PORT) HOST=$(HOST) PORT=$(PORT); \
	$(BIN)/python manage.py tick --every 60 --verbosity 0 & beside=$$!; trap 'kill $$beside 2>/dev/null' EXIT INT TERM; \
	$(BIN)/gunicorn --log-level warning netreview.wsgi

demo: .venv/run.stamp ## start the demonstration afresh (never touches a database that holds anything else)
	@$(DEV_ENV) $(BIN)/python manage.py migrate --verbosity 0
	@$(DEV_ENV) $(BIN)/python manage.py collectstatic --no-input --verbosity 0
	@$(DEV_ENV) $(BIN)/python manage.py demo --afresh --address http://$(HOST):$(PORT)
	@$(DEV_ENV) $(BIN)/python manage.py republish --if-changed --verbosity 0

chromium:
	@for name in chromium chromium-browser google-chrome; do command -v $$name >/dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else \
		echo "The browser tests need Chromium: install it (Debian: sudo apt-get install chromium) and run again."; exit 1; \
	fi

test: .venv/dev.stamp chromium ## every test, on SQLite and then on PostgreSQL
	NETREVIEW_TEST_DB=sqlite $(BIN)/python -m pytest $(ARGS)
	NETREVIEW_TEST_DB=postgresql $(BIN)/python -m pytest $(ARGS)

check: .venv/dev.stamp ## style, types, imports, templates, settings, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	@mkdir -p var
	$(DEPLOYED_ENV) $(BIN)/python -W error manage.py check --deploy --fail-level WARNING
	$(DEPLOYED_ENV) $(BIN)/python -W error manage.py makemigrations --check --dry-run

format: .venv/dev.stamp ## put code and templates in the agreed shape
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	git ls-files -z -- 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

bench: .venv/dev.stamp ## the article page against a bare view
	$(BIN)/python -m tests.bench

lock: .venv/dev.stamp ## pin the requirements anew, with hashes and without addresses
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate requirements/base.in -o requirements/base.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --no-annotate -c requirements/base.txt requirements/dev.in -o requirements/dev.txt

clean: ## remove what was made here: the environment, caches, static files (your data in var/ stays)
	rm -rf .venv staticfiles .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
