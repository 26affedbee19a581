"""Output on a stream that others write to, that lacks characters, or that nobody reads."""

import io
import subprocess
import sys
from typing import Any

from progress_report.model.streams import print_to
from tests.support.project_copy import ROOT


class Pieces(io.BytesIO):
    """A stream that records each write separately."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []

    def write(self, piece: Any) -> int:
        self.pieces.append(bytes(piece))
        return super().write(piece)


def test_a_line_is_one_piece_also_where_nothing_is_buffered() -> None:
    """As with PYTHONUNBUFFERED: otherwise the lines of several processes would mix."""
    raw = Pieces()
    print_to("節の実行", io.TextIOWrapper(raw, encoding="utf-8", write_through=True))
    assert raw.pieces == ["節の実行\n".encode()]


def test_a_character_that_the_encoding_lacks_is_its_code() -> None:
    held = io.BytesIO()
    stream = io.TextIOWrapper(held, encoding="shift_jis")
    print_to("髙い", stream, end="")
    assert held.getvalue() == b"\\u9ad9" + "い".encode("shift_jis")


def test_a_closed_output_pipe_is_not_an_error() -> None:
    program = (
        "import sys; from progress_report.model.streams import print_to; print_to('x' * 100_000, sys.stdout)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", f"{program}; print_to('y', sys.stdout)"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")
