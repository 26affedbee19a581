"""Corrections are appended to the parameters as text: the existing text stays, byte for byte."""

from pathlib import Path

import pytest

from progress_report.comparison.differences import Difference
from progress_report.inputs.params.report_params import Params, read_params
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.revision.errata_entries import with_errata
from tests.support.project_copy import ROOT

YEAR = FiscalYear(2024)
FOUND = [
    Difference("表1 令和5年度『数 (割合)』", "303 (42.2%)", "302 (42.1%)"),
    Difference("本文 2(1)① 第1段落", 'とがき: "引用" #注 \\ {x} - 〜', "（なし）"),
]


def _project(root: Path, content: bytes) -> tuple[Project, Path]:
    path = root / "params" / "2024.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return Project(root), path


def _appended(root: Path, content: bytes, edition: int = 2) -> tuple[bytes, Params]:
    project, path = _project(root, content)
    written = with_errata(read_params(project, YEAR), content, edition, FOUND, "転記の誤り: 「3」")
    path.write_bytes(written)
    return written, read_params(project, YEAR)


@pytest.fixture(
    params=["LF", "CRLF", "no newline at the end", "with a byte order mark"],
)
def content(request: pytest.FixtureRequest) -> bytes:
    text = (ROOT / "params" / "2024.yaml").read_bytes().replace(b"\r\n", b"\n")
    return {
        "LF": text,
        "CRLF": text.replace(b"\n", b"\r\n"),
        "no newline at the end": text.rstrip(b"\n"),
        "with a byte order mark": b"\xef\xbb\xbf" + text,
    }[request.param]


def test_what_stood_there_stays_and_what_was_written_is_read(tmp_path: Path, content: bytes) -> None:
    written, params = _appended(tmp_path, content)
    assert written.startswith(content)
    assert (b"\r\n" in written) == (b"\r\n" in content)
    assert written.count(b"\n") == written.count(b"\r\n") or b"\r\n" not in content
    read = [(one.edition, one.where, one.wrong, one.right, one.reason) for one in params.report.errata]
    assert read == [(2, one.where, one.wrong, one.right, "転記の誤り: 「3」") for one in FOUND]


def test_a_next_revision_follows_the_last(tmp_path: Path, content: bytes) -> None:
    second, _ = _appended(tmp_path, content)
    head, key, entries = second.partition(b"errata:")
    deeper = head + key + entries.replace(b"\n  ", b"\n    ")
    third, params = _appended(tmp_path, deeper, 3)
    assert third.count(b"errata:") == second.count(b"errata:")
    assert [one.edition for one in params.report.errata] == [2, 2, 3, 3]


@pytest.mark.parametrize(
    ("former", "reported"),
    [
        ("errata: []\n", "空の正誤表があります"),
        (
            "errata: [{edition: 2, where: a, wrong: b, right: c, reason: d}]\n",
            "正誤表を書き加えられません",
        ),
        (
            "errata:\n  - {edition: 2, where: a, wrong: b, right: c, reason: d}\ncontact: 係\n",
            "正誤表を書き加えられません",
        ),
    ],
)
def test_an_unusable_end_of_the_file_is_reported(tmp_path: Path, former: str, reported: str) -> None:
    content = (ROOT / "params" / "2024.yaml").read_bytes() + former.encode()
    project, _ = _project(tmp_path, content)
    with pytest.raises(ReportError, match=reported):
        with_errata(read_params(project, YEAR), content, 3, FOUND, "理由")
