"""A damaged entry is never used and never stops a build; nor does a cache that cannot be written."""

import json
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress_report.caching.folders import FOLDER
from progress_report.caching.observations import Observation, Observed
from progress_report.caching.sections import KEPT, SectionCache
from progress_report.inputs.params import read_params
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from tests.support.project_copy import Project as Copy

SECTION, OTHER = "3_cashless", "4_standardization"
PARAMETERS = {"fiscal_year": 2024}
READ = Observed((Observation("read", "data/2024/cashless.csv"),))
LONG_AGO = 2**62  # no file was written after it


def _notebook(text: str) -> dict[str, Any]:
    cell = {"cell_type": "markdown", "metadata": {}, "source": text}
    return {"cells": [cell], "metadata": {"progress_report": {"parameters": PARAMETERS}}}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(Copy.copied(tmp_path_factory.mktemp("damaged") / "project").root)


@pytest.fixture
def cache(project: Project) -> SectionCache:
    cache = SectionCache(read_params(project, FiscalYear(2024)))
    folder = project.root / FOLDER
    if folder.is_file():
        folder.unlink()
    shutil.rmtree(folder, ignore_errors=True)
    _keep(cache, SECTION, "kept")
    assert _found(cache) == _notebook("kept")
    return cache


def _keep(cache: SectionCache, name: str, text: str) -> None:
    before = cache.declared(name, PARAMETERS)
    assert cache.keep(name, PARAMETERS, LONG_AGO, before, _notebook(text), READ) == ""


def _found(cache: SectionCache) -> dict[str, Any] | None:
    return cache.find(SECTION, PARAMETERS).notebook


def _entry(project: Project, name: str = SECTION) -> Path:
    (entry,) = (project.root / FOLDER / "sections" / f"2024-{name}").glob("*.entry")
    return entry


def _sealed(content: object) -> bytes:
    written = json.dumps(content).encode()
    return sha256(written).hexdigest().encode() + b"\n" + written


def _without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda entry: {key: value for key, value in entry.items() if key != name}


SHAPES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a list": lambda entry: [entry],
    "a text": lambda entry: "entry",
    "null": lambda entry: None,
    "no part": lambda entry: {},
    "another format": lambda entry: {**entry, "format": 0},
    **{f"without {name}": _without(name) for name in ("declared", "observed", "notebook")},
    "declared a list": lambda entry: {**entry, "declared": []},
    "observed a text": lambda entry: {**entry, "observed": "abcd"},
    "observed short": lambda entry: {**entry, "observed": [["read", "a.csv"]]},
    "observed of numbers": lambda entry: {**entry, "observed": [[1, 2, 3, 4]]},
    "observed of lists": lambda entry: {**entry, "observed": [[[], [], [], []]]},
    "notebook null": lambda entry: {**entry, "notebook": None},
    "notebook empty": lambda entry: {**entry, "notebook": {}},
    "cells of texts": lambda entry: {**entry, "notebook": {**entry["notebook"], "cells": ["a"]}},
    "no metadata": lambda entry: {**entry, "notebook": {"cells": [], "metadata": {}}},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_another_shape_with_the_right_digest(shape: str, cache: SectionCache, project: Project) -> None:
    path = _entry(project)
    content = json.loads(path.read_bytes().partition(b"\n")[2])
    path.write_bytes(_sealed(SHAPES[shape](content)))
    assert _found(cache) is None
    assert not path.exists()


def test_nested_without_end(cache: SectionCache, project: Project) -> None:
    content = b"[" * 100_000
    _entry(project).write_bytes(sha256(content).hexdigest().encode() + b"\n" + content)
    assert _found(cache) is None


@given(data=st.data())
def test_truncated_or_with_a_bit_flipped(data: st.DataObject, project: Project) -> None:
    cache = SectionCache(read_params(project, FiscalYear(2024)))
    shutil.rmtree(project.root / FOLDER, ignore_errors=True)
    _keep(cache, SECTION, "kept")
    path = _entry(project)
    content = bytearray(path.read_bytes())
    position = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        del content[position:]
    else:
        content[position] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    assert _found(cache) is None
    assert not path.exists()


def test_a_folder_in_its_place(cache: SectionCache, project: Project) -> None:
    path = _entry(project)
    path.unlink()
    path.mkdir()
    assert _found(cache) is None
    for number in range(KEPT + 2):
        _keep(cache, SECTION, str(number))
    assert _found(cache) is not None


def test_an_entry_of_another_section(cache: SectionCache, project: Project) -> None:
    _keep(cache, OTHER, "other")
    shutil.copy(_entry(project, OTHER), _entry(project))
    assert _found(cache) is None


def test_an_entry_of_another_year(cache: SectionCache, project: Project) -> None:
    other = SectionCache(read_params(project, FiscalYear(2025)))
    folder = project.root / FOLDER / "sections"
    shutil.copytree(folder / f"2024-{SECTION}", folder / f"2025-{SECTION}")
    assert other.find(SECTION, {"fiscal_year": 2025}).notebook is None


def test_an_unreadable_entry(cache: SectionCache, project: Project) -> None:
    """As a link that leads round in a circle, which root cannot read either."""
    path = _entry(project)
    path.unlink()
    path.symlink_to(path.name)
    assert _found(cache) is None


def test_a_file_in_the_caches_place(cache: SectionCache, project: Project) -> None:
    shutil.rmtree(project.root / FOLDER)
    (project.root / FOLDER).write_text("")
    _keep(cache, SECTION, "lost")
    assert _found(cache) is None


def test_a_full_disk(cache: SectionCache, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written whole leaves what is there, and nothing beside it."""

    def full(path: Path, content: bytes) -> int:
        with path.open("wb"), Path("/dev/full").open("wb") as device:
            return device.write(content)

    monkeypatch.setattr(Path, "write_bytes", full)
    _keep(cache, SECTION, "lost")
    monkeypatch.undo()
    assert _found(cache) == _notebook("kept")
    assert list(_entry(project).parent.iterdir()) == [_entry(project)]


def test_many_at_once(cache: SectionCache, project: Project) -> None:
    """Builds side by side find a whole entry or none, and leave the newest few."""

    def keep_and_find(number: int) -> dict[str, Any] | None:
        one = SectionCache(read_params(project, FiscalYear(2024)))
        _keep(one, SECTION, str(number % 12))
        return _found(one)

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(keep_and_find, range(64)))
    texts = {str(number) for number in range(12)} | {"kept"}
    assert all(notebook is None or notebook["cells"][0]["source"] in texts for notebook in found)
    left = list((project.root / FOLDER / "sections" / f"2024-{SECTION}").iterdir())
    assert 0 < len(left) <= KEPT
