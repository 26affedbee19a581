"""papermill's engine for section notebooks: a worker process runs their cells instead of a kernel."""

import platform
import time
from collections.abc import Callable, Iterable
from typing import Any

import nbformat
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from progress_report.execution.file_access import Event
from progress_report.execution.notebook_outputs import NotebookOutputs
from progress_report.execution.resource_limits import NotebookStopped, ResourceLimits
from progress_report.execution.workers import Worker
from progress_report.inputs.parsing.text_files import MEGABYTE

ENGINE = "progress-report"  # name of ``SectionEngine`` in papermill
CellDone = Callable[[int, int], None]
# ipykernel's description of itself.
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": platform.python_version(),
}
_LONGEST_LINE = 40
_RAISES = "raises-exception"  # nbclient's own tag: execution continues after the cell's error


class SectionEngine(Engine):  # type: ignore[misc]
    """Runs a notebook's cells in a worker with an open section."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, worker: Worker, limits: ResourceLimits,
        on_start: Callable[[NotebookNode], None], on_prose_used: Callable[[Iterable[str]], None],
        cell_done: CellDone, file_access: list[Event], **_: Any,
    ) -> None:  # fmt: skip
        """Execute the notebook in place, up to its first failure.

        ``on_start`` receives the notebook into which the outputs are written, including a failing one;
        ``on_prose_used`` the prose entries that it used; ``file_access`` collects its file accesses.
        NotebookStopped if it exceeds its limits or its worker dies; ReportError if a block that it made is
        missing from its outputs, unless a cell failed before.
        """
        on_start(nb_man.nb)
        nb_man.nb.metadata["language_info"] = nbformat.from_dict(LANGUAGE)
        count, outputs = len(nb_man.nb.cells), NotebookOutputs(nb_man.nb)

        def executed(cell: NotebookNode, cell_index: int, reply: dict[str, Any]) -> None:
            file_access.extend((kind, what) for kind, what in reply["access"])
            cell_done(cell_index + 1, count)
            outputs.add(cell, reply)

        client = _WorkerClient(nb_man, worker, limits, executed)
        client.papermill_execute_cells()
        on_prose_used(outputs.prose)
        if not client.failed:
            outputs.require_all()


papermill_engines.register(ENGINE, SectionEngine)


class _WorkerClient(PapermillNotebookClient):  # type: ignore[misc]
    """papermill's client, with a worker instead of a kernel."""

    def __init__(
        self, nb_man: Any, worker: Worker, limits: ResourceLimits, executed: Callable[..., None]
    ) -> None:
        super().__init__(nb_man, record_timing=False)
        self._worker, self._limits, self._executed = worker, limits, executed
        self._most_bytes = limits.limits.output_megabytes * MEGABYTE
        self._received = 0
        self._place = ""
        self.failed = False  # whether a cell failed, which papermill reports

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: Any) -> NotebookNode:
        """Run a cell. CellExecutionError if it fails, NotebookStopped if no further cell can run."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip():
            return cell
        self.code_cells_executed += 1
        self.clear_before_next_output = False
        line = next(iter(cell.source.strip().splitlines()))[:_LONGEST_LINE]
        self._place = f"{self.code_cells_executed}番目に実行したセル「{line}」"
        reply = self._run(cell, cell_index)
        if any(payload["source"] == "ask_exit" for payload in reply["payload"]):
            raise NotebookStopped(
                f"{self._place}が、ノートブックを終わらせました（quit）。",
                "その後のセルが実行されません。終わらせる命令を除いてください。",
            )
        self._executed(cell, cell_index, reply)
        if reply["status"] == "error" and _RAISES not in tags:
            self.failed = True
            raise CellExecutionError.from_cell_and_msg(cell, reply)
        return cell

    def _run(self, cell: NotebookNode, cell_index: int) -> dict[str, Any]:
        """Return the reply, adding each earlier message to the cell like nbclient."""
        until = time.monotonic() + self._limits.seconds()
        stream: dict[str, Any] = {}  # consecutive pieces of one stream
        try:
            self._worker.request(run=cell.source)
            while True:
                kind, content = self._received_message(until)
                if kind == "stream" and stream.get("name") == content["name"]:
                    stream["pieces"].append(content["text"])
                    continue
                self._put_stream(stream, cell, cell_index)
                stream = {}
                if kind == "reply":
                    return content
                if kind == "stream":
                    stream = {"name": content["name"], "pieces": [content["text"]]}
                else:
                    self._put(kind, content, cell, cell_index)
        except (EOFError, OSError):
            raise self._dead() from None
        finally:
            self._put_stream(stream, cell, cell_index)

    def _put_stream(self, stream: dict[str, Any], cell: NotebookNode, cell_index: int) -> None:
        if stream:
            content = {"name": stream["name"], "text": "".join(stream["pieces"])}
            self._put("stream", content, cell, cell_index)

    def _put(self, kind: str, content: dict[str, Any], cell: NotebookNode, cell_index: int) -> None:
        message = {"msg_type": kind, "header": {"msg_type": kind}, "parent_header": {}, "content": content}
        self.process_message(message, cell, cell_index)

    def _received_message(self, until: float) -> tuple[str, dict[str, Any]]:
        message = self._worker.receive(until, self._most_bytes)
        if message is None:
            raise self._late()
        kind, content, size = message
        self._received += 0 if kind in ("reply", "execute_input") else size
        if self._received + self._worker.captured > self._most_bytes:
            raise self._too_much()
        return kind, content

    def _too_much(self) -> NotebookStopped:
        return NotebookStopped(
            f"{self._place}で、出力が上限の{self._limits.limits.output_megabytes:,}MBを超えました。",
            "表示するものを減らすか、パラメータの limits の output_megabytes を大きくしてください。",
        )

    def _late(self) -> NotebookStopped:
        limits = self._limits.limits
        if self._worker.captured > self._most_bytes:
            return self._too_much()
        if self._limits.is_spent:
            return NotebookStopped(
                f"すべての節の実行が、上限の{limits.build_seconds:,}秒では終わりません"
                f"（{self._place}の途中で止めました）。",
                "時間のかかるセルを直すか、パラメータの limits の build_seconds を大きくしてください。",
            )
        return NotebookStopped(
            f"{self._place}が、上限の{limits.cell_seconds:,}秒では終わりません。",
            "終わらない処理を直すか、パラメータの limits の cell_seconds を大きくしてください。",
        )

    def _dead(self) -> NotebookStopped:
        return NotebookStopped(
            f"実行が中断されました（{self._place}で、実行しているプロセスが終わりました）。"
            f"{self._worker.last_words()}",
            "プロセスを終わらせる命令や、メモリを使い切る処理がないか確かめてください。",
        )
