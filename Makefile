# Everything starts here. Set-up (a virtual environment in .venv) happens by itself when needed.

READY   := .venv/.ready
BIN     := .venv/bin
EVENTS  ?= 5000
SEED    ?= 1
WORKERS ?= 2
export PYTHON

# A screen, or a virtual one with OpenGL where there is none.
SCREEN  := $(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s))$(filter Windows_NT,$(OS))
VIRTUAL := xvfb-run -a -s "-screen 0 1920x1200x24 -nolisten tcp"
ON_SCREEN := $(if $(SCREEN),,$(VIRTUAL))

.PHONY: help run test check shots monkey bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

run: $(READY) ## open the window; without a screen, leave pictures and numbers in out/
ifeq ($(SCREEN),)
	$(VIRTUAL) $(BIN)/python -m explorer.drive.demo out
else
	$(BIN)/invexplorer open ptn
endif

test: check ## every check and every test, in under five minutes
	$(ON_SCREEN) $(BIN)/python -m pytest -n $(WORKERS)

check: $(READY) ## style, types, and who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

shots: $(READY) ## pictures of every exhibit and its main states, into out/shots/
	$(ON_SCREEN) $(BIN)/python -m explorer.drive.shots out/shots

monkey: $(READY) ## random clicks, keys and drops on the real window: EVENTS=5000 SEED=1
	$(ON_SCREEN) $(BIN)/python -m explorer.drive.monkey --events $(EVENTS) --seed $(SEED)

bench: $(READY) ## speed and memory, against the bars
	$(ON_SCREEN) $(BIN)/invexplorer bench

clean: ## remove what was made: .venv, out, caches
	rm -rf .venv out .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(READY): pyproject.toml constraints.txt scripts/set-up.sh
	@scripts/set-up.sh
