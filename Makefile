# Everything is set up in .venv from hash-locked requirements; nothing outside this folder is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
YEAR ?= 2024
# A worker that died (of a test that hung, too) is not replaced: it would meet the same test again.
# Byte code is written even where the shell forbids it: tests start hundreds of processes, and each would
# compile the program again.
PYTEST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder --max-worker-restart 0

.DEFAULT_GOAL := help
.PHONY: help report kit test test-system test-long test-update coverage check audit bench scale cluster verapdf lab schema guide architecture sbom lock clean

help:
	@echo "make report      令和6年度の報告書を作る（YEAR=2025 で別の年度）"
	@echo "make kit         インターネットにつながらないPCのためのキット（zip）を作る（KIT='--python 3.12' でPCの版に合わせる）"
	@echo "make test        テストを通す"
	@echo "make test-system Chromium、poppler、LibreOffice、C コンパイラ、root の要るテストを通す"
	@echo "make test-long   時間のかかるテストも通す"
	@echo "make coverage    テストが通る行を数える"
	@echo "make test-update 承認ずみのページの画像と README の画像を作り直す（目で見てから commit する）"
	@echo "make check       書式・型・ノートブックを確かめる"
	@echo "make audit       依存パッケージに公表された脆弱性がないかを確かめる（勧告を引けるネットワークが要る）"
	@echo "make bench       速さを比べて benchmarks/RESULTS.md に書く（2コアで15分ほど）"
	@echo "make scale       多くの自治体の報告書にかかる時間と大きさを測り docs/scale.md に書く（2コアで3分ほど）"
	@echo "make lab         JupyterLab でノートブックを開く"
	@echo "make cluster     クラスタで作るためのパッケージ（Dask）も入れる"
	@echo "make verapdf     PDFを検査する veraPDF も入れる（build --validate-pdf のため）"
	@echo "make schema      params/ と document.json の書き方の定義（JSON Schema）を作り直す"
	@echo "make guide       手引きの付録（表示される文の一覧）を作り直す"
	@echo "make architecture docs/architecture.md の図をコードから描き直す"
	@echo "make sbom        部品表（sbom.cdx.json、CycloneDX）を作り直す"
	@echo "make lock        依存パッケージの版を固定し直す"
	@echo "make clean       作ったものを消す（確定版は残す。FINALS=1 で確定版も消す）"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Each set of requirements leaves a stamp, so that a second call installs nothing. A lock file names every
# package, so nothing is resolved again: a release newer than the lock would only confuse pip. The others
# include requirements.lock and add to it.
$(VENV)/.installed-requirements-test: requirements-cluster.lock
$(VENV)/.installed-%: %.lock requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes --no-deps --requirement $<
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# JupyterLab has an environment of its own: where it is installed, jsonschema takes seconds to import, and every
# build would wait for it.
.venv-%/.installed: requirements-%.lock requirements.lock pyproject.toml
	test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	$(@D)/bin/python -m pip install --quiet --require-hashes --no-deps --requirement $<
	$(@D)/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

report: $(VENV)/.installed-requirements
	@$(BIN)/python report_builder.py build $(YEAR)

kit: $(VENV)/.installed-requirements
	$(BIN)/python -m kit $(KIT)

test: $(VENV)/.installed-requirements-test
	$(PYTEST) -m "not long and not system"

# What needs more of the system than Python: .ci/run installs it.
test-system: $(VENV)/.installed-requirements-test
	$(PYTEST) -m "system and not long"

test-long: $(VENV)/.installed-requirements-test .venv-lab/.installed
	$(PYTEST) -m long

# Apart from the tests: counting lines makes them take two and a half times as long.
coverage: $(VENV)/.installed-requirements-test
	$(PYTEST) -m "not long" --cov --cov-report=term

test-update: $(VENV)/.installed-requirements-test
	$(BIN)/python -m tests.support.page_pictures

check: $(VENV)/.installed-requirements-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb examples/*/notebooks/*.ipynb
	$(BIN)/python -m tests.support.supply_chain

# Of every locked package; --strict: one of which nothing could be learned is a failure, too.
audit: $(VENV)/.installed-requirements-test
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

bench: $(VENV)/.installed-requirements
	$(BIN)/python -m benchmarks

scale: $(VENV)/.installed-requirements-cluster
	$(BIN)/python -m benchmarks.scale

# What a machine of a Dask cluster needs, and the one that asks it for reports.
cluster: $(VENV)/.installed-requirements-cluster
	@echo "スケジューラとワーカーの始め方は docs/scale.md にあります"

# What build --validate-pdf runs; veraPDF is MPL/GPL, and no part of the program.
verapdf: $(VENV)/.installed-requirements-verapdf
	@echo "build に --validate-pdf を付けると、PDFを検査します"

lab: .venv-lab/.installed
	.venv-lab/bin/jupyter lab --config lab/jupyter_server_config.py notebooks

sbom: $(VENV)/.installed-requirements-test
	$(BIN)/python -m tests.support.supply_chain --write

schema: $(VENV)/.installed-requirements
	$(BIN)/python -m progress_report.inputs.schema.editor_schemas
	$(BIN)/python -m progress_report.document.json_schema

guide: $(VENV)/.installed-requirements
	$(BIN)/python -m progress_report.messages.appendix

architecture: $(VENV)/.installed-requirements-test
	$(BIN)/python -m tests.support.import_picture

lock:
	$(PYTHON) -m tests.support.lock_files

# What was published is no scratch: FINALS=1 removes it, too.
clean:
	$(PYTHON) -m progress_report.publishing.cleaning build $(if $(filter 1,$(FINALS)),--finals)
	rm -rf .cache $(VENV) .venv-lab
