"""A document that claims impossible origins is refused with findings, whatever created it."""

import pytest

from progress_report.document.blocks import Table
from progress_report.document.document import Document
from progress_report.document.origins import ComputedOrigin, CountOrigin, Origin
from progress_report.document.runs import Date
from progress_report.inputs.project import Project
from progress_report.model.findings import NotebookError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.grid import TableCell
from progress_report.model.inline import Date as PrintedDate
from progress_report.provenance.audit import audit
from progress_report.provenance.audit_sources import AuditSources
from tests.model.samples import SOURCE, count
from tests.open_data.samples import bare, document, simple
from tests.support.project_copy import ROOT

COUNTED = CountOrigin(
    file="data/2024/sample.csv",
    column="count",
    column_title="件数",
    predicate="全行",
    matched=1,
    illustrative=False,
)


def refusal_of(made: Document) -> str:
    with pytest.raises(NotebookError, match="出どころ") as caught:
        audit(made, AuditSources(Project(ROOT), FiscalYear(2024)))
    return str(caught.value)


def table_of(made: Document) -> Table:
    (table,) = (block for block in made.blocks if isinstance(block, Table))
    return table


@pytest.mark.parametrize("operation", ["−", "÷", "×", "ポイント差", "表示桁数の次の位"])
def test_an_operation_without_its_operands_is_a_finding(operation: str) -> None:
    made = document(simple(bare(count(3))))
    (record,) = table_of(made).quantities.values()
    record.origin = ComputedOrigin(operation=operation, operands=[])
    assert f"「3件」が、出どころを確かめられません（{operation}" in refusal_of(made)


@pytest.mark.parametrize("source", [COUNTED, ComputedOrigin(operation="+", operands=[])])
def test_a_date_that_was_counted_or_computed_is_a_finding(source: Origin) -> None:
    made = document(simple(TableCell((PrintedDate(FiscalYear(2023), SOURCE),))))
    run = table_of(made).grid.body[0][1].content[0]
    assert isinstance(run, Date)
    run.source = source
    assert "「令和5年度」が、出どころを確かめられません" in refusal_of(made)
