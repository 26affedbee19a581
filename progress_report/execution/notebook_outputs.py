"""Comparison of the displayed outputs of a notebook's cells with the blocks that they made."""

from collections import Counter
from typing import Any

from nbformat import NotebookNode

from progress_report.model.blocks import MIME_TYPE
from progress_report.model.cell_report import CellReport
from progress_report.model.cell_tags import named_cells
from progress_report.model.findings import Finding, ReportError


class NotebookOutputs:
    """Collects the kernel's report of each executed cell, and compares it with the outputs received."""

    def __init__(self, notebook: NotebookNode) -> None:
        self._notebook = notebook
        self._findings: list[Finding] = []
        self._displayed: Counter[int] = Counter()
        self._made_in: dict[int, str] = {}  # by serial number of a waiting block, the cell that made it
        self._last = CellReport()

    def add(self, cell: NotebookNode, reply: dict[str, Any]) -> None:
        """Process an executed cell's reply."""
        if (report := CellReport.of_reply(reply)) is None:
            return
        name = self._name(cell)
        arrived = sum(MIME_TYPE in output.get("data", {}) for output in cell.outputs)
        if reply["status"] == "ok" and (lost := len(report.displayed) - arrived) > 0:
            message = f"{name}で表示した文・表・図のうち{lost}個が、セルの出力にありません。"
            remedy = "出力を取り込む・消す命令（%%capture、clear_output など）を除いてください。"
            self._findings.append(Finding(message, remedy))
        again = [serial for serial in report.displayed if self._displayed[serial]]
        if again:
            message = f"{name}が、前のセルで表示した文・表・図をもう一度表示しています。"
            self._findings.append(Finding(message, "表示する行を一つにしてください。"))
        self._displayed.update(report.displayed)
        for serial in report.waiting:
            self._made_in.setdefault(serial, name)
        self._last = report

    @property
    def prose(self) -> frozenset[str]:
        """The prose entries that the notebook used."""
        return frozenset(self._last.prose)

    def require_all(self) -> None:
        """Raise ReportError if a block was lost, displayed twice, or is still waiting in a variable."""
        waiting = Counter(self._made_in[serial] for serial in self._last.waiting)
        findings = [
            Finding(
                f"{name}で作った文・表・図のうち{count}個が変数に入ったまま、どのセルでも表示されていません。",
                "セルの最後の行に、その変数の名前だけを書いてください。",
            )
            for name, count in waiting.items()
        ]
        if findings := [*self._findings, *findings]:
            raise ReportError(findings)

    def _name(self, cell: NotebookNode) -> str:
        return next(name for one, name in named_cells(self._notebook.cells) if one is cell)
