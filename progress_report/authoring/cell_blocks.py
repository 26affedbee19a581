"""Tracking of the blocks that notebook cells make: each must be displayed once, or its cell fails.

IPython calls ``CellBlocks.settle`` after each cell, in every kernel. Information that spans cells (a block
kept in a variable and displayed later, or never) is sent to the build in the cell's reply.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from IPython.core.interactiveshell import InteractiveShell

from progress_report.model.cell_report import PAYLOAD_SOURCE
from progress_report.model.findings import ReportError, report_error

_REMEDY = (
    "一つのセルで作る文・表・図は一つにして、セルの最後の行に書いてください"
    "（行の終わりに「;」を付けると表示されません）。"
    "繰り返しの中では、一つずつ display( ) に渡してください。"
)


class CellBlocks:
    """The blocks made, displayed and not yet displayed, and the prose entries used."""

    def __init__(self) -> None:
        self._shell: InteractiveShell | None = None
        self._made: dict[int, Any] = {}  # by the running cell, by serial number
        self._shown: list[int] = []  # by the running cell, in order
        self._waiting: set[int] = set()  # made by earlier cells and kept in a variable
        self._prose: set[str] = set()
        self._last = 0
        self._failure: Exception | None = None
        self._named: dict[str, str] = {}  # the cell that shows the table or figure of each name
        self._running: Any = None  # IPython's information on the running cell

    def attach(self, shell: InteractiveShell) -> bool:
        """Attach to the shell, starting with the running cell; return whether it is a new shell."""
        if self._shell is shell:
            return False
        self.__init__()  # type: ignore[misc]
        self._shell = shell
        shell.events.register("pre_run_cell", self.begin)
        shell.events.register("post_run_cell", self.settle)
        return True

    def begin(self, info: Any) -> None:
        """Record the running cell."""
        self._running = info

    @property
    def running(self) -> tuple[str | None, str]:
        """The running cell's id, if the front end provides it, and its code; none outside notebooks."""
        if self._running is not None:
            return self._running.cell_id, self._running.raw_cell
        if self._shell is None or self._shell.history_manager is None:
            return None, ""
        return None, self._shell.history_manager.input_hist_raw[-1]  # the cell that imports the library

    def made(self, block: Any) -> None:
        """Record a block made by the running cell."""
        if self._shell is not None:
            self._last += 1
            block.serial = self._last
            self._made[self._last] = block

    def displayed(self, block: Any) -> None:
        """Record that a block was displayed in the cell's output."""
        if self._shell is not None and block.serial is not None:
            self._shown.append(block.serial)

    def failed(self, error: Exception) -> None:
        """Make the running cell fail: IPython only prints exceptions raised while displaying."""
        self._failure = error

    def asked_for(self, prose: str) -> None:
        """Record that a prose entry is used in a block or an inline."""
        self._prose.add(prose)

    def settle(self, result: Any) -> None:
        """Make the cell fail if it lost a block; report the others with its reply."""
        assert self._shell is not None
        made, shown, failure = self._made, self._shown, self._failure
        self._made, self._shown, self._failure = {}, [], None
        if not result.success:
            return
        if failure is not None:
            self._fail(result, failure)
            return
        unseen = {serial: block for serial, block in made.items() if serial not in shown}
        kept = {serial for serial, block in unseen.items() if _is_kept(self._shell, block)}
        self._waiting = (self._waiting | kept) - set(shown)
        assert self._shell.payload_manager is not None
        self._shell.payload_manager.write_payload(
            {
                "source": PAYLOAD_SOURCE,
                "displayed": shown,
                "waiting": sorted(self._waiting),
                "prose": sorted(self._prose),
            },
            single=False,
        )
        names = [name for serial, block in made.items() if serial in shown and (name := block.name)]
        error = _error(len(unseen) - len(kept), len(shown) - len(set(shown)))
        if error := error or self._repeated(names, result.info.cell_id or result.info.raw_cell):
            self._fail(result, error)

    def _repeated(self, names: Sequence[str], cell: str) -> ReportError | None:
        """Return the error for a name that another cell also shows; a cell may be rerun and renamed."""
        others = {name: one for name, one in self._named.items() if one != cell}
        repeated = [name for name in names if name in others or names.count(name) > 1]
        self._named = {**dict.fromkeys(names, cell), **others}
        if not repeated:
            return None
        message = f"表・図の名前「{repeated[0]}」が二度使われています。"
        return report_error(
            message,
            f'別の名前を付けてください（name="…"）。名前は {{表:{repeated[0]}}} の参照と、'
            "CSVファイルの名前になります。JupyterLabでもう一つのセルを消した後なら、カーネルを再起動してください。",
        )

    def _fail(self, result: Any, error: Exception) -> None:
        assert self._shell is not None
        result.error_in_exec = error
        self._shell.showtraceback((type(error), error, error.__traceback__))


def _error(lost: int, repeated: int) -> ReportError | None:
    if lost:
        return report_error(f"作った文・表・図のうち{lost}個が表示されず、報告書に載りません。", _REMEDY)
    if repeated:
        return report_error("同じ文・表・図を二度表示しています。", "表示する行を一つにしてください。")
    return None


def _is_kept(shell: InteractiveShell, block: object) -> bool:
    """Return whether a variable of the notebook contains the block, directly or in a list or dictionary."""
    values = [value for name, value in shell.user_ns.items() if name not in shell.user_ns_hidden]
    return any(value is block or any(item is block for item in _items(value)) for value in values)


def _items(value: Any) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple | set) else ()


CELL_BLOCKS = CellBlocks()
