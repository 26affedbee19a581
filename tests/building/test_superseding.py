"""What was published as final is corrected by a numbered edition, never replaced in silence."""

import json
from pathlib import Path

import pytest

from progress_report.building.record import MANIFEST, files_of, hashes
from progress_report.building.sealing import seal, unseal
from progress_report.building.superseding import require_no_silent_correction
from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from tests.inputs.delivery import Delivery
from tests.support.project_copy import ROOT, Built

PARAMS = read_params(Project(ROOT), FiscalYear(2024))
NOTEBOOKS = [section.notebook for section in PARAMS.report.sections]


@pytest.fixture
def published(built: Built, tmp_path: Path) -> Path:
    """The manifest of a final report of 令和6年度."""
    content = unseal((built.folder / MANIFEST).read_bytes(), MANIFEST)
    content["record"]["edition"] = "final"
    (tmp_path / MANIFEST).write_bytes(seal({name: content[name] for name in content if name != "seal"}))
    return tmp_path


def test_other_data_do_not_replace_a_final_report(published: Path) -> None:
    inputs = hashes(files_of(PARAMS, NOTEBOOKS)) | {"data/2024/systems.csv": "0" * 64}
    with pytest.raises(ReportError) as caught:
        require_no_silent_correction(published, PARAMS, inputs)
    assert "確定版を作ったあとに、入力が変わっています（data/2024/systems.csv）。" in str(caught.value)


def test_the_same_data_may_be_built_again_by_another_program(published: Path) -> None:
    inputs = hashes(files_of(PARAMS, NOTEBOOKS)) | {"progress_report/building/pdf.py": "0" * 64}
    require_no_silent_correction(published, PARAMS, inputs)


def test_a_draft_or_a_damaged_report_may_be_replaced(built: Built, published: Path, tmp_path: Path) -> None:
    inputs = dict.fromkeys(files_of(PARAMS, NOTEBOOKS), "0" * 64)
    require_no_silent_correction(built.folder, PARAMS, inputs)
    require_no_silent_correction(tmp_path / "nothing", PARAMS, inputs)
    for damage in ("{", json.dumps({"record": []}), ""):
        (published / MANIFEST).write_text(damage, encoding="utf-8")
        require_no_silent_correction(published, PARAMS, inputs)


def test_a_numbered_edition_follows(published: Path, tmp_path: Path) -> None:
    delivery = Delivery.copied(tmp_path / "project")
    erratum = "errata: [{edition: 2, where: 表, wrong: 甲, right: 乙, reason: 転記の誤り}]\n"
    delivery.write(PARAMS.file, delivery.text(PARAMS.file) + erratum)
    later = read_params(delivery.project, FiscalYear(2024))
    assert later.edition == PARAMS.edition + 1
    require_no_silent_correction(published, later, dict.fromkeys(files_of(PARAMS, NOTEBOOKS), "0" * 64))
