"""Truncated font files are recognized wherever they end."""

import struct
from pathlib import Path

import pytest

from progress_report.inputs.params.theme_files import is_complete_font
from progress_report.model.fonts import noto_sans_cjk_jp

FONT = noto_sans_cjk_jp().regular


def test_the_default_fonts_are_whole() -> None:
    assert all(map(is_complete_font, noto_sans_cjk_jp().files))


@pytest.mark.parametrize("kept", [0, 3, 12, 100, 0.01, 0.5, 0.999])
def test_cut_off_it_is_not(kept: float, tmp_path: Path) -> None:
    content = FONT.read_bytes()
    path = tmp_path / "cut.otf"
    path.write_bytes(content[: int(kept if kept >= 1 else kept * len(content))])
    assert not is_complete_font(path)


def test_a_collection_is_whole_where_its_fonts_are(tmp_path: Path) -> None:
    """As in Windows' BIZ UDGothic; table offsets count from the beginning of the file."""
    font = FONT.read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    head = struct.pack(">4sLLLL", b"ttcf", 0x10000, 2, 20, 20)
    moved = bytearray(font)
    for entry in range(12, 12 + 16 * count, 16):
        (offset,) = struct.unpack_from(">L", font, entry + 8)
        struct.pack_into(">L", moved, entry + 8, offset + len(head))
    path = tmp_path / "both.ttc"
    path.write_bytes(head + moved)
    assert is_complete_font(path)
    path.write_bytes((head + moved)[: len(moved) // 2])
    assert not is_complete_font(path)


@pytest.mark.parametrize("content", [b"<html>", b"ttcf" + bytes(100), b"OTTO" + bytes(100)])
def test_another_file_is_not(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "other.otf").write_bytes(content)
    assert not is_complete_font(tmp_path / "other.otf")
    assert not is_complete_font(tmp_path)
    assert not is_complete_font(tmp_path / "absent")
