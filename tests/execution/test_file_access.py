"""File access by cells is recorded however it is done, and so is what no file digest can show."""

import os
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from progress_report.execution.file_access import (
    LISTED,
    READ,
    Event,
    ignored_places,
    installed_places,
    unrecorded,
)
from progress_report.inputs.project import Project
from tests.support.section_notebook import SECTION, YEAR, project_of_cells
from tests.support.single_thread import Sections

ROOT = Path(__file__).parents[2]
# Code by the name of the file that it reads, which is beside the notebook.
READINGS = {
    "open": "open('{}').read()",
    "pathlib": "import pathlib; pathlib.Path('{}').read_bytes()",
    "pandas": "import pandas; pandas.read_csv('{}')",
    "pandas_python": "import pandas; pandas.read_csv('{}', engine='python')",
    "numpy": "import numpy; numpy.loadtxt('{}', delimiter=',', skiprows=1)",
    "numpy_binary": "import numpy; numpy.fromfile('{}', dtype='u1')",
    "descriptor": "import os; os.close(os.open('{}', os.O_RDONLY))",
    "bytes_name": "open(b'{}', 'rb').read()",
    "mapped": "import mmap\nwith open('{}') as f: mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)[:]",
    "linecache": "import linecache; linecache.getlines('{}')",
    "moved": "import os; os.chdir('..'); open('notebooks/{}').read(); os.chdir('notebooks')",
    "thread": "import threading; t = threading.Thread(target=lambda: open('{}').read()); t.start(); t.join()",
    "run": "%run {}",
    "late": "exec(open('{}').read())",
}
OTHER_FILES = {
    "structured.json": "import json; json.load(open('structured.json'))",
    "zipped.zip": "import zipfile; zipfile.ZipFile('zipped.zip').namelist()",
    "book.xlsx": "import openpyxl; openpyxl.load_workbook('book.xlsx').close()",
    "helper.py": "import sys; sys.path.insert(0, ''); import helper; helper.VALUE",
    "absent.csv": "import pathlib\ntry: pathlib.Path('absent.csv').read_text()\nexcept OSError: pass",
}
LISTINGS = {
    "listed": "import os; os.listdir('../listed')",
    "scanned": "import os; list(os.scandir('../scanned'))",
    "iterated": "import pathlib; list(pathlib.Path('../iterated').iterdir())",
    "globbed": "import glob; glob.glob('../globbed/*')",
    "walked": "import os; list(os.walk('../walked'))",
    "path_globbed": "import pathlib; list(pathlib.Path('../path_globbed').glob('*.csv'))",
}
ACTS = (
    "!cat {}",
    "%%bash\ncat {}",
    "import os; os.system('cat {}')",
    "import os; os.popen('cat {}').read()",
    "import subprocess; subprocess.run(['cat', '{}'])",
    "import os; os.waitpid(os.fork() or os._exit(0), 0)",
    "import sqlite3; sqlite3.connect('file:{}?mode=ro', uri=True)",
    "import socket\nwith socket.socket(socket.AF_UNIX) as s:\n    s.connect_ex('{}')",
    "import tempfile; open(tempfile.gettempdir() + '/{}', 'a').close()",
    "import tempfile; open(tempfile.gettempdir() + '/{}', 'w+').close()",
    "import tempfile; tempfile.TemporaryDirectory().cleanup()",
)


def _access(project: Project, sections: Sections) -> tuple[Event, ...]:
    """Run a section to its end and return its recorded accesses; warnings of unclosed files are ignored."""
    run = sections.run(project, SECTION, YEAR)
    assert not [finding for finding in run.findings if "標準エラー" not in finding.message], run.findings
    return run.access


def _events(project: Project, sections: Sections) -> set[Event]:
    return {
        (kind, os.path.relpath(what, project.notebook("").parent))
        for kind, what in _access(project, sections)
    }


@pytest.mark.long
def test_every_way_of_reading_is_noted(tmp_path: Path, sections: Sections) -> None:
    cells = [cell.format(f"{name}.txt") for name, cell in READINGS.items()]
    project = project_of_cells(tmp_path, *cells, *OTHER_FILES.values(), *LISTINGS.values())
    beside = tmp_path / "notebooks"
    for name in READINGS:
        (beside / f"{name}.txt").write_text("1,2\n3,4\n" if name not in ("run", "late") else "1")
    (beside / "structured.json").write_text("{}")
    (beside / "helper.py").write_text("VALUE = 1\n")
    zipfile.ZipFile(beside / "zipped.zip", "w").close()
    openpyxl.Workbook().save(beside / "book.xlsx")
    for name in LISTINGS:
        (tmp_path / name).mkdir()
    events = _events(project, sections)
    read = {path for kind, path in events if kind == "read"}
    assert read >= {f"{name}.txt" for name in READINGS} | set(OTHER_FILES)
    assert {path for kind, path in events if kind == "listed"} >= {f"../{name}" for name in LISTINGS}
    assert not {event for event in events if event[0] in ("wrote", "acted")}
    assert not [path for path in read if path.endswith(".pyc")]


@pytest.mark.long
def test_an_imported_helper_is_noted_by_its_source_also_where_it_is_compiled(
    tmp_path: Path, sections: Sections
) -> None:
    """Python opens only the compiled file, whose bytes do not change when the source is changed."""
    compiling = "import sys; sys.dont_write_bytecode = False"
    project = project_of_cells(tmp_path, compiling, OTHER_FILES["helper.py"])
    (tmp_path / "notebooks" / "helper.py").write_text("VALUE = 1\n")
    for _ in range(2):
        events = _events(project, sections)
        assert ("read", "helper.py") in events
        assert not {event for event in events if event[0] in ("wrote", "acted")}
        assert list((tmp_path / "notebooks" / "__pycache__").glob("helper.*.pyc"))


@pytest.mark.long
@pytest.mark.parametrize("act", ACTS)
def test_what_goes_beyond_reading_files_is_in_no_record(act: str, tmp_path: Path, sections: Sections) -> None:
    project = project_of_cells(tmp_path, act.format("data.csv"))
    (tmp_path / "notebooks" / "data.csv").write_text("")
    used = unrecorded(_access(project, sections), {"notebooks/data.csv": "digest"}, project)
    assert used
    assert "ファイルの外を使う" in used[0] or "に書く" in used[0]


def test_a_read_file_is_in_the_record_or_named(tmp_path: Path) -> None:
    project = Project(tmp_path)
    access = [(READ, str(tmp_path / "data/a.csv")), (LISTED, str(tmp_path / "data"))]
    assert unrecorded(access, {"data/a.csv": ""}, project) == []
    assert unrecorded(access, {}, project) == ["data/a.csv", "data の中のファイルの並び"]


def test_a_name_that_is_no_text_can_be_read(tmp_path: Path, sections: Sections) -> None:
    project = project_of_cells(tmp_path, r"open(b'\xff.csv').read()")
    Path(os.fsdecode(os.fsencode(tmp_path / "notebooks") + b"/\xff.csv")).write_text("")
    assert any("\udcff" in path for _, path in _events(project, sections))


@pytest.mark.parametrize("root", ["/development/report", "/system/report", "/processes/report"])
def test_a_project_may_lie_in_a_folder_that_is_named_like_the_systems_own(root: str) -> None:
    assert not f"{root}/data/2025/a.csv".startswith(ignored_places(Path("/tmp")))


def test_a_project_may_lie_where_python_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """With Python in /usr and the project in /usr/src, its data are inputs and the packages are not."""
    monkeypatch.setattr(sys, "base_prefix", str(ROOT.parent))
    monkeypatch.setattr(sys, "prefix", str(ROOT))
    ignored = installed_places()
    assert not str(ROOT / "data" / "2025" / "a.csv").startswith(ignored)
    assert str(ROOT / "progress_report" / "model" / "a.py").startswith(ignored)
    assert os.__file__.startswith(ignored)
