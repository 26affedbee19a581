"""A build has nothing to do only if the folder is, byte for byte, what it would make."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from progress_report.build_options import BuildOptions
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.made_formats import FORMER
from progress_report.publishing.unchanged import is_unchanged
from tests.support.project_copy import Built
from tests.support.project_copy import Project as ProjectCopy
from tests.support.published import rewrite_manifest

HEAVY = ("pandas", "numpy", "matplotlib", "papermill", "nbconvert", "nbformat", "pydantic", "jinja2", "typst")
Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def whole(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project with its report, copied from ``built``: bytes are the same anywhere."""
    copy = ProjectCopy.copied(tmp_path_factory.mktemp("whole") / "project")
    shutil.copytree(built.folder.parent, copy.root / "build")
    return copy.root


@pytest.fixture
def root(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "project", symlinks=True)


def _unchanged(root: Path, **other: object) -> bool:
    formats, project = ("html", "pdf", "text"), Project(root, root)
    options = BuildOptions(FiscalYear(2024), root / "build", False, None, formats, project=project)
    return is_unchanged(replace(options, **other))  # type: ignore[arg-type]


def test_large_print_is_a_change_wherever_it_was_not_made(root: Path) -> None:
    """Requested but missing, or present but not requested: a build makes exactly what is requested."""
    assert _unchanged(root)
    assert not _unchanged(root, formats=("html", "pdf", "large_print", "text"))
    (root / "build/2024/report-large-print.pdf").write_bytes(b"")
    entry = {"bytes": 0, "sha256": hashlib.sha256(b"").hexdigest()}
    made = FORMER["large_print"].to_json("large_print")

    def with_large_print(manifest: dict[str, Any]) -> None:
        manifest["outputs"]["report-large-print.pdf"] = entry
        manifest["formats"].insert(2, made)

    rewrite_manifest(root / "build/2024", with_large_print)
    assert not _unchanged(root)
    assert _unchanged(root, formats=("html", "pdf", "large_print", "text"))


def test_a_validation_of_the_pdfs_is_a_change_where_it_was_not_made(root: Path) -> None:
    """Asked for and not recorded; what was recorded stands, also where it is not asked for."""
    assert not _unchanged(root, validate_pdf=True)
    record = {"tool": "veraPDF", "version": "1.2.3", "results": []}
    _in_manifest(lambda manifest: manifest.update(pdf_validation=record))(root)
    assert _unchanged(root, validate_pdf=True)
    assert _unchanged(root)


def _reworded(name: str) -> Change:
    """Change the words of a notebook's first cell; a change of its bytes alone would not count."""

    def change(root: Path) -> None:
        notebook = json.loads((root / name).read_text(encoding="utf-8"))
        notebook["cells"][0]["source"] = "# 別の題"
        (root / name).write_text(json.dumps(notebook), encoding="utf-8")

    return change


def _append(name: str) -> Change:
    def change(root: Path) -> None:
        with (root / name).open("ab") as stream:
            stream.write(b"\n")

    return change


def _in_manifest(change: Callable[[dict[str, Any]], object]) -> Change:
    """Change the manifest and its checksum, as someone with the knowledge could."""
    return lambda root: rewrite_manifest(root / "build/2024", change)


def _linked(root: Path) -> None:
    (root / "build" / "2024" / "tables").rename(root / "elsewhere")
    (root / "build" / "2024" / "tables").symlink_to(root / "elsewhere")


def _other_report(root: Path) -> None:
    shutil.copytree(root / "build" / "2024", root / "build" / "2023")


def _file_in_its_place(root: Path) -> None:
    shutil.rmtree(root / "build/2024")
    (root / "build/2024").touch()


def _folder_of_data(root: Path) -> None:
    (root / "data/2024/cashless.csv").unlink()
    (root / "data/2024/cashless.csv").mkdir()


def _later(root: Path) -> None:
    for path in root.rglob("*"):
        os.utime(path)


def _truncated_index(root: Path) -> None:
    path = root / "build" / "index.html"
    path.write_bytes(path.read_bytes()[:-200])


def _foreign_index(root: Path) -> None:
    path = root / "build" / "index.html"
    path.write_text(path.read_text(encoding="utf-8").replace('"2024/report.html"', '"2023/report.html"'))


CHANGES: dict[str, Change] = {
    "an output altered": _append("build/2024/report.html"),
    "an output gone": lambda root: (root / "build/2024/ledger.csv").unlink(),
    "a file added": _append("build/2024/notes.txt"),
    "a hidden file added": _append("build/2024/tables/.notes"),
    "an empty folder added": lambda root: (root / "build/2024/new").mkdir(),
    "a link to a folder added": lambda root: (root / "build/2024/new").symlink_to(root / "data"),
    "a folder that became a link": _linked,
    "no manifest": lambda root: (root / "build/2024/manifest.json").unlink(),
    "a manifest without its seal": _append("build/2024/manifest.json"),
    "other packages": _in_manifest(lambda manifest: manifest["packages"].update(pandas="0")),
    "another edition": _in_manifest(lambda manifest: manifest["record"].update(edition="final")),
    "a record without a font": _in_manifest(
        lambda manifest: manifest["record"].update(inputs={})
    ),
    "a manifest of another kind": _in_manifest(lambda manifest: manifest.clear()),
    "something unrecorded": _in_manifest(lambda manifest: manifest.update(unrecorded=["3_cashless"])),
    "no report": lambda root: shutil.rmtree(root / "build/2024"),
    "a file in its place": _file_in_its_place,
    "a former failure": lambda root: (root / "build/2024.failed").mkdir(),
    "no index": lambda root: (root / "build/index.html").unlink(),
    "half an index": _truncated_index,
    "an index of another report": _foreign_index,
    "another report": _other_report,
    "data": _append("data/2024/cashless.csv"),
    "data added": _append("data/2024/new.csv"),
    "a folder of data in its place": _folder_of_data,
    "data gone": lambda root: (root / "data/2024/cashless.csv").unlink(),
    "the year before": lambda root: shutil.copy(root / "params/2024.yaml", root / "params/2023.yaml"),
    "parameters": _append("params/2024.yaml"),
    "a notebook": _reworded("notebooks/3_cashless.ipynb"),
    "the program": _append("progress_report/rendering/html_exporter.py"),
    "a new module": _append("progress_report/rendering/new.py"),
    "the command": _append("report_builder.py"),
    "a template": _append("templates/html/report.css"),
    "the lock file": _append("requirements.lock"),
}  # fmt: skip
HARMLESS: dict[str, Change] = {
    "nothing": lambda root: None,
    "later times": _later,
    "Excel's lock file": _append("data/2024/~$cashless.csv"),
    "the list of fonts gone": lambda root: shutil.rmtree(root / ".cache", ignore_errors=True),
    "a notebook of no section": _append("notebooks/9_new.ipynb"),
    "another year": _append("data/2025/cashless.csv"),
    "a notebook's bytes": _append("notebooks/3_cashless.ipynb"),
    "a partial build": lambda root: (root / "build/2024.partial").mkdir(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(name: str, root: Path) -> None:
    CHANGES[name](root)
    assert not _unchanged(root)


@pytest.mark.parametrize("name", HARMLESS)
def test_irrelevant_changes_lead_to_no_build(name: str, root: Path) -> None:
    HARMLESS[name](root)
    assert _unchanged(root)


def test_a_final_edition_or_a_partial_one_is_another(whole: Path) -> None:
    assert not _unchanged(whole, final=True)
    assert not _unchanged(whole, formats=("html",))


def test_an_unchanged_report_is_found_without_heavy_imports(whole: Path) -> None:
    """In a separate process, as a person starts it."""
    script = (
        "import json, sys; from progress_report.cli.main import main\n"
        f"code = main(['build', '2024', '--out', {str(whole / 'build')!r}])\n"
        "print(json.dumps([int(code), sorted(sys.modules)]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=whole, capture_output=True, text=True, check=True
    )
    *reported, last = done.stdout.splitlines()
    code, modules = json.loads(last)
    assert code == 0
    assert "作り直すものはありません" in reported[0]
    assert [name for name in HEAVY if name in modules] == []
