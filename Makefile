# Needs make and Python 3.11 or newer with its venv module, nothing else; .ci/env does the rest.
PY     ?= python3
PYTHON := .venv/bin/python
TESTS  := $(PYTHON) -m pytest -n 2 --dist worksteal
export PY
# Compiled modules are kept: without them every process would compile thousands of files again.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check env lock messages weight taps shots sizes bench-start bench-patterns bench-reports drill-mail drill-time drill-machine drill-care drill-million attack clean venv-run venv-dev browser

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):.*## /make \1 - /p' Makefile

run: venv-run ## start everything on http://127.0.0.1:8000/ (PORT=..., REGISTER=file.csv)
	@exec $(PYTHON) manage.py up

test: venv-dev browser ## lint, types, contracts, tests, browser journeys and drills
	@exec $(TESTS)

check: venv-dev ## the fast half: no browser journeys, no drills
	@exec $(TESTS) -m "not journey and not drill"

env: venv-dev ## build .venv and start nothing

messages: venv-dev ## collect the texts to translate into locale/
	@exec $(PYTHON) manage.py makemessages

shots: venv-dev browser ## write screenshots of every page into screenshots/
	@exec $(PYTHON) -m tests.shots

sizes: venv-dev browser ## time and picture HR's pages with SIZE=0, 3, 300 or 300000 reports
	@exec $(PYTHON) -m tests.sizes

weight: venv-dev ## print what the report page weighs on a first visit (after a first make run)
	@exec $(PYTHON) manage.py page_weight

taps: venv-dev browser ## count the taps from Home to a sent report, with a script and without
	@exec $(PYTHON) -m pytest tests/journeys/test_report_form.py -q -s -n0 -k few_taps

bench-start: ## measure cold and warm starts from a fresh clone
	@exec $(PY) bench/start.py

bench-patterns: venv-dev ## grade the pattern engine on fresh companies (SEED=…, COMPANIES=40)
	@exec $(PYTHON) -m bench.patterns --seed $${SEED:-1} --companies $${COMPANIES:-40}

bench-reports: venv-dev ## roll-ups beside DuckDB and the ORM on made-up reports (ROWS=100k, 1m, 10m)
	@exec $(PYTHON) -m bench.reports --rows $${ROWS:-100k} --seed $${SEED:-1}

drill-mail: venv-dev ## send 1,000 notices while the sender is killed and refused
	@DRILL_MAILS=1000 DRILL_KILLS=20 $(PYTHON) -m pytest tests/drills/test_mail_kills.py -q -s -n0

drill-care: venv-dev ## three sweeps at once over 10,000 late check-ins, with kills
	@DRILL_ROWS=10000 DRILL_KILLS=40 $(PYTHON) -m pytest tests/drills/test_care_sweep.py -q -s -n0

drill-million: venv-dev ## rows that a sweep reads when 1,000 of 1,000,000 open check-ins are due
	@DRILL_OPEN=1000000 DRILL_DUE=1000 $(PYTHON) -m pytest tests/drills/test_care_reads.py -q -s -n0

drill-time: venv-dev ## compare the plans of every day of 2026 to 2036 with a minute-by-minute oracle
	@DJANGO_SETTINGS_MODULE=config.settings $(PYTHON) -m tests.wellbeing.plan_drill

drill-machine: venv-dev ## live through care in random order, many times, and with promises broken
	@CARE_EXAMPLES=$${CARE_EXAMPLES:-200} CARE_STEPS=$${CARE_STEPS:-50} \
	  $(PYTHON) -m pytest tests/wellbeing/machine_drill.py tests/wellbeing/test_care_machine.py -q -n0

attack: venv-dev ## publish random organisations and try to work out what was withheld (ORGS, SEED)
	@DJANGO_SETTINGS_MODULE=config.settings $(PYTHON) -m tests.reports.unpicked
	@ANSWERS=$${ANSWERS:-10} $(PYTHON) -m pytest tests/reports/unpicked/test_answers.py -q -n0

lock: ## write the lock files anew from pyproject.toml
	@sh .ci/lock

clean: ## remove the environment and all this checkout made, its data included
	rm -rf .venv "$${LOCAL_DIR:-.local}" .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

venv-run:
	@sh .ci/env run

venv-dev:
	@sh .ci/env dev

# Journeys need a Chromium. Root on Debian gets one; the tests tell anybody else at their end.
browser:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	  if command -v $$name >/dev/null; then exit; fi; done; \
	[ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { \
	  echo "Installing Chromium ..."; export DEBIAN_FRONTEND=noninteractive; \
	  { apt-get update -q && apt-get install -qy --no-install-recommends chromium; } >/dev/null 2>&1 || \
	  echo "apt-get could not install Chromium."; }
