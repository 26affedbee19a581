"""The ``watch`` command: rebuild after each save, and show the report in the browser."""

import argparse
import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from progress_report.build_options import BuildOptions, ShowPage
from progress_report.cli.check import finding_lines
from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_root, add_year, workspace
from progress_report.execution.parallelism import processors
from progress_report.execution.progress import Progress
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.streams import print_to

if TYPE_CHECKING:
    from progress_report.watching.watcher import Outcome

_HIGHEST_PORT = 65535
_ENDING = (signal.SIGINT, signal.SIGTERM)


def add(commands: Any) -> None:
    parser = add_command(
        commands, "watch", _execute, "直しながら見る。保存するたびに作り直し、ブラウザに示す",
        "年度のパラメータ、表、ノートブックを監視し、保存されるたびにHTMLだけを build/年度.partial/ に作り、"
        "ブラウザのページを新しくする。誤りがあるときは、ページとこの画面に示し、前の報告書を残す。"
        "PDFは作らない（build で作る）。ページは、この機械のブラウザだけで開ける。終わるには Ctrl+C を押す。",
    )  # fmt: skip
    add_year(parser)
    parser.add_argument(
        "--port", metavar="番号", type=_port, default=0, help="ページのポート（既定: 空いている番号）"
    )
    add_root(parser)
    add_out(parser, "書き出し先")


def _execute(given: argparse.Namespace) -> CommandResult:
    """Watch until Ctrl+C. PublishingError if the port is not available."""
    from progress_report.build import build
    from progress_report.execution.workers import SPAWN, Workers
    from progress_report.watching.board import Board
    from progress_report.watching.changes import SavedFiles
    from progress_report.watching.page import frame_page
    from progress_report.watching.server import PageServer
    from progress_report.watching.watcher import FORMATS, start_error, watch

    year: FiscalYear = given.year
    out, project = workspace(given)
    options = BuildOptions(year, out, final=False, only=None, formats=FORMATS, project=project)
    board = Board()

    with _EndingSignals() as signals:
        try:
            with (
                Workers(SPAWN, processors()) as workers,  # with the server's threads, it must not fork
                PageServer(board, frame_page(project, year), given.port) as server,
                SavedFiles(project, year) as changes,
                signals.endable(),
            ):
                print_to(_greeting(year, server.address), sys.stdout)

                def quietly(options: BuildOptions, show_page: ShowPage) -> str:
                    return build(options, Progress(io.StringIO()), workers, show_page)

                watch(options, quietly, start_error, changes, board, _report)
        except KeyboardInterrupt:
            return CommandResult(
                f"監視を終わりました。PDFも含めた報告書は、build {year.start}"
                f"{project.options(out)} で作ります。"
            )
    return _restart(year, server.server_port)


def _greeting(year: FiscalYear, address: str) -> str:
    return (
        f"{year.label}の報告書を監視します。ブラウザで {address} を開いてください。\n"
        "表、パラメータ、ノートブックを保存すると、HTMLだけを作り直します（PDFは build で作ります）。"
        "終わるには Ctrl+C を押します。"
    )


def _restart(year: FiscalYear, port: int) -> CommandResult:
    """Replace this process by the changed program, at the same address, so that open pages reconnect."""
    if sys.platform == "win32":  # there, the terminal would assume that the program ended
        remedy = f"もう一度 watch {year.start} --port {port} を実行してください。"
        return CommandResult(f"プログラムが変わったので、監視を終わりました。{remedy}")
    print_to("プログラムが変わったので、始め直します。", sys.stdout)
    same = ["--port", str(port)]
    arguments = sys.orig_argv[1:]
    os.execv(sys.executable, [sys.executable, *arguments, *(same if arguments[-2:] != same else [])])
    return None


def _port(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= _HIGHEST_PORT):
        raise argparse.ArgumentTypeError(f"ポートの番号は1から{_HIGHEST_PORT}までの整数です（{text}）")
    return int(text)


def _report(outcome: "Outcome") -> None:
    """Print one line per build, followed by its errors."""
    what = "、".join(outcome.saved) or "はじめの作成"
    came = "作れませんでした" if outcome.findings else "作りました"
    line = f"{time.strftime('%H:%M:%S')}　{what}　{came}（{outcome.seconds:.1f}秒）"
    print_to("\n".join([line, *finding_lines(outcome.findings)]), sys.stdout)


class _EndingSignals:
    """Ctrl+C and a termination request, handled alike: within the context, they interrupt only ``endable``.

    Before and after that they are only recorded, so that opening and closing are never interrupted halfway.
    """

    def __init__(self) -> None:
        self._noted = False
        self._endable = False
        self._former: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._former = {number: signal.signal(number, self._take) for number in _ENDING}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._former.items():
            signal.signal(number, handler)

    @contextmanager
    def endable(self) -> Iterator[None]:
        """Raise KeyboardInterrupt within the block, also for an earlier signal."""
        self._endable = True
        try:
            if self._noted:
                raise KeyboardInterrupt
            yield
        finally:
            self._endable = False

    def _take(self, number: int, frame: FrameType | None) -> None:
        self._noted = True
        if self._endable:
            raise KeyboardInterrupt
