"""The same inputs give the same bytes, regardless of place, time, user and environment of the build."""

import datetime
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.project_copy import BUILD_TIMEOUT_SECONDS, ROOT, Built, Project
from tests.support.published import digests

pytestmark = pytest.mark.long  # each test is a build


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Differences from the reference build; ``before`` is a command that starts the build."""

    environment: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    umask: int = -1
    folder: str = "project"
    later: bool = False


EVERY = {
    "Japanese locale, Tokyo, two jobs": Surroundings(
        {"LANG": "ja_JP.UTF-8", "LC_ALL": "ja_JP.UTF-8", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"},
        ("--jobs", "2"),
        folder="取組 進捗",
    ),
    "C locale, fourteen hours ahead, one job, a narrow umask": Surroundings(
        {"LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2"},
        ("--jobs", "1"),
        umask=0o077,
    ),
    "Turkish locale, twelve hours behind, a wide umask, no UTF-8 mode": Surroundings(
        {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Etc/GMT+12", "PYTHONUTF8": "0"},
        umask=0,
    ),
    "another user": Surroundings({"USER": "nobody", "HOME": "/nonexistent"}, before=("unshare", "--user")),
    "nothing forked": Surroundings({"PROGRESS_REPORT_START_METHOD": "spawn"}),
    "seven years later": Surroundings({"LATER_SECONDS": str(7 * 366 * 86_400)}, later=True),
}  # fmt: skip


def _marks(one: Surroundings) -> list[pytest.MarkDecorator]:
    return [pytest.mark.system] if one.later else []


def _later_clock(folder: Path) -> str:
    """Build a library that shows a later time to every program started with it."""
    library = folder / "later_clock.so"
    source = ROOT / "tests/support/later_clock.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    return str(library)


def _built(project: Project, out: Path, one: Surroundings) -> dict[str, str]:
    environment = {**os.environ, **one.environment}
    if one.later:
        environment["LD_PRELOAD"] = _later_clock(out.parent)
    done = subprocess.run(
        [*one.before, sys.executable, "report_builder.py", "build", "2024", "--out", str(out), *one.options],
        cwd=project.root,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=BUILD_TIMEOUT_SECONDS,
        umask=one.umask,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return digests(out / "2024")


@pytest.mark.parametrize(
    "one", [pytest.param(one, id=name, marks=_marks(one)) for name, one in EVERY.items()]
)
def test_other_surroundings(built: Built, tmp_path: Path, one: Surroundings) -> None:
    project = Project.copied(tmp_path / one.folder)
    assert digests(built.folder) == _built(project, tmp_path / "out", one)


def test_with_and_without_the_kept_list_of_fonts(built: Built, tmp_path: Path) -> None:
    project = Project.copied(tmp_path / "project")
    for name in ("without", "with"):
        assert digests(built.folder) == _built(project, tmp_path / name, Surroundings())
    assert list((project.root / ".cache" / "matplotlib").iterdir())


@pytest.mark.system
def test_the_later_clock_is_later(tmp_path: Path) -> None:
    environment = {**os.environ, "LD_PRELOAD": _later_clock(tmp_path), "LATER_SECONDS": str(7 * 366 * 86_400)}
    ask = [sys.executable, "-c", "import datetime, time; print(datetime.date.today().year, time.time())"]
    reported = subprocess.run(ask, env=environment, capture_output=True, text=True, check=True).stdout
    assert int(reported.split()[0]) >= datetime.date.today().year + 7
