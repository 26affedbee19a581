"""The program as on Windows, as far as that can be tested elsewhere: nothing is forked."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from progress_report.model.findings import ExitCode
from tests.support.project_copy import ROOT, Built, Project
from tests.support.published import digest, digests

SITE = Path(__file__).with_name("sitecustomize.py")  # must never be imported by the tests themselves
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for path in (ROOT / "progress_report").rglob("*.py")
)
LONGEST_PUBLISHED = 100  # of Windows' 260 characters, below the project's folder


def _run(
    *arguments: str | Path, folder: Path = ROOT, temporary: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SITE.parent), **({"TMPDIR": temporary} if temporary else {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def office(tmp_path: Path) -> Project:
    """Return a project on an office PC; workers take their settings from its root, too."""
    project = Project.copied(tmp_path / "電子計算機 (庁内)" / "報告書")
    shutil.copy(SITE, project.root)
    return project


def test_every_module_is_imported_without_what_only_unix_has_and_a_use_of_it_is_noticed() -> None:
    code = (
        "import importlib, sys\nfor name in sys.argv[1:]: importlib.import_module(name)\nprint('imported')\n"
    )
    used = "from progress_report.distributed.local_pool import _make; _make(*4 * [None])"
    done = _run("-c", code + used, *MODULES)
    assert done.stdout == "imported\n", done.stderr
    assert "no_setsid_on_windows" in done.stderr
    assert len(MODULES) > 100


def test_no_module_that_windows_runs_names_a_path_with_strokes() -> None:
    """Names in records have forward slashes; files are opened by a Path, never by a concatenated string."""
    calls = {"open", "Path", "listdir", "scandir", "mkdir", "exists", "is_file"}
    for path in sorted((ROOT / "progress_report").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in calls and isinstance(node.args[0], ast.JoinedStr):
                parts = node.args[0].values
                text = "".join(str(part.value) for part in parts if isinstance(part, ast.Constant))
                assert "/" not in text, f"{path.name} {node.lineno}: {text}"


def test_every_text_file_is_opened_with_an_explicit_encoding() -> None:
    """The default on a Japanese Windows would be CP932."""
    for path in [ROOT / "report_builder.py", *sorted((ROOT / "progress_report").rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                literal = {keyword.arg for keyword in node.keywords}
                if any(isinstance(one, ast.Constant) and one.value == "utf-8" for one in node.args):
                    literal.add("encoding")
                if node.func.attr in ("read_text", "write_text"):
                    assert "encoding" in literal, f"{path.name} {node.lineno}"
                if node.func.attr == "open" and isinstance(node.func.value, ast.Name | ast.Attribute):
                    modes = [one.value for one in node.args if isinstance(one, ast.Constant)]
                    binary = any(isinstance(mode, str) and "b" in mode for mode in modes)
                    others = node.func.value
                    opener = others.id if isinstance(others, ast.Name) else others.attr
                    library = opener in ("os", "pikepdf", "archive")
                    assert binary or library or "encoding" in literal, f"{path.name} {node.lineno}"


@pytest.mark.long
def test_published_paths_leave_room_for_the_folder(built: Built, built_2025: Built) -> None:
    for report in (built, built_2025):
        names = [path.relative_to(report.folder).as_posix() for path in report.folder.rglob("*")]
        longest = max(names, key=len)
        # The path of a former edition while it is written.
        assert len(f"build/.2024.edition1.new/{longest}") <= LONGEST_PUBLISHED


@pytest.fixture
def ask(office: Project) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Yield a function that runs commands with their own temporary folder, which must be empty afterwards."""
    with tempfile.TemporaryDirectory(prefix="w", dir="/tmp") as temporary:
        yield partial(_run, "report_builder.py", folder=office.root, temporary=temporary)
        assert list(Path(temporary).iterdir()) == []


@pytest.mark.long
def test_the_report_is_the_same_where_nothing_can_be_forked(
    office: Project, ask: Callable[..., subprocess.CompletedProcess[str]], built: Built
) -> None:
    done = ask("build", "2024", "--jobs", "2")
    assert done.returncode == ExitCode.BUILT, done.stdout + done.stderr
    assert "Warning" not in done.stderr
    assert digests(office.root / "build/2024") == digests(built.folder)
    assert "作り直すものはありません" in ask("build", "2024").stdout
    for arguments in (
        ("verify", "build/2024"),
        ("check", "2024"),
        ("trace", "2024", "42.1%"),
        ("compare", "2024", "2025"),
    ):
        asked = ask(*arguments)
        assert asked.returncode == ExitCode.BUILT, asked.stdout + asked.stderr
    assert [path.name for path in (office.root / "build").iterdir() if path.name.startswith(".")] == []


@pytest.mark.long
def test_windows_line_ends_make_the_same_document(tmp_path: Path, built: Built) -> None:
    """As left in source files by an editor, Excel or git's core.autocrlf."""
    project = Project.copied(tmp_path / "project")
    changed = 0
    for folder, ends in (("params", "yaml"), ("data", "csv"), ("data", "json"), ("notebooks", "ipynb")):
        for path in (project.root / folder).rglob(f"*.{ends}"):
            content = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            changed += path.write_bytes(content) > 0
    assert changed > 20
    done = project.run("build", "2024")
    assert done.returncode == ExitCode.BUILT, done.stderr
    documents = [
        json.loads((one / "document.json").read_bytes())
        for one in (built.folder, project.root / "build/2024")
    ]
    for document in documents:
        assert document.pop("record")["inputs"]
    assert documents[0] == documents[1]
    assert digest(project.root / "build/2024/report.txt") == digest(built.folder / "report.txt")
