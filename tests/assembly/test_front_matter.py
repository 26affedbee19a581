"""Reasons why an edition is a draft: the invented data it prints, of this year and of the year before."""

import json

from progress_report.assembly.front_matter import illustrative_reasons
from progress_report.document.blocks import Paragraph
from progress_report.document.origins import CellOrigin, QuantityRecord
from progress_report.inputs.params.report_params import read_params
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.inline import plain_text
from tests.inputs.ward_files import PACKAGE, WardFiles

FILE = "resident_survey.csv"


def _reasons(ward: WardFiles, file: str) -> list[str]:
    package = "data/2025/datapackage.json"
    published = ward.text(package).replace('"status": "illustrative"', '"status": "published"', 1)
    ward.write(package, published)  # so that the year is not entirely invented
    origin = CellOrigin(file=file, row=2, column="n", column_title="数", illustrative=True)
    record = QuantityRecord(value="1", unit="件", decimals=0, text="1件", origin=origin)
    quantities = {"q0123456789ab": record}
    block = Paragraph(type="paragraph", content=[], illustrative=True, quantities=quantities, findings=[])
    params = read_params(ward.project, FiscalYear(2025))
    return [plain_text(reason) for reason in illustrative_reasons(params, [block])]


def test_invented_data_are_named_with_the_year_they_were_made_for(ward: WardFiles) -> None:
    said = "区民アンケートの集計は、架空の値による。"
    assert _reasons(ward, f"data/2025/{FILE}") == [said]
    assert _reasons(ward, f"data/2024/{FILE}") == [f"前年度の{said}"]


def test_invented_data_of_a_table_that_only_the_year_before_has(ward: WardFiles) -> None:
    """Otherwise such data would pass into a final edition."""
    package = json.loads(ward.text(PACKAGE))
    survey = next(one for one in package["resources"] if one["path"] == FILE)
    survey["path"] = "former_survey.csv"
    ward.write(PACKAGE, json.dumps(package, ensure_ascii=False))
    assert len(_reasons(ward, "data/2024/former_survey.csv")) == 1
