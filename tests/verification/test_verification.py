"""Verification names each changed byte, added or missing file, and different input or record."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from progress_report.build_options import BuildOptions
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.provenance.checksum import verified_content
from progress_report.provenance.record import MANIFEST, sha256
from progress_report.verification.report_folder import Verified
from progress_report.verification.verification import verify
from tests.support.project_copy import ROOT, Built
from tests.support.project_copy import Project as Working
from tests.support.published import rewrite_manifest

CHECKOUT = Project(ROOT)


@pytest.fixture
def folder(built: Built, tmp_path: Path) -> Path:
    """Return a copy of the built report, to be tampered with."""
    return Path(shutil.copytree(built.folder, tmp_path / "2024"))


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _reported(folder: Path, project: Project = CHECKOUT) -> list[str]:
    """Return all findings, whether or not they ended the verification."""
    try:
        return [str(finding) for finding in verify(project, folder).findings]
    except ReportError as error:
        return [str(finding) for finding in error.findings]


def _entry(path: Path) -> dict[str, Any]:
    return {"bytes": path.stat().st_size, "sha256": sha256(path.read_bytes())}


def test_what_was_built_is_verified(folder: Path) -> None:
    verified = verify(CHECKOUT, folder)
    assert verified.findings == []
    reported = "\n".join(verified.lines)
    assert "令和6年度の報告書　案（未確定）" in reported
    assert reported.count("すべて一致") == 5
    assert sha256((folder / MANIFEST).read_bytes()) in reported


@pytest.mark.parametrize(
    "parts",
    [(0.5,), pytest.param((0.0, 0.25, 0.75, 1.0), marks=pytest.mark.long)],
    ids=["middle", "elsewhere"],
)
def test_one_flipped_bit_anywhere_is_found_in_each_file(folder: Path, parts: tuple[float, ...]) -> None:
    """All files but the manifest are changed at once, which names each of them."""
    manifest = (folder / MANIFEST).read_bytes()
    whole = {name: (folder / name).read_bytes() for name in _files(folder) if name != MANIFEST}
    assert {"report.html", "report.pdf", "document.json"} < set(whole)
    for part in parts:
        for name, content in whole.items():
            (folder / name).write_bytes(_with_flipped_bit(content, part))
        found = _reported(folder)
        for name, content in whole.items():
            (finding,) = (one for one in found if f"{folder.as_posix()}/{name}: 書き換えられています" in one)
            assert f"{MANIFEST} では {len(content):,}バイト・SHA-256 {sha256(content)[:12]}" in finding
            (folder / name).write_bytes(content)
        (folder / MANIFEST).write_bytes(_with_flipped_bit(manifest, part))
        assert any(f"{folder.as_posix()}/{MANIFEST}: " in finding for finding in _reported(folder)), part
        (folder / MANIFEST).write_bytes(manifest)
    assert _reported(folder) == []


def _with_flipped_bit(content: bytes, part: float) -> bytes:
    """Return the content with one bit changed at this part of its length."""
    changed = bytearray(content)
    changed[int(part * (len(content) - 1))] ^= 1
    return bytes(changed)


@pytest.mark.long
def test_no_byte_of_the_manifest_can_change(folder: Path) -> None:
    path = folder / MANIFEST
    whole = path.read_bytes()
    for position in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[position] ^= 1
        with pytest.raises(ReportError):
            verified_content(bytes(changed), MANIFEST)
    for same_content in (
        whole + b"\n",
        whole.replace(b": ", b":", 1),
        whole.strip(),
        b"",
        b"[]",
        b"[" * 99999,
    ):
        with pytest.raises(ReportError):
            verified_content(same_content, MANIFEST)


@pytest.mark.parametrize("name", ["note.txt", "notebooks/copy.ipynb", ".hidden"])
def test_an_added_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("", encoding="utf-8")
    (found,) = _reported(folder)
    assert f"{(folder / name).as_posix()}: {MANIFEST} にないファイルです" in found


@pytest.mark.long
def test_a_missing_file_is_named_with_what_was_expected(folder: Path) -> None:
    for name in (name for name in _files(folder) if name != MANIFEST):
        path = folder / name
        content = path.read_bytes()
        path.unlink()
        (found,) = _reported(folder)
        assert f"{path.as_posix()}: ファイルがありません" in found
        assert f"{len(content):,}バイト・SHA-256 {sha256(content)[:12]}" in found
        path.write_bytes(content)
    (folder / MANIFEST).unlink()
    (found,) = _reported(folder)
    assert f"{MANIFEST}: ありません" in found


def test_changed_missing_and_new_inputs_are_named(folder: Path, project_copy: Working) -> None:
    root = project_copy.root
    assert _reported(folder, Project(root, root)) == []
    with (root / "data/2024/systems.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    (root / "notebooks/3_cashless.ipynb").unlink()
    (root / "data/2024/new.csv").write_text("a\n", encoding="utf-8")
    found = _reported(folder, Project(root, root))
    assert len(found) == 3
    for reported in (
        "data/2024/systems.csv: 作成のときから変わっています",
        "notebooks/3_cashless.ipynb: 作成に使われたファイルがありません",
        "data/2024/new.csv: 作成のときになかったファイルです",
    ):
        assert any(reported in finding for finding in found)


@pytest.mark.parametrize("content", [None, "fiscal_year: ["], ids=["missing", "unreadable"])
def test_parameters_that_cannot_be_read_are_named_too(
    folder: Path, project_copy: Working, content: str | None
) -> None:
    params = project_copy.root / "params/2024.yaml"
    params.unlink()
    if content is not None:
        params.write_text(content, encoding="utf-8")
    (found,) = _reported(folder, Project(project_copy.root, project_copy.root))
    assert "params/2024.yaml: " in found


def test_a_record_changed_in_the_page_is_found_though_the_hashes_agree(folder: Path) -> None:
    page = folder / "report.html"
    text = page.read_text(encoding="utf-8")
    assert text.count('"edition":"draft"') == 1
    forged = text.replace('"edition":"draft"', '"edition":"final"')
    page.write_text(forged, encoding="utf-8")
    rewrite_manifest(folder, lambda manifest: manifest["outputs"].update({"report.html": _entry(page)}))
    (found,) = _reported(folder)
    assert f"report.html: 埋め込まれた作成記録が {MANIFEST} と違います（edition）" in found


def test_a_record_changed_in_the_manifest_is_found(folder: Path) -> None:
    rewrite_manifest(folder, lambda manifest: manifest["record"].update(edition="final", date="2024-04-02"))
    found = _reported(folder)
    assert len(found) == 2
    for name, finding in zip(("report.html", "report.pdf"), found, strict=True):
        assert f"{name}: 埋め込まれた作成記録が {MANIFEST} と違います（date、edition）" in finding


def test_a_page_without_its_record_is_found(folder: Path) -> None:
    page = folder / "report.html"
    page.write_text(page.read_text(encoding="utf-8").replace("progress-report-record", "x"), encoding="utf-8")
    assert any("report.html: 作成記録がないか" in finding for finding in _reported(folder))


@pytest.mark.parametrize(
    "change",
    [
        {"record": None},
        {"record": {"fiscal_year": 1}},
        {"outputs": []},
        {"outputs": {"report.html": {}}},
        {"packages": None},
    ],
)
def test_a_valid_checksum_of_another_content_is_refused(folder: Path, change: dict[str, Any]) -> None:
    rewrite_manifest(folder, lambda manifest: manifest.update(change))
    assert len(_reported(folder)) == 1


def _by_copying(built: Built) -> Callable[[BuildOptions], object]:
    return lambda options: shutil.copytree(built.folder, options.target)


def test_outputs_rewritten_with_their_manifest_are_found_by_building_again(
    built: Built, folder: Path
) -> None:
    """Hashes cannot show this: whoever changes an output can write a new manifest for it."""
    page = folder / "report.html"
    page.write_bytes(page.read_bytes().replace(b"42.1%", b"52.1%"))
    rewrite_manifest(folder, lambda manifest: manifest["outputs"].update({"report.html": _entry(page)}))
    assert _reported(folder) == []
    found = verify(CHECKOUT, folder, _by_copying(built)).findings
    assert [Path(finding.file).name for finding in found] == [MANIFEST, "report.html"]
    assert "作り直すと違う内容になります" in found[1].message
    alone = verify(CHECKOUT, page, _by_copying(built)).findings
    assert [Path(finding.file).name for finding in alone] == ["report.html"]


def test_building_again_makes_neither_more_nor_fewer_files(built: Built, folder: Path) -> None:
    (folder / "document.json").rename(folder / "other.json")
    reported = [f.message for f in verify(CHECKOUT, folder, _by_copying(built)).findings]
    assert "作り直すとできるファイルが、ありません。" in reported
    assert "作り直しても、このファイルはできません。" in reported


def test_a_rebuild_that_fails_is_reported(folder: Path) -> None:
    def failing(options: BuildOptions) -> None:
        assert (options.only, options.final, options.formats) == (None, False, ("html", "pdf", "text"))
        raise ReportError([])

    (found,) = verify(CHECKOUT, folder, failing).findings
    assert "いまの入力からは作り直せません" in found.message


def test_a_large_print_pdf_is_verified_and_rebuilt_like_the_rest(built_2025: Built, tmp_path: Path) -> None:
    asked: list[tuple[str, ...]] = []

    def failing(options: BuildOptions) -> None:
        asked.append(options.formats)
        raise ReportError([])

    assert verify(CHECKOUT, built_2025.folder).findings == []
    verify(CHECKOUT, built_2025.folder, failing)
    verify(CHECKOUT, built_2025.large_print, failing)
    verify(CHECKOUT, Path(shutil.copy(built_2025.pdf, tmp_path / "received.pdf")), failing)
    verify(CHECKOUT, Path(shutil.copy(built_2025.html, tmp_path / "received.html")), failing)
    whole = ("html", "pdf", "points", "large_print", "text", "docx")
    assert asked == [whole, ("large_print",), ("pdf",), whole], "a page leads to the formats beside it"


@pytest.mark.parametrize("name", ["report.html", "report.pdf"])
def test_a_file_alone_says_what_it_was_made_from(folder: Path, project_copy: Working, name: str) -> None:
    def alone(project: Project) -> Verified:
        return verify(project, Path(shutil.copy(folder / name, folder.parent)))

    agreeing = alone(CHECKOUT)
    assert agreeing.findings == []
    assert "令和6年度の報告書　案（未確定）" in agreeing.lines[0]
    assert any("一致　data/2024/systems.csv" in line for line in agreeing.lines)
    (project_copy.root / "data/2024/systems.csv").write_text("", encoding="utf-8")
    (project_copy.root / "progress_report/model/rounding.py").unlink()
    changed = alone(Project(project_copy.root, project_copy.root))
    assert any("変更　data/2024/systems.csv" in line for line in changed.lines)
    assert any("なし　progress_report/model/rounding.py" in line for line in changed.lines)
    assert any("一致　data/2024/cashless.csv" in line for line in changed.lines)
    assert len(changed.findings) == 2


@pytest.mark.parametrize(
    ("name", "content", "reported"),
    [
        ("absent", None, "ありません"),
        ("report.odt", b"", "確かめられる種類のファイルではありません"),
        ("report.docx", b"", "作成記録がないか、読めません"),
        ("report.pdf", b"%PDF-1.7 broken", "作成記録がないか、読めません"),
        ("report.html", b"<p>\xff", "作成記録がないか、読めません"),
        ("report.html", b"<p>", "作成記録がないか、読めません"),
        ("report.html", b"<meta name='progress-report-record' content='[]'>", "作成記録がないか、読めません"),
    ],
)
def test_a_folder_without_a_report_is_reported(
    tmp_path: Path, name: str, content: bytes | None, reported: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    (found,) = _reported(path)
    assert f"{path.as_posix()}: {reported}" in found


def test_other_package_versions_are_reported_but_no_error(folder: Path) -> None:
    rewrite_manifest(folder, lambda manifest: manifest["packages"].update(numpy="0.1"))
    verified = verify(CHECKOUT, folder)
    assert verified.findings == []
    assert any("この環境と違う版があります: numpy 0.1 → " in line for line in verified.lines)
