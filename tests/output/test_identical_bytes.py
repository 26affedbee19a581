"""The same inputs give the same bytes, wherever and whenever the build runs."""

import json
from pathlib import Path

import pytest

from tests.support.project_copy import Built, Project, build
from tests.support.published import digests

ELSEWHERE = {
    "TZ": "America/St_Johns",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "POSIX",
    "PYTHONHASHSEED": "4711",
    "COLUMNS": "40",
}


@pytest.mark.long
def test_two_builds_are_equal_byte_by_byte(built: Built, tmp_path: Path) -> None:
    """One in the repository, one of a copy with another folder, time zone, locale, hash seed and home."""
    project = Project.copied(tmp_path / "別の 場所" / "project")
    home = tmp_path / "home"
    home.mkdir()
    other = build(project, tmp_path / "out", HOME=str(home), **ELSEWHERE)
    one = digests(built.folder)
    assert one == digests(other.folder)
    manifest = json.loads((built.folder / "manifest.json").read_bytes())
    assert sorted(one) == sorted([*manifest["outputs"], "manifest.json"])
