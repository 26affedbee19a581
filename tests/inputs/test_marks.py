"""Every mark of a new year is reported with its line and entry until it is removed."""

import pytest

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.reviews.unconfirmed import unconfirmed_findings
from progress_report.inputs.schema.descriptors import read_data_package
from progress_report.model.findings import Finding, ReportError, Severity
from tests.inputs.ward_files import PACKAGE, PARAMS, YEAR, WardFiles


def _marks(ward: WardFiles) -> list[Finding]:
    return list(unconfirmed_findings(read_params(ward.project, YEAR), read_data_package(ward.project, YEAR)))


@pytest.mark.parametrize(
    ("old", "new", "column", "note"),
    [
        (
            "survey_start: 2024-07-02",
            "survey_start: 2024-07-02  # 要確認: 進めた",
            "sections.2.dates.survey_start",
            "（進めた）",
        ),
        ("{value: 18, unit: 歳}", "{value: 18, unit: 歳} # 要確認", "sections.2.quantities.minimum_age", ""),
        ("title: 区の", "title: 要確認 区の", "title", ""),
        ("  - 杉並区", "  - 要確認。杉並区", "introduction.1", ""),
        ("  - notebook: 3_cashless", "  - notebook: 3_cashless  # 要確認: 節", "sections.4", "（節）"),
        ("title: 区の", "# 要確認: 全体\ntitle: 区の", "", "（全体）"),
    ],
)
def test_a_mark_in_the_parameters(ward: WardFiles, old: str, new: str, column: str, note: str) -> None:
    row = ward.change(PARAMS, old, new)
    (finding,) = _marks(ward)
    assert (finding.file, finding.row, finding.column, finding.severity) == (
        PARAMS,
        row,
        column,
        Severity.REVIEW,
    )
    assert finding.message == f"「要確認」の印が残っています{note}。"
    assert finding.remedy == "確かめて、この印を消してください。"


def test_a_mark_on_a_paragraphs_later_line_names_the_paragraph(ward: WardFiles) -> None:
    row = ward.change(PARAMS, "  - 杉並区デジタル化推進", "  - 杉並区\n    要確認デジタル化推進")
    (finding,) = _marks(ward)
    assert (finding.row, finding.column) == (row + 1, "introduction.1")


def test_names_in_a_resources_unconfirmed(ward: WardFiles) -> None:
    ward.change(
        PACKAGE, '"status": "published",', '"status": "published",\n"unconfirmed": ["asOf",\n"sources"],'
    )
    (finding,) = _marks(ward)
    place = (PACKAGE, "online_procedures.unconfirmed", Severity.REVIEW)
    assert (finding.file, finding.column, finding.severity) == place
    assert finding.message == "「オンライン対応状況」に確かめていない項目があります（asOf、sources）。"


def test_only_known_names_may_be_unconfirmed(ward: WardFiles) -> None:
    row = ward.change(PACKAGE, '"status": "published"', '"unconfirmed": ["asof"], "status": "published"')
    with pytest.raises(ReportError) as caught:
        _marks(ward)
    (finding,) = caught.value.findings
    assert (finding.row, finding.column) == (row, "resources.1.unconfirmed.1")
    assert "publicationDate" in finding.text
