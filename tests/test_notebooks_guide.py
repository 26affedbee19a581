"""A section written only with docs/notebooks.ja.md is built and prints what the document says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
import pytest

from progress_report import authoring
from progress_report.authoring.display import Displayed
from progress_report.authoring.tables import Table
from progress_report.inputs.notebooks.notebook_grammar import FORMER, FORMS
from progress_report.inputs.notebooks.section import OPENED, Section
from progress_report.inputs.project import Project
from progress_report.model.fiscal_year import FiscalYear
from tests.promises.office import Office
from tests.support.project_copy import ROOT

GUIDE = ROOT / "docs" / "notebooks.ja.md"
TEXT = GUIDE.read_text(encoding="utf-8")
LIBRARY, EXAMPLES = "1_library", "9_examples"
YEAR = "2025"
_FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE_ROW = re.compile(r"^\| `(.+?)` \| (.*?) \|(?: .* \|)?$", re.MULTILINE)
_KINDS = {"python": nbformat.v4.new_code_cell, "markdown": nbformat.v4.new_markdown_cell}
_MARK = "【サンプルデータ（架空）】"
# The values used in the tables of forms.
_VALUES = {"online": 'status["online"]', "share": 'status["share"]', "n": 'systems.loc["中央電算", "issues"]'}


@dataclass(frozen=True, slots=True)
class Example:
    """A fenced block: language, attributes of its info string, text, and the notebook it belongs to."""

    language: str
    attributes: dict[str, str]
    text: str
    notebook: str


def _examples() -> Iterator[Example]:
    notebook = ""
    for language, info, text in _FENCE.findall(TEXT):
        attributes = {name: value for name, _, value in (word.partition("=") for word in info.split())}
        notebook = attributes.get("notebook", notebook)
        yield Example(language, attributes, text, notebook)


ALL = list(_examples())
QUOTED = [(one.notebook, line) for one in ALL if "report" in one.attributes for line in one.text.splitlines()]


def _rows_under(heading: str) -> list[tuple[str, str]]:
    """Return the rows under a heading whose first column is code."""
    section = TEXT.partition(f"\n{heading}\n")[2]
    return _CODE_ROW.findall(re.split(r"^#", section, maxsplit=1, flags=re.MULTILINE)[0])


FORM_ROWS = [row for row in _rows_under("### `say` 一つの段落") if row[0].startswith("{")]
MISTAKE_ROWS = _rows_under("## よくある誤り")


def _cells(notebook: str) -> Iterator[nbformat.NotebookNode]:
    for one in ALL:
        if one.attributes.get("notebook") == notebook and "cell" in one.attributes:
            cell = _KINDS[one.language](one.text.rstrip("\n"), id=one.attributes["cell"])
            cell.metadata["tags"] = [one.attributes["tags"]] if "tags" in one.attributes else []
            yield cell


def _form_cells() -> Iterator[nbformat.NotebookNode]:
    """Yield a cell for each row of the tables of forms."""
    for i, (form, _) in enumerate(FORM_ROWS):
        name = form.strip("{}").partition(":")[0]
        yield nbformat.v4.new_code_cell(f'say("{form}", {name}={_VALUES[name]})', id=f"form-{i}")


def _write_notebook(office: Office, name: str, cells: list[nbformat.NotebookNode]) -> None:
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    made = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernelspec})
    office.write(f"notebooks/{name}.ipynb", nbformat.writes(made))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return the municipality that the document creates in an empty folder."""
    office = Office(tmp_path_factory.mktemp("minato"))
    for one in ALL:
        if "file" in one.attributes:
            office.write(one.attributes["file"], one.text)
    _write_notebook(office, LIBRARY, list(_cells(LIBRARY)))
    return office


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return the ward's folder with the section of all examples added, as the document says."""
    office = Office.shipped(tmp_path_factory.mktemp("ward"))
    (entry,) = (one.text for one in ALL if one.language == "yaml" and one.notebook == EXAMPLES)
    office.edit(f"params/{YEAR}.yaml", "\nsections:\n", f"\nsections:\n{entry}\n")
    _write_notebook(office, EXAMPLES, [*_cells(EXAMPLES), *_form_cells()])
    return office


@pytest.fixture(scope="module")
def reports(library: Office, examples: Office) -> dict[str, list[str]]:
    """Return the lines of the report with each notebook."""
    made = {}
    for office, name in ((library, LIBRARY), (examples, EXAMPLES)):
        built = office.build(YEAR, "--only", name, "--formats", "text")
        assert built.code == 0, built.said
        made[name] = office.report(f"{YEAR}.partial").splitlines()
    return made


def test_what_the_document_says_is_printed(reports: dict[str, list[str]]) -> None:
    lost = [line for notebook, line in QUOTED if not any(map(_pattern(line).fullmatch, reports[notebook]))]
    assert lost == []
    assert {notebook for notebook, _ in QUOTED} == {LIBRARY, EXAMPLES}


def _pattern(line: str) -> re.Pattern[str]:
    """Return a pattern for a line of the report; 「…」 matches any omitted text."""
    return re.compile(".*".join(map(re.escape, line.split("…"))) + f"(?:{_MARK})?")


def test_the_forms_print_what_their_tables_say(reports: dict[str, list[str]]) -> None:
    printed = {line.removesuffix(_MARK) for line in reports[EXAMPLES]}
    assert [(form, said) for form, said in FORM_ROWS if said not in printed] == []
    assert {form.strip("{}").partition(":")[2] for form, _ in FORM_ROWS} == {"", *FORMS}


def test_the_section_from_an_empty_folder_leaves_nothing_to_mend(reports: dict[str, list[str]]) -> None:
    assert [line for line in reports[LIBRARY] if "要確認" in line or line.endswith(_MARK)] == []


@pytest.mark.parametrize("name", authoring.__all__)
def test_every_name_has_a_heading_and_an_example(name: str) -> None:
    assert len(re.findall(rf"^### `{name}` \S", TEXT, re.MULTILINE)) == 1
    under = TEXT.partition(f"\n### `{name}` ")[2]
    under = re.split(r"^#{2,3} ", under, maxsplit=1, flags=re.MULTILINE)[0]
    assert any(f"{name}(" in text for language, _, text in _FENCE.findall(under) if language == "python")


def test_every_step_of_a_table_is_explained() -> None:
    steps = {name for name, one in vars(Table).items() if callable(one) and not name.startswith("_")}
    explained = {row[0].partition("(")[0].strip(".") for row in _rows_under("### `Table` 表を載せる")}
    assert steps <= explained


def test_every_example_of_python_is_a_cell() -> None:
    assert [one.text for one in ALL if one.language == "python" and "cell" not in one.attributes] == []


def test_every_former_name_is_listed_with_what_is_written_now() -> None:
    rows = re.findall(r"^\| `(\w+)` \| `(.+)` \|$", TEXT.partition("\n## 以前の書き方\n")[2], re.MULTILINE)
    assert dict(rows) == FORMER


@pytest.mark.parametrize(("written", "message"), MISTAKE_ROWS, ids=[row[0] for row in MISTAKE_ROWS])
def test_every_common_mistake_gives_its_message(
    written: str, message: str, examples: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = Section(Project(examples.root), FiscalYear.parse(YEAR), EXAMPLES)
    monkeypatch.setattr(OPENED, "section", section)
    systems = section.table("systems")
    systems["progress"] = systems["done"] / systems["issues"]
    names = {
        **{name: getattr(authoring, name) for name in authoring.__all__},
        "authoring": authoring,
        "section": section,
        "systems": systems,
        "issues": authoring.total(systems["issues"]),
    }
    with pytest.raises(Exception) as raised:
        made = eval(written, names)
        assert isinstance(made, Displayed)
        made.block  # noqa: B018 -- a table is made when it is shown
    assert message in str(raised.value)


def test_the_document_is_short() -> None:
    assert GUIDE.stat().st_size < 60_000
