# Two commands for a newcomer: `make demo` and `make test`. Both do all set-up first.
.PHONY: demo test lint setup setup-dev eval bench prove lock clean

PY := .venv/bin/python

demo: setup
	@$(PY) scripts/demo.py

test: setup-dev lint
	@$(PY) -m pytest -n 2

lint: setup-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

setup:
	@sh scripts/setup.sh

setup-dev:
	@sh scripts/setup.sh dev

# How well the rules tell the labelled texts, beside a plain search for title words.
eval: setup-dev
	@$(PY) -m tests.eval

# Pages per second against plain Scrapy, judging a stored run, reading documents, a night without changes; compare the ratios, not the seconds.
bench: setup-dev
	@$(PY) scripts/bench_crawl.py
	@$(PY) scripts/bench_judge.py
	@$(PY) scripts/bench_documents.py
	@$(PY) scripts/bench_nightly.py

# Long proofs, apart from the tests: each of scripts/prove_*.py in turn, also where one before it failed.
prove: setup-dev
	@failed=0; for proof in scripts/prove_*.py; do echo "$$proof"; $(PY) "$$proof" || failed=1; done; exit $$failed

lock: setup-dev
	@sh scripts/lock.sh

clean:
	rm -rf .venv .tools var .mypy_cache .ruff_cache .pytest_cache .hypothesis
