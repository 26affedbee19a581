"""Progress output: plain lines in a file, one updated line on a terminal."""

import io

from progress_report.execution.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _work(stream: io.StringIO) -> str:
    progress = Progress(stream)
    progress.step("節 長い名前のノートブック")
    progress.cells("節", 1, 2)
    progress.cells("節", 2, 2)
    progress.step("短い")
    progress.finish()
    return stream.getvalue()


def test_plain_lines_where_there_is_no_terminal() -> None:
    said = _work(io.StringIO())
    assert "\r" not in said
    first, second = said.splitlines()
    assert first.startswith("節 長い名前のノートブック　セル 2/2　")
    assert second.startswith("短い　")
    assert all(line.endswith("秒") for line in (first, second))


def test_one_moving_line_on_a_terminal_that_leaves_no_remains() -> None:
    said = _work(Terminal())
    assert said.count("\n") == 2
    assert "セル 1/2" in said
    screen = [line.split("\r")[-1].rstrip() for line in said.split("\n")]
    assert screen[0].startswith("節 長い名前のノートブック　セル 2/2")
    assert screen[1].startswith("短い")


def test_finishing_twice_says_nothing_twice() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    progress.finish()
    progress.finish()
    assert stream.getvalue() == ""
