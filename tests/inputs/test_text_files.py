"""Text files are UTF-8; an error names the line."""

from pathlib import Path

import pytest

from progress_report.inputs.parsing.text_files import line_of, read_text
from progress_report.model.control_characters import control_character
from progress_report.model.findings import ReportError


@pytest.mark.parametrize("sign", ["\0", "\x07", "\x0b", "\x1b", "\x7f", "\x9f", "\uffff"])
def test_control_characters(sign: str) -> None:
    assert control_character(f"区{sign}民")


@pytest.mark.parametrize("sign", ["\n", "\r", "\t", "\u3000", "①", "𠮟", "\u2060", "ﾊ"])
def test_other_characters(sign: str) -> None:
    assert not control_character(f"区{sign}民")


def test_lines_are_counted_as_editors_do() -> None:
    assert [line_of("a\nb\r\nc\rd", position) for position in (0, 2, 5, 7)] == [1, 2, 3, 4]


def test_another_encoding_is_reported_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a\nb\n" + "区民".encode("cp932"))
    says = "a.yaml 3行目: 文字コードがUTF-8ではありません。UTF-8で保存し直してください"
    with pytest.raises(ReportError, match=says):
        read_text(tmp_path / "a.yaml", "a.yaml")


def test_an_error_of_the_operating_system_is_reported(tmp_path: Path) -> None:
    endless = tmp_path / "endless.csv"
    endless.symlink_to(endless)
    with pytest.raises(ReportError, match=r"endless.csv: ファイルを読めません.*確認してください"):
        read_text(endless, "endless.csv")
