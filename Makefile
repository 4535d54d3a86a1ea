# Two commands matter: `make run` and `make test`. `make help` lists the others.
# Everything is kept in .venv; nothing but Python, git and make is expected of the machine.

.DEFAULT_GOAL := help
.PHONY: run setup test check lint format bench eval crash fuzz soak audit texts snapshots docs lock clean help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(BIN)/python -m pip -qq install --no-deps

# -- the Python that .venv is made with -------------------------------------------------------

CANDIDATES = $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
FOUND = $(shell for python in $(CANDIDATES); do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; \
	done)
HAS_VENV = $(shell "$(FOUND)" -c 'import ensurepip, venv; print("yes")' 2>/dev/null)
NAME = $(shell "$(FOUND)" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
# The command that brings a Python, on the systems that have one for it.
BRING = $(shell \
	if command -v apt-get >/dev/null; then \
		command -v python3 >/dev/null && echo "sudo apt install python3.11-venv" || echo "sudo apt install python3-venv"; \
	elif command -v dnf >/dev/null; then echo "sudo dnf install python3.12"; \
	elif command -v brew >/dev/null; then echo "brew install python"; \
	else echo "see python.org/downloads"; fi)

define require_python
$(if $(FOUND),,$(error $(if $(PYTHON),PYTHON=$(PYTHON) is not Python 3.11 or newer,Python 3.11 or newer is needed: $(BRING))))
$(if $(HAS_VENV),,$(error $(NAME) comes without venv here: sudo apt install $(NAME)-venv))
endef

# -- what is set up, each once, a stamp written last: what was interrupted is done again ---------

# A .venv whose Python has gone (it was upgraded, say) is no .venv.
ifneq ($(shell $(BIN)/python -c 'print("alive")' 2>/dev/null),alive)
$(shell rm -f $(VENV)/*.stamp)
endif

$(VENV)/run.stamp: requirements/build.txt requirements/run.txt
	$(require_python)
	@echo "Setting up $(VENV) with $(NAME), which takes about half a minute and is done once ..."
	@rm -f $(VENV)/*.stamp
	@"$(FOUND)" -m venv --clear $(VENV)
	@$(PIP) --require-hashes --only-binary :all: -r requirements/build.txt
	@$(PIP) --require-hashes --only-binary :all: --no-binary jieba --no-build-isolation --use-pep517 -r requirements/run.txt
	@touch $@

$(VENV)/project.stamp: $(VENV)/run.stamp pyproject.toml
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	@echo "Adding the tools that check it ..."
	@$(PIP) --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

$(VENV)/bench.stamp: $(VENV)/run.stamp requirements/bench.txt
	@echo "Adding the peers to measure against ..."
	@$(PIP) --require-hashes --no-build-isolation --use-pep517 -r requirements/bench.txt
	@touch $@

# In an environment of its own: what looks at the pins is none of them.
$(VENV)/audit.stamp: $(VENV)/run.stamp requirements/audit.txt
	@echo "Setting up what audits the pins ..."
	@"$(BIN)/python" -m venv --clear $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip -qq install --no-deps --require-hashes --only-binary :all: -r requirements/audit.txt
	@touch $@

READY := $(VENV)/project.stamp
TOOLS := $(READY) $(VENV)/dev.stamp

# -- use it -----------------------------------------------------------------------------------

run: $(READY) ## start the bot: the console chat, until a platform has its token
	@$(BIN)/python -m bot

setup: $(READY) ## set up what `make run` starts, without starting it

# -- check it ---------------------------------------------------------------------------------

test: $(TOOLS) ## pass all tests, the examples in README.md and the docstrings too
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist worksteal

lint: $(TOOLS) ## form, lint, types, import contracts
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-cache

check: lint test ## everything that must hold before a change goes in

bench: $(TOOLS) $(VENV)/bench.stamp ## measure against the peers and write RESULTS.md and SEARCH.md in tests/benchmarks
	@$(BIN)/python -m tests.benchmarks

eval: $(TOOLS) $(VENV)/bench.stamp ## measure summaries and key points beside the peers' and write QUALITY.md there
	@$(BIN)/python -m tests.benchmarks.quality

crash: $(TOOLS) ## kill a broadcast to thousands of chats again and again, and account for every message
	@$(BIN)/python -m tests.crash

fuzz: $(TOOLS) ## try random input on everything that takes input, SECONDS (60) for each
	@$(BIN)/python -m tests.fuzz

soak: $(TOOLS) $(VENV)/bench.stamp ## a thousand people, ten thousand digests and trouble all the time, for MINUTES (10)
	@$(BIN)/python -m tests.soak

audit: $(TOOLS) $(VENV)/audit.stamp ## look for known weaknesses in what is pinned, and list what is installed in dist/sbom.json
	@$(BIN)/python -m tests.tools.audit $(VENV)/audit/bin

# -- make parts of it anew ----------------------------------------------------------------------

format: $(TOOLS) ## bring the code into its form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --quiet .

docs: $(TOOLS) ## write the generated parts of README.md and deploy/example.env anew, and its pictures
	@$(BIN)/python -m tests.tools.documents
	@$(BIN)/python -m tests.tools.picture
	@$(BIN)/python -m tests.tools.phone
	@$(BIN)/python -m tests.tools.discord_phone

texts: $(TOOLS) ## write the texts, the table of traditional characters and the time zones anew
	@$(BIN)/python -m tests.tools.traditional
	@$(BIN)/python -m tests.tools.simplified
	@$(BIN)/python -m tests.tools.zones

snapshots: $(TOOLS) ## write down anew what people are shown of the essays that the tests keep (read the change!)
	@$(BIN)/python -m tests.tools.snapshots

COMPILE = $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

lock: $(READY) ## work out the pins in requirements/ anew (UPGRADE=1: the newest versions)
	@$(BIN)/python -m venv $(VENV)/lock && $(VENV)/lock/bin/python -m pip -qq install uv
	@$(COMPILE) pyproject.toml --output-file requirements/run.txt
	@$(COMPILE) --group build --constraint requirements/run.txt --output-file requirements/build.txt
	@$(COMPILE) --group dev --constraint requirements/run.txt --output-file requirements/dev.txt
	@$(COMPILE) --group bench --constraint requirements/run.txt --output-file requirements/bench.txt
	@$(COMPILE) --group audit --constraint requirements/run.txt --output-file requirements/audit.txt

clean: ## take away .venv and all caches
	@rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)
