"""Output on a stream that others write to."""

import io
from typing import Any

from progress_report.model.streams import print_to


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
