# What can be done here, one line each; the work is in scripts/.
.PHONY: help setup demo test lint format conformance docs bench bench-release soak tsan ci

help: ## lists the targets
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' Makefile | expand -t 24

setup: ## installs the Debian packages that are missing
	@scripts/setup

demo: setup ## builds the tool and the release of todo, runs it, talks to it, stops it
	@scripts/demo

test: setup ## runs all tests
	@scripts/test

lint: setup ## checks formatting, scripts and names
	@scripts/lint

format: ## formats all Swift files in place
	@scripts/format

conformance: ## reports which behaviours of the originals the last test run has shown
	@Tests/Conformance/report

docs: setup ## renders the articles and the reference, to .build/docs
	@scripts/docs

bench: setup ## compares processes and servers with those of the BEAM
	@scripts/setup elixir
	@Benchmarks/bench

bench-release: setup ## compares with an Elixir release
	@scripts/setup elixir
	@Benchmarks/bench-release

soak: setup ## runs the tests that take long
	@SOAK=20 TEST_PATIENCE=7200 scripts/test

tsan: setup ## runs the tests of processes under Thread Sanitizer, which must find a planted race
	@scripts/tsan

ci: ## runs the gate
	@.ci/run
