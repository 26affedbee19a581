"""Same inputs, same bytes, wherever and whenever the build runs."""

import json
from pathlib import Path

from tests.support.project_copy import Built, Project, build
from tests.support.published import contents

ELSEWHERE = {
    "TZ": "America/St_Johns",
    "LANG": "tr_TR.UTF-8",
    "LC_ALL": "POSIX",
    "PYTHONHASHSEED": "4711",
    "COLUMNS": "40",
}


def test_two_builds_are_equal_byte_by_byte(built: Built, tmp_path: Path) -> None:
    """One in the repository, one of a copy: other folder, time zone, locale, hash seed and home."""
    project = Project.copied(tmp_path / "別の 場所" / "project")
    home = tmp_path / "home"
    home.mkdir()
    other = build(project, tmp_path / "out", HOME=str(home), **ELSEWHERE)
    one, two = contents(built.folder), contents(other.folder)
    assert sorted(one) == sorted(two)
    assert [name for name in sorted(one) if one[name] != two[name]] == []
    assert sorted(one) == sorted([*json.loads(one["manifest.json"])["outputs"], "manifest.json"])
