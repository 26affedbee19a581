"""The contract of a section notebook: short cells, no logic of its own, no number typed by hand."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat import NotebookNode

from progress_report.model.numerals import has_numeral
from tests.support.project_copy import MUNICIPALITIES, ROOT

NOTEBOOKS = [path for root in MUNICIPALITIES for path in sorted(root.glob("notebooks/*.ipynb"))]
MOST_CELLS = 30
MOST_LINES = 12
FORBIDDEN = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
    ast.If,
    ast.Try,
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(params=NOTEBOOKS, ids=_name)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def notebook(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def _code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _tagged(notebook: NotebookNode, tag: str) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", [])]


@pytest.mark.parametrize("root", MUNICIPALITIES, ids=_name)
def test_every_notebook_is_a_section_of_some_year_and_none_is_missing(root: Path) -> None:
    written = [path.read_text(encoding="utf-8") for path in (root / "params").glob("*.yaml")]
    listed = {name for text in written for name in re.findall(r"- notebook: (\S+)", text)}
    assert listed == {path.stem for path in root.glob("notebooks/*.ipynb")}


def test_a_notebook_of_one_name_is_the_same_for_every_municipality() -> None:
    """A notebook shared by municipalities is copied, not changed."""
    by_name: dict[str, set[bytes]] = {}
    for path in NOTEBOOKS:
        by_name.setdefault(path.name, set()).add(path.read_bytes())
    assert [name for name, contents in by_name.items() if len(contents) > 1] == []


def test_stored_without_outputs(notebook: NotebookNode) -> None:
    nbformat.validate(notebook)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in _code(notebook))


def test_short(notebook: NotebookNode) -> None:
    assert len(notebook.cells) <= MOST_CELLS
    assert max(len(cell.source.splitlines()) for cell in notebook.cells) <= MOST_LINES


def test_begins_with_heading_question_and_parameters(notebook: NotebookNode) -> None:
    title, question, parameters = notebook.cells[:3]
    assert title.source.startswith("# ")
    assert question.metadata.tags == ["notebook-only"]
    assert parameters.metadata.tags == ["parameters"]
    assert len(_tagged(notebook, "parameters")) == 1


def test_parameters_are_primitives(notebook: NotebookNode) -> None:
    (cell,) = _tagged(notebook, "parameters")
    for statement in ast.parse(cell.source).body:
        assert isinstance(statement, ast.AnnAssign)
        assert statement.value is not None
        assert isinstance(ast.literal_eval(statement.value), int | str | bool)


def test_no_logic_of_its_own(notebook: NotebookNode) -> None:
    found = [
        (cell.id, type(node).__name__)
        for cell in _code(notebook)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, FORBIDDEN)
    ]
    assert found == []
    assert "read_csv" not in "".join(cell.source for cell in _code(notebook))


def test_no_number_typed_by_hand(notebook: NotebookNode) -> None:
    """Neither as a literal nor in a text; names of notebooks and columns are not numbers."""
    own_name = re.compile(r"[0-9]_[a-z_]+")
    for cell in _code(notebook):
        if "parameters" in cell.metadata.get("tags", []):
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Constant):
                assert not isinstance(node.value, int | float) or isinstance(node.value, bool), cell.id
                assert not has_numeral(str(node.value)) or own_name.fullmatch(str(node.value)), cell.id
    markdown = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    assert not any(map(has_numeral, markdown))


def test_one_block_a_cell(notebook: NotebookNode) -> None:
    """At most the last statement of a cell is an expression."""
    for cell in _code(notebook):
        *before, _last = ast.parse(cell.source).body
        assert not any(isinstance(statement, ast.Expr) for statement in before), cell.id


def test_each_survey_is_one_of_the_descriptor_and_has_its_sentence(
    path: Path, notebook: NotebookNode
) -> None:
    """A cell displays the result of ``survey`` alone, so that the report says if it was not conducted."""
    schema = yaml.safe_load((path.parents[1] / "data/schema.yaml").read_text(encoding="utf-8"))
    known = {name for name, table in schema["tables"].items() if "survey" in table}
    trees = [ast.parse(cell.source) for cell in _code(notebook)]
    asked: dict[str, str] = {}  # the survey of each variable
    for statement in (one for tree in trees for one in ast.walk(tree)):
        if isinstance(statement, ast.Assign) and ast.unparse(statement.value).startswith("survey("):
            assert isinstance(statement.value, ast.Call)
            asked[ast.unparse(statement.targets[0])] = ast.literal_eval(statement.value.args[1])
    assert {*asked.values()} <= known
    shown = [cell.source.strip() for cell in _code(notebook)]
    assert [shown.count(variable) for variable in asked] == [1] * len(asked)
    code = "\n".join(cell.source for cell in _code(notebook))
    assert code.count("survey(") == len(asked), "no survey but by a variable that a cell shows"


def test_checks_are_before_the_first_output(notebook: NotebookNode) -> None:
    identifiers = [cell.id for cell in notebook.cells]
    said = [
        identifier for identifier in identifiers if identifier.startswith(("say-", "table", "chart", "show-"))
    ]
    assert identifiers.index("load-tables") < identifiers.index("checks") < identifiers.index(said[0])
