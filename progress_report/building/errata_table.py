"""The 正誤表 that a corrected edition bears: one table for each edition after the first."""

from collections.abc import Iterator
from itertools import groupby

from progress_report.building.stitching import Json
from progress_report.inputs.params import Params
from progress_report.model.blocks import Table
from progress_report.model.grid import Grid, TableCell
from progress_report.model.inline import Fragment, Text, stated

_COLUMNS = (("where", "箇所"), ("wrong", "誤"), ("right", "正"), ("reason", "理由"))
_WEIGHTS = (7, 6, 6, 4)


def edition_members(params: Params) -> Json:
    """The document's members ``edition`` and ``errata``; none for a first edition."""
    if not params.report.errata:
        return {}
    label = f"第{params.edition}版（訂正版）"
    last = params.source("errata", len(params.report.errata) - 1, "edition")
    edition = [run.to_json() for run in stated(label, last)]
    return {"edition": edition, "errata": list(_tables(params))}


def _tables(params: Params) -> Iterator[Json]:
    """The newest edition's table first. Numbered by edition, apart from the tables of the body."""
    by_edition = groupby(enumerate(params.report.errata), key=lambda numbered: numbered[1].edition)
    tables = [_table(params, edition, [i for i, _ in group]) for edition, group in by_edition]
    return reversed(tables)


def _table(params: Params, edition: int, positions: list[int]) -> Json:
    table = Table(
        name=f"errata_{edition}",
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
            alignments=("left",) * len(_COLUMNS),
        ),
    )
    block = {**table.to_json(), "number": f"正誤表（第{edition}版）", "anchor": f"errata-{edition}"}
    block["grid"]["weights"] = list(_WEIGHTS)
    return block


def _written(params: Params, position: int, name: str) -> Fragment:
    return stated(getattr(params.report.errata[position], name), params.source("errata", position, name))
