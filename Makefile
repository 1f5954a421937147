# mp3net: `make demo` to hear it, `make test` to check it, `make lab` to read it. `make` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first Python here that the tested versions support; or say which: make PYTHON=python3.12 test
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c '$(SUPPORTED)' 2>/dev/null && echo $$p && break; done)
CONSTRAINTS ?= constraints.txt
FLAGS ?=
MINUTES ?= 3

VENV := .venv
JAX_VENV := .venv-jax
SITE_VENV := .venv-site
BIN := $(VENV)/bin
PIP_INSTALL := python -m pip install --quiet --disable-pip-version-check $(if $(CONSTRAINTS),-c $(CONSTRAINTS))
PACKAGING := settings.ini setup.py $(CONSTRAINTS)
CHAPTERS = $(filter-out nbs/_%,$(wildcard nbs/*.ipynb))
NAMES = $(CHAPTERS:nbs/%.ipynb=%)
# the chapters that compute with Keras; 50 and 91 do so through others, 68 has toys only, what 87 exports comes from TensorFlow, and Ray, of 89, is tried once
NUMERICAL = $(shell (printf '%s\n' nbs/50_tracks.ipynb nbs/91_own_family.ipynb; grep -lE 'keras\(\)|grain' nbs/[0-8]*.ipynb) | grep -vE 'tensorflow|68_|87_|89_' | sort -u | sed 's|nbs/\(.*\).ipynb|\1|')
# The tests: the short chapters of a part in one process together, as starting takes longer than they do; then
# a long chapter in a process of its own, the longest first, so that no processor has to wait at the end.
LONGEST := 90_cli 47_training 82_endless 44_engine_jax 88_web 89_cluster 48_accelerators 50_tracks 33_networks 21_store 85_stages 56_report 57_studio 68_comparison 55_judging 49_recipes 87_exporting 86_sweeping
SPACE := $() $()
long = $(filter $(1),$(LONGEST))
short = $(foreach part,0 1 2 3 4 5 6 7 8 9 i,$(subst $(SPACE),+,$(strip $(filter-out $(LONGEST),$(filter $(part)%,$(1))))))
TESTS = $(foreach length,short long,$(addprefix tensorflow-,$(call $(length),$(NAMES))) $(addprefix jax-,$(call $(length),$(NUMERICAL))))
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))

# What chapters write for a while goes here, and is gone when they have been tested.
SCRATCH := scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; export TMPDIR="$$scratch";

# As many tests run side by side as there are processors, so each of them computes with one.
ON_ONE := TF_NUM_INTRAOP_THREADS=1 TF_NUM_INTEROP_THREADS=1 OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

# JAX, on a processor; what one chapter has compiled, another one need not, and nothing is computed often
# enough for its compiler to try its best.
ON_JAX := KERAS_BACKEND=jax JAX_PLATFORMS=cpu JAX_COMPILATION_CACHE_DIR="$${TMPDIR:-/tmp}/mp3net-compiled" JAX_PERSISTENT_CACHE_MIN_COMPILE_TIME_SECS=0 XLA_FLAGS="--xla_backend_optimization_level=1 $${XLA_FLAGS:-}"

export KERAS_BACKEND ?= tensorflow
export TF_CPP_MIN_LOG_LEVEL ?= 3

help:  ## list these commands
	@echo "make COMMAND, with one of these; PYTHON=/path/to/python3.12 says which Python to use"
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

demo: $(VENV)/.runs  ## music, from nothing: a data set, training, tracks, their figures and a page about them, in demo/ (four minutes on two cores)
	$(BIN)/mp3net recital --out demo/music --hours 0.5
	$(BIN)/mp3net prepare demo/music --preset demo --out demo/store
	$(BIN)/mp3net train demo --data demo/store --out demo/run --minutes $(MINUTES)
	$(BIN)/mp3net generate demo/run --out demo/tracks/fresh --n 8
	$(BIN)/mp3net generate --out demo/tracks/shipped --n 8
	$(BIN)/mp3net generate minute --out demo/tracks/minute --seconds 60
	@echo "== the network that was just trained"
	$(BIN)/mp3net evaluate demo/run --data demo/store
	@echo "== the weights that come with mp3net, which were trained for longer"
	$(BIN)/mp3net evaluate --data demo/store
	$(BIN)/mp3net report --data demo/store --out demo/report.html
	@echo "listen: demo/tracks/minute (a minute, by weights that come with mp3net); demo/report.html in a browser (four seconds of others, beside real music); demo/music (the data), demo/tracks/shipped, demo/tracks/fresh; how the fresh one came about: demo/run/samples"

test:  ## everything that CI checks
	@test -n "$(strip $(TESTS))"
	@$(MAKE) --no-print-directory -j $(JOBS) $(VENV)/.develops $(JAX_VENV)/.develops
	@echo "== the promises of the book; all chapters on TensorFlow, the numerical ones on JAX, too, without TensorFlow$(if $(CHROMIUM),,; no Chromium is here, so the studio is not tried in a browser: on Debian, apt install chromium)"
	@$(SCRATCH) $(MAKE) --no-print-directory --keep-going -j $(JOBS) promises $(TESTS)
	@$(BIN)/python .ci/checks.py light $(JAX_VENV)/bin/python

promises:
	@$(BIN)/python .ci/checks.py book

tensorflow-%:
	@$(ON_ONE) $(BIN)/nbdev_test --file_re '^($(subst +,|,$*))\.ipynb$$' --flags '$(if $(CHROMIUM),browser)' --timing --n_workers 0

jax-%:
	@$(ON_ONE) $(ON_JAX) $(JAX_VENV)/bin/nbdev_test --file_re '^($(subst +,|,$*))\.ipynb$$' --timing --n_workers 0

browser: $(VENV)/.develops  ## the studio in JupyterLab and as a page, in a Chromium without a screen
	@$(if $(CHROMIUM),:,echo "there is no Chromium here: on Debian, apt install chromium"; exit 1)
	@$(SCRATCH) $(BIN)/nbdev_test --flags browser --file_re '^57_' --do_print --timing

slow: $(VENV)/.develops  ## the chapters with the cells marked slow; then, that running them changes nothing
	@$(SCRATCH) $(BIN)/nbdev_test --flags slow --do_print --timing --n_workers 0
	$(BIN)/python .ci/checks.py repeatable

torture: $(VENV)/.develops  ## kills and damaged files, in large numbers
	@$(SCRATCH) $(BIN)/nbdev_test --flags torture --do_print --timing --n_workers 0

bench: $(VENV)/.develops $(JAX_VENV)/.develops  ## measure, one thing at a time, and keep the figures in data/results
	@$(SCRATCH) $(BIN)/nbdev_test --flags bench --do_print --timing --n_workers 0
	@$(SCRATCH) KERAS_BACKEND=jax JAX_PLATFORMS=cpu $(JAX_VENV)/bin/nbdev_test --flags bench --file_re '^44_' --do_print --timing --n_workers 0

lab: $(VENV)/.develops hooks  ## open the book in JupyterLab (LAB="--port 9000" hands options on)
	@$(BIN)/jupyter trust $(CHAPTERS) >/dev/null
	PYTHONSTARTUP="$(CURDIR)/.ci/jupyter_startup.py" $(BIN)/jupyter lab --config .ci/jupyter_config.py --notebook-dir nbs \
		--LabApp.default_url=/lab/tree/index.ipynb $(LAB)

hooks: $(VENV)/.develops  ## git and Jupyter keep notebooks clean, show their diffs as text, and merge them
	@.ci/hooks

text: $(VENV)/.develops  ## write each chapter as a text, nbs/_text/*.py
	@rm -rf nbs/_text && mkdir -p nbs/_text
	@for nb in $(CHAPTERS); do $(BIN)/jupytext --quiet --to py:percent --output nbs/_text/$$(basename $$nb .ipynb).py $$nb; done

notebooks: $(VENV)/.develops  ## bring edited texts back into the notebooks; outputs and cell ids stay
	@test -n "$(wildcard nbs/_text/*.py)" || { echo "there are no texts yet: make text"; exit 1; }
	@for text in nbs/_text/*.py; do $(BIN)/jupytext --quiet --update --update-metadata '{"jupytext": null}' --to ipynb --output nbs/$$(basename $$text .py).ipynb $$text; done

book: $(VENV)/.develops  ## run every chapter and keep its outputs: make book, or make book CHAPTERS=nbs/00_show.ipynb
	@$(BIN)/nbdev_export
	@$(BIN)/python .ci/execute.py $(CHAPTERS)
	@$(MAKE) --no-print-directory export

export: $(VENV)/.develops  ## format and clean the notebooks, write the package and the README from them
	@$(BIN)/ruff check --quiet --fix || true
	@$(BIN)/ruff format --quiet
	@$(BIN)/nbdev_clean
	@$(BIN)/nbdev_export
	@$(BIN)/python .ci/readme.py

site: $(SITE_VENV)/.builds $(VENV)/.develops  ## an instrument to play and the book as web pages, in build/site, from the notebooks as they are; every link is followed, every page opened
	@rm -rf build/site
	@$(BIN)/mp3net export minute --to web --out build/site --more book/index.html
	@$(SITE_VENV)/bin/sphinx-build -q -W --keep-going -d build/doctrees -c .site nbs build/site/book
	@rm -rf build/site/jupyter_execute
	@$(BIN)/python -c 'from mp3net.rivals import comparison; comparison.recorded("build/site/book/compared")'
	@$(SITE_VENV)/bin/python .ci/links.py build/site
	@$(if $(CHROMIUM),$(BIN)/python .ci/pages.py build/site/book $(CHROMIUM),echo "no Chromium is here, so the pages are not opened: on Debian, apt install chromium")
	@echo "open build/site/book/index.html in a browser; or, with the instrument: python -m http.server -d build/site"

clean:  ## remove what make has made
	rm -rf $(VENV) $(JAX_VENV) $(SITE_VENV) demo build *.egg-info nbs/_text

# -- the environments ----------------------------------------------------------------------------------

$(VENV)/bin/python:
	@"$(PYTHON)" -c '$(SUPPORTED)' 2>/dev/null || { \
	echo "mp3net needs Python 3.11, 3.12 or 3.13, and $(or $(PYTHON),no Python here) is none. Say where one is: make PYTHON=/path/to/python3.12"; exit 1; }
	@echo "making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make environments; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.runs: $(PACKAGING) | $(VENV)/bin/python
	@echo "installing mp3net into $(VENV) (the first time it takes a minute or two)"
	@$(BIN)/$(PIP_INSTALL) -e .
	@touch $@

$(VENV)/.develops: $(PACKAGING) | $(VENV)/bin/python
	@echo "installing mp3net and the tools of the book into $(VENV) (the first time it takes a minute or two)"
	@$(BIN)/$(PIP_INSTALL) -e .[dev]
	@touch $@ $(VENV)/.runs

# As on Colab's TPU machines: JAX, and no TensorFlow.
$(JAX_VENV)/.develops: $(PACKAGING) | $(VENV)/bin/python
	@echo "installing mp3net with JAX and without TensorFlow into $(JAX_VENV)"
	@$(BIN)/python -m venv $(JAX_VENV)
	@sed -nE 's/^((jax_|dev_)?requirements) = //p' settings.ini | tr ' ' '\n' | grep -vE '^(tensorflow|jupyterlab|jupytext|playwright|ruff)' > $(JAX_VENV)/requirements.txt
	@$(JAX_VENV)/bin/$(PIP_INSTALL) -r $(JAX_VENV)/requirements.txt
	@$(JAX_VENV)/bin/$(PIP_INSTALL) --no-deps -e .
	@touch $@

# To make web pages of notebooks that have been run, nothing is needed that runs them.
$(SITE_VENV)/.builds: $(PACKAGING) | $(VENV)/bin/python
	@echo "installing Sphinx into $(SITE_VENV)"
	@$(BIN)/python -m venv $(SITE_VENV)
	@$(SITE_VENV)/bin/$(PIP_INSTALL) $$(sed -nE 's/^site_requirements = //p' settings.ini)
	@touch $@

.PHONY: help demo test promises browser slow torture bench lab hooks text notebooks book export site clean
