"""Transfer of jobs: the inputs sent for a report, and the validation of the files that come back."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from progress_report.build_options import BuildOptions
from progress_report.distributed.program import Identity, identity, program_differences
from progress_report.distributed.transfer import InvalidTransferError, job_of, publish_transferred
from progress_report.distributed.worker import Made
from progress_report.inputs.project import Project
from progress_report.model.findings import Finding, NotebookError, ReportError
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.record import MANIFEST
from progress_report.publishing.unchanged import is_unchanged
from tests.distributed.local_cluster import municipalities
from tests.support.project_copy import Built
from tests.support.published import contents, with_valid_checksum

WORKER = Path(tempfile.gettempdir(), "a-workers-folder").as_posix()  # on another machine
FONT = "font: {family: BIZ UDGothic, regular: fonts/own.otf, bold: /nowhere/bold.ttf}\n"


@pytest.fixture
def options(tmp_path: Path) -> BuildOptions:
    """Return a build of 令和6年度 in its own folder, with the repository's tables and prose."""
    (root,) = municipalities(tmp_path, ["杉並区"])
    formats = ("html", "pdf", "text")
    return BuildOptions(FiscalYear(2024), root / "build", False, None, formats, project=Project(root))


@pytest.fixture(scope="module")
def ours() -> Identity:
    return identity()


def _made(built: Built) -> Made:
    """Return what a worker sends back for this report."""
    files = contents(built.folder)
    return Made("tcp://10.0.0.2:1（one）", WORKER, f"{WORKER}/out/2024 に書き出しました", files, {})


def test_a_job_has_all_that_a_build_reads_and_no_more(options: BuildOptions, built: Built) -> None:
    (options.project.root / "data" / "2024" / "~$open.xlsx").write_bytes(b"left by Excel")
    (options.project.root / "data" / "2020").mkdir()
    (options.project.root / "data" / "2020" / "old.csv").write_bytes(b"old")
    for name in ("theme.yaml", "logo.svg"):
        (options.project.root / "params" / name).write_bytes(b"")
    names = job_of(options).inputs.keys()
    assert {"params/theme.yaml", "params/logo.svg"} <= names
    recorded = json.loads((built.folder / MANIFEST).read_bytes())["record"]["inputs"]
    municipal = {name for name in recorded if name.split("/")[0] in ("params", "data", "notebooks")}
    assert municipal <= names
    assert not [name for name in names if "~$" in name or "2020" in name]


def test_fonts_within_the_folder_travel_and_others_must_be_there(options: BuildOptions) -> None:
    root = options.project.root
    elsewhere = root.parent / "bold.ttf"
    for path in (root / "fonts" / "own.otf", elsewhere):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"a font")
    params = root / "params" / "2024.yaml"
    text = params.read_text(encoding="utf-8") + FONT.replace("/nowhere/bold.ttf", str(elsewhere))
    params.write_text(text, encoding="utf-8")
    job = job_of(options)
    assert job.inputs["fonts/own.otf"] == b"a font"
    assert list(job.fonts) == [str(elsewhere)]


def test_a_sound_report_is_published_as_a_build_would_have(
    options: BuildOptions, built: Built, ours: Identity
) -> None:
    assert publish_transferred(options, job_of(options), _made(built), ours) == (
        f"{options.out.as_posix()}/2024 に書き出しました"
    )
    assert is_unchanged(options)


def _with_file(name: str, content: bytes | None) -> Callable[[Made], Made]:
    """Return a change of one file, which is removed without content."""

    def changed(made: Made) -> Made:
        others = {one: held for one, held in made.files.items() if one != name}
        return replace(made, files=others if content is None else {**others, name: content})

    return changed


def _with_wrong_checksum(made: Made) -> Made:
    return _with_file(MANIFEST, made.files[MANIFEST].replace(b'"draft"', b'"final"'))(made)


def _in_manifest(change: Callable[[dict[str, dict[str, object]]], None]) -> Callable[[Made], Made]:
    """Return a change of the manifest, with a valid checksum."""

    return lambda made: _with_file(MANIFEST, with_valid_checksum(made.files[MANIFEST], change))(made)


def _set(*path: str) -> Callable[[Made], Made]:
    def change(content: dict[str, dict[str, object]]) -> None:
        inner: dict[str, object] = content  # type: ignore[assignment]
        for name in path[:-1]:
            inner = inner[name]  # type: ignore[assignment]
        inner[path[-1]] = "other"

    return _in_manifest(change)


def test_a_report_whose_pdfs_were_not_validated_is_not_accepted(
    options: BuildOptions, built: Built, ours: Identity
) -> None:
    asked = replace(options, validate_pdf=True)
    with pytest.raises(InvalidTransferError, match="PDFが検査されていません"):
        publish_transferred(asked, job_of(asked), _made(built), ours)
    assert not options.target.exists()


@pytest.mark.parametrize(
    ("bent", "reported"),
    [
        (_with_file("report.txt", b"other"), "manifest.json のとおりではありません"),
        (_with_file("ledger.csv", None), "manifest.json のとおりではありません"),
        (_with_file("more.txt", b""), "manifest.json のとおりではありません"),
        (_with_file("../2023/report.txt", b""), "ファイルの名前が使えません"),
        (_with_file(MANIFEST, None), "manifest.json が読めません"),
        (_with_wrong_checksum, "manifest.json が読めません"),
        (_set("record", "fiscal_year"), "ほかの報告書です"),
        (
            _set("record", "inputs", "progress_report/model/quantity.py"),
            "入力とプログラム（progress_report/model/",
        ),
        (_set("record", "inputs", "data/2024/systems.csv"), "入力とプログラム（data/2024/systems.csv）"),
        (_set("record", "inputs", "fonts/unknown.otf"), "入力とプログラム（fonts/unknown.otf）"),
        (_set("packages", "pandas"), "パッケージの版（pandas）"),
    ],
)
def test_a_report_made_of_something_else_is_not_published(
    options: BuildOptions, built: Built, ours: Identity, bent: Callable[[Made], Made], reported: str
) -> None:
    with pytest.raises(InvalidTransferError, match=reported):
        publish_transferred(options, job_of(options), bent(_made(built)), ours)
    assert not options.target.exists()


@pytest.mark.parametrize("name", ["params/2024.yaml", "data/2024/systems.csv", "data/2024/new.csv"])
def test_inputs_that_change_meanwhile_are_reported(
    options: BuildOptions, built: Built, ours: Identity, name: str
) -> None:
    job = job_of(options)
    with (options.project.root / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(ReportError, match="作成中に書き換えられました") as caught:
        publish_transferred(options, job, _made(built), ours)
    assert [finding.file for finding in caught.value.findings] == [name]
    assert not options.target.exists()


def test_an_error_is_reported_of_the_folders_here(options: BuildOptions, ours: Identity) -> None:
    finding = Finding(f"残しました: {WORKER}/out/2024.failed", "", f"{WORKER}/root/notebooks/a.ipynb")
    made = Made("one", WORKER, NotebookError([finding]), {}, {"notebooks/a.ipynb": b"{}"})
    error = publish_transferred(options, job_of(options), made, ours)
    assert isinstance(error, NotebookError)
    root = options.project.root.as_posix()
    assert str(error) == f"【誤り】{root}/notebooks/a.ipynb: 残しました: {root}/build/2024.failed"
    assert (options.failed / "notebooks" / "a.ipynb").read_bytes() == b"{}"


def test_what_differs_between_two_machines_is_named(ours: Identity) -> None:
    assert program_differences(ours, identity()) == ""
    theirs = {kind: dict(parts) for kind, parts in ours.items()}
    del theirs["プログラム"]["requirements.lock"]
    theirs["パッケージの版"] |= {"pandas": "0", "numpy": "0", "python": "2", "typst": "0"}
    theirs["書体"] = dict.fromkeys(theirs["書体"], "0")
    theirs["機械の種類"]["machine"] = "abacus"
    assert program_differences(ours, theirs) == (
        "プログラム（requirements.lock）、パッケージの版（numpy、pandas、pythonほか1個）、"
        "書体（NotoSansCJKjp-Bold.otf、NotoSansCJKjp-Regular.otf）、機械の種類（machine）"
    )
