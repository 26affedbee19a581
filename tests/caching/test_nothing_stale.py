"""A kept result is used only where executing again would give the same, and there it is used."""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from progress_report.building.build_options import BuildOptions
from progress_report.building.sections import Sections, chosen_sections, parameters_of
from progress_report.caching.sections import SectionCache
from progress_report.execution.kernels import Kernels
from progress_report.execution.progress import Progress
from progress_report.execution.section_run import run_section
from progress_report.inputs.params import Params, read_params
from progress_report.inputs.project import Project
from progress_report.model.findings import ReportError
from progress_report.model.fiscal_year import FiscalYear
from tests.support.project_copy import Project as Copy

ZERO, ONE, TWO, THREE, FOUR, FIVE = (
    "0_summary", "1_data_utilization", "2_online_procedures", "3_cashless", "4_standardization", "5_changes",
)  # fmt: skip
OF_2024, OF_2025 = {ZERO, ONE, TWO, THREE, FOUR}, {ZERO, ONE, TWO, THREE, FOUR, FIVE}
BEFORE, REPORTED = FiscalYear(2024), FiscalYear(2025)
LONG_AGO_SECONDS = 0.1  # what was written less than a file system's tick before is not kept
Change = Callable[[Path], object]


def _replaced(file: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8-sig")
        assert old in text
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def _added(file: str, text: str) -> Change:
    def change(root: Path) -> None:
        with (root / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    return change


def _reordered(root: Path) -> None:
    """The first two sections change places; the lines of all the others stay."""
    path = root / "params" / "2024.yaml"
    head, _, rest = path.read_text(encoding="utf-8").partition(f"  - notebook: {ONE}\n")
    one, _, rest = rest.partition(f"  - notebook: {TWO}\n")
    two, _, rest = rest.partition(f"  - notebook: {THREE}\n")
    swapped = f"{head}  - notebook: {TWO}\n{two}  - notebook: {ONE}\n{one}  - notebook: {THREE}\n{rest}"
    path.write_text(swapped, encoding="utf-8")


def _notebook(root: Path) -> None:
    path = root / "notebooks" / f"{THREE}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = ["# 題を改めた節"]
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


P24, P25, D24, D25 = "params/2024.yaml", "params/2025.yaml", "data/2024", "data/2025"
# Each change and the sections of 2024 and of 2025 that must be executed after it, and no others.
CHANGES: dict[str, tuple[Change, set[str], set[str]]] = {
    "nothing": (lambda root: None, set(), set()),
    "a row that one section reads": (
        _replaced(f"{D25}/cashless.csv", "2024-10", "2024-11"), set(), {THREE, FIVE},
    ),
    "a row of a survey": (_replaced(f"{D25}/resident_survey.csv", "R0001,1", "R0001,0"), set(), {ONE, FIVE}),
    "a row of the year before": (
        _replaced(f"{D24}/cashless.csv", "2024-10", "2024-11"), {THREE}, {FIVE},
    ),
    "a file gone": (lambda root: (root / D24 / "cashless.csv").unlink(), {THREE}, {FIVE}),
    "a file renamed": (
        lambda root: (root / D24 / "cashless.csv").rename(root / D24 / "renamed.csv"), {THREE}, {FIVE},
    ),
    "a workbook in a table's stead": (
        lambda root: (root / D24 / "cashless.xlsx").write_bytes(b""), {THREE}, {FIVE},
    ),
    "a file that nobody asks for": (_added(f"{D24}/notes.txt", "x"), set(), set()),
    "the descriptor": (_added(f"{D25}/datapackage.json", "\n"), set(), OF_2025),
    "a sentence": (_replaced(P24, "全庁で推進", "区全体で推進"), {THREE}, set()),
    "a sentence of the year that compares": (
        _replaced(P25, "時期と方法を検討する", "方法と時期を検討する"), set(), {THREE},
    ),
    "the title": (_replaced(P24, "title: 区の", "title: 本区の"), set(), set()),
    "the introduction": (_replaced(P24, "ご報告いたします", "ご報告します"), set(), set()),
    "a date": (_replaced(P24, "as_of: 2024-07", "as_of: 2024-08"), {ZERO, FOUR}, OF_2025),
    "the lines of a section": (
        _replaced(P24, "  - notebook: 3", "\n  - notebook: 3"), {ZERO, THREE, FOUR}, OF_2025,
    ),
    "the order": (_reordered, OF_2024, OF_2025),
    "not_held": (_replaced(P24, "not_available: []", "not_held: [intention_survey]"), OF_2024, OF_2025),
    "not_available": (_replaced(P24, "available: []", "available: [resident_survey]"), OF_2024, OF_2025),
    "restatements": (
        _added(P25, "restatements:\n  - {table: applications, year: 令和5年度, column: by_online, "
                    "published: '1', revised: '2', reason: 誤記}\n"), set(), OF_2025,
    ),
    "the font": (
        _added(P24, "font: {family: A, regular: a.otf, bold: b.otf}\n"), OF_2024, OF_2025,
    ),
    "a notebook": (_notebook, {THREE}, {THREE, FIVE}),
    "another notebook": (_added("notebooks/9_new.ipynb", "{}"), set(), {ZERO, FIVE}),
    "a module in a package's stead": (_added("psutil.py", ""), OF_2024, OF_2025),
    "a template": (_added("templates/html/report.css", "\n"), set(), set()),
    "model": (_added("progress_report/model/quantity.py", "\n"), OF_2024, OF_2025),
    "inputs": (_added("progress_report/inputs/section.py", "\n"), OF_2024, OF_2025),
    "authoring": (_added("progress_report/authoring/tables.py", "\n"), OF_2024, OF_2025),
    "a new module": (_added("progress_report/authoring/new.py", "\n"), OF_2024, OF_2025),
    "building": (_added("progress_report/building/html.py", "\n"), set(), set()),
    "the lock file": (_added("requirements.lock", "\n"), OF_2024, OF_2025),
}  # fmt: skip
CASES = [(year, name) for name in CHANGES for year in (BEFORE, REPORTED)]


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with every section of both years kept."""
    copy = Copy.copied(tmp_path_factory.mktemp("warm") / "project").root
    time.sleep(LONG_AGO_SECONDS)
    for year in (BEFORE, REPORTED):
        assert _executed(Project(copy, copy), year) == (OF_2024 if year == BEFORE else OF_2025)
        assert _pending(Project(copy, copy), year) == set()
    return copy


@pytest.fixture
def root(warm: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return shutil.copytree(warm, tmp_path / "project")


def _options(year: FiscalYear, project: Project) -> BuildOptions:
    out = project.root / "build"
    return BuildOptions(year, out, False, None, ("html",), explain=True, project=project)


def _executed(project: Project, year: FiscalYear) -> set[str]:
    """Run the year's sections; those that were executed."""
    params = read_params(project, year)
    told: list[str] = []
    progress = Progress()
    progress.tell = told.extend  # type: ignore[method-assign, assignment]
    with Sections(_options(year, project)) as sections:
        runs = sections.run(params, chosen_sections(params, None), progress)
    assert all(run.findings == () for run in runs)
    return {line.split()[1] for line in told if line.startswith("節") and "前の結果" not in line}


def _cache(project: Project, year: FiscalYear) -> tuple[Params, SectionCache]:
    params = read_params(project, year)
    return params, SectionCache(params)


def _pending(project: Project, year: FiscalYear) -> set[str]:
    """The sections that would be executed now."""
    params, cache = _cache(project, year)
    return {
        name
        for name in chosen_sections(params, None)
        if cache.find(name, parameters_of(params)).notebook is None
    }


@pytest.mark.parametrize(("year", "name"), CASES, ids=[f"{year.start}-{name}" for year, name in CASES])
def test_a_change_re_executes_what_it_concerns_and_nothing_else(
    year: FiscalYear, name: str, root: Path
) -> None:
    change, of_2024, of_2025 = CHANGES[name]
    change(root)
    assert _pending(Project(root, root), year) == (of_2024 if year == BEFORE else of_2025)


@pytest.mark.long
@pytest.mark.parametrize(("year", "name"), CASES, ids=[f"{year.start}-{name}" for year, name in CASES])
def test_what_is_kept_is_what_executing_would_give(year: FiscalYear, name: str, root: Path) -> None:
    change, *_ = CHANGES[name]
    change(root)
    project = Project(root, root)
    params, cache = _cache(project, year)
    with Kernels() as kernels:
        for section in chosen_sections(params, None):
            kept = cache.find(section, parameters_of(params)).notebook
            if kept is not None:
                not_held = params.report.not_held
                run = run_section(project, section, parameters_of(params), kernels, not_held=not_held)
                assert run.findings == ()
                assert run.notebook == kept


def test_going_back_and_forth_executes_nothing(root: Path) -> None:
    path, project = root / D25 / "cashless.csv", Project(root, root)
    before = path.read_bytes()
    CHANGES["a row that one section reads"][0](root)
    after = path.read_bytes()
    time.sleep(LONG_AGO_SECONDS)
    assert _executed(project, REPORTED) == {THREE, FIVE}
    for content in (before, after, before):
        path.write_bytes(content)
        assert _pending(project, REPORTED) == set()


@pytest.fixture
def saving(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Change], None]]:
    """Have something saved in the moment that the sections have been executed, before they are kept."""
    changes: list[Change] = []

    def run(*arguments: object, **named: object) -> object:
        made = run_section(*arguments, **named)  # type: ignore[arg-type]
        while changes:
            changes.pop()(root)
        return made

    monkeypatch.setattr("progress_report.execution.section_run.run_section", run)
    yield changes.append
    assert not changes


@pytest.mark.parametrize(
    "name", ["a notebook", "a sentence", "a row of the year before", "a file gone", "inputs", "the lock file"]
)
def test_what_is_saved_during_an_execution_is_not_taken_for_what_was_executed(
    name: str, root: Path, saving: Callable[[Change], None]
) -> None:
    shutil.rmtree(root / ".cache")
    project = Project(root, root)
    saving(CHANGES[name][0])
    time.sleep(LONG_AGO_SECONDS)
    options = BuildOptions(BEFORE, root / "build", False, THREE, ("html",), project=project)
    params = read_params(project, BEFORE)
    with Sections(options) as sections:
        sections.run(params, [THREE], Progress())
    assert THREE in _pending(project, BEFORE)


@pytest.mark.parametrize("name", ["a row of the year before", "a sentence", "the title"])
def test_what_is_saved_after_kept_results_were_found_is_told(name: str, root: Path) -> None:
    """Else the record would have the new file's hash beside the old file's figures."""
    project = Project(root, root)
    params = read_params(project, BEFORE)
    with Sections(_options(BEFORE, project)) as sections:
        CHANGES[name][0](root)
        with pytest.raises(ReportError, match="作成中に書き換えられました"):
            sections.run(params, chosen_sections(params, None), Progress())


@pytest.mark.long
def test_a_helper_beside_the_notebooks_is_an_input_of_the_build(root: Path) -> None:
    """No record names it, so that a build whose hashes are all the same must look closer."""
    path = root / "notebooks" / f"{THREE}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    use = "import sys; sys.path.insert(False, '')\nfrom helper import VALUE\n"
    use += "from progress_report.authoring import heading\nheading('## ' + VALUE)"
    notebook["cells"].insert(
        3, {"id": "helped", "cell_type": "code", "source": [use], "metadata": {}, "outputs": [],
            "execution_count": None}
    )  # fmt: skip
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    copy, out = Copy(root), root / "build"
    executed = out / "2024" / "notebooks" / f"{THREE}.ipynb"
    for value in ("まえの題", "あとの題", "またの題"):
        (root / "notebooks" / "helper.py").write_text(f"VALUE = {value!r}\n")
        done = copy.run("build", "2024", "--out", out)
        assert done.returncode == 0, done.stderr
        assert value in executed.read_text(encoding="utf-8")
    assert json.loads((out / "2024" / "manifest.json").read_bytes())["unrecorded"] == [THREE]
