"""papermill's client, which ends a kernel that goes beyond the limits, and says which cell it was at."""

import json
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient

from progress_report.execution.allowance import Allowance, Interruption
from progress_report.inputs.text_files import MEGABYTE

_LONGEST_LINE = 40


class LimitedClient(PapermillNotebookClient):  # type: ignore[misc]
    """As papermill's own; ``execute`` raises Interruption where a kernel died or had to be ended."""

    def __init__(self, nb_man: Any, allowance: Allowance, **options: Any) -> None:
        super().__init__(nb_man, timeout_func=lambda cell: allowance.seconds(), **options)
        self._allowance = allowance
        self._said = 0
        self._last_line = ""

    def execute(self, **options: Any) -> NotebookNode:
        try:
            return super().execute(**options)
        except CellTimeoutError as error:
            raise self._late() from error
        except DeadKernelError as error:
            raise self._dead() from error

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        if cell.cell_type == "code":
            self._last_line = next(iter(cell.source.strip().splitlines()), "")[:_LONGEST_LINE]
        try:
            return super().execute_cell(cell, cell_index, **options)
        except CellTimeoutError:
            self._kill()  # asked to end by itself, it would be waited for
            raise

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        if msg["msg_type"] in ("stream", "display_data", "execute_result", "error"):
            self._said += _size(msg["content"])
        if self._is_loquacious:
            self._kill()
            return None
        return super().process_message(msg, cell, cell_index)

    def require_more(self, reply: dict[str, Any]) -> None:
        """Interruption where the cell that gave this reply asked for the end of its kernel.

        IPython's ``quit`` only does so in a tenth of a second, in which other cells may or may not run.
        """
        if any(payload["source"] == "ask_exit" for payload in reply["content"].get("payload", ())):
            raise Interruption(
                f"{self._place}が、ノートブックを終わらせました（quit）。",
                "その後のセルが実行されません。終わらせる命令を除いてください。",
            )

    @property
    def _is_loquacious(self) -> bool:
        return self._said > self._allowance.limits.output_megabytes * MEGABYTE

    def _kill(self) -> None:
        process = getattr(self.km.provisioner, "process", None)
        if process is not None:
            try:
                process.kill()
            except ProcessLookupError:
                return  # it has ended already

    @property
    def _place(self) -> str:
        return f"{self.code_cells_executed}番目に実行したセル「{self._last_line}」"

    def _late(self) -> Interruption:
        limits = self._allowance.limits
        if self._is_loquacious:
            return self._dead()
        if self._allowance.is_spent:
            return Interruption(
                f"すべての節の実行が、上限の{limits.build_seconds:,}秒では終わりません"
                f"（{self._place}の途中で止めました）。",
                "時間のかかるセルを直すか、パラメータの limits の build_seconds を大きくしてください。",
            )
        return Interruption(
            f"{self._place}が、上限の{limits.cell_seconds:,}秒では終わりません。",
            "終わらない処理を直すか、パラメータの limits の cell_seconds を大きくしてください。",
        )

    def _dead(self) -> Interruption:
        if self._is_loquacious:
            return Interruption(
                f"{self._place}で、出力が上限の{self._allowance.limits.output_megabytes:,}MBを超えました。",
                "表示するものを減らすか、パラメータの limits の output_megabytes を大きくしてください。",
            )
        return Interruption(
            f"実行が中断されました（{self._place}で、実行しているプロセスが終わりました）。",
            "プロセスを終わらせる命令や、メモリを使い切る処理がないか確かめてください。",
            unexplained=True,
        )


def _size(content: dict[str, Any]) -> int:
    """In bytes, as the notebook's file would have it, nearly."""
    if "text" in content:
        return len(content["text"].encode(errors="replace"))
    return len(json.dumps(content, ensure_ascii=False, default=str).encode(errors="replace"))
