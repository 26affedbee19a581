"""The 正誤表 of a corrected report: one table for each revision after the first."""

from itertools import groupby

from progress_report.document.blocks import AnyBlock
from progress_report.document.blocks import Table as DocumentTable
from progress_report.document.runs import Runs
from progress_report.document.written import document_block, runs_of
from progress_report.inputs.params.report_params import Params
from progress_report.model.blocks import Table
from progress_report.model.grid import Grid, TableCell
from progress_report.model.inline import Inline, Text, literal

_COLUMNS = (("where", "箇所"), ("wrong", "誤"), ("right", "正"), ("reason", "理由"))
_WEIGHTS = (7, 6, 6, 4)


def revision_label(params: Params) -> Runs | None:
    """Return the label of a corrected revision; None for the first one."""
    if not params.report.errata:
        return None
    last = params.source("errata", len(params.report.errata) - 1, "edition")
    return runs_of(literal(f"第{params.revision}版（訂正版）", last))


def errata_of(params: Params) -> list[AnyBlock] | None:
    """Return the tables of corrections, the newest revision's first; None for a first revision.

    They are numbered by revision, separately from the tables of the body.
    """
    if not params.report.errata:
        return None
    by_revision = groupby(enumerate(params.report.errata), key=lambda numbered: numbered[1].edition)
    tables = [_table(params, revision, [i for i, _ in group]) for revision, group in by_revision]
    return tables[::-1]


def _table(params: Params, revision: int, positions: list[int]) -> AnyBlock:
    table = Table(
        name=f"errata_{revision}",
        title=(Text("前の版からの訂正"),),
        grid=Grid(
            head=[[TableCell((Text(title),), header="column") for _, title in _COLUMNS]],
            body=[
                [
                    TableCell(_written(params, i, name), header="row" if name == "where" else "")
                    for name, _ in _COLUMNS
                ]
                for i in positions
            ],
            stub_columns=1,
            alignments=tuple("left" for _ in _COLUMNS),
        ),
    )
    block = document_block(table)
    assert isinstance(block, DocumentTable)
    block.number, block.anchor = f"正誤表（第{revision}版）", f"errata-{revision}"
    block.grid.weights = list(_WEIGHTS)
    return block


def _written(params: Params, position: int, name: str) -> Inline:
    return literal(getattr(params.report.errata[position], name), params.source("errata", position, name))
