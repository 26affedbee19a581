"""The source of a section's notebook: its cells, and the literal names in their code."""

import ast
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from progress_report.inputs.notebooks.notebook_grammar import (
    PROSE_FUNCTIONS,
    PROSE_KEYWORD,
    PROSE_METHODS,
    QUESTION_METHODS,
    SURVEY,
    TABLE_METHODS,
    YEARS,
    called_name,
    literals,
)
from progress_report.inputs.project import Project
from progress_report.messages.message import Message
from progress_report.messages.notebook_contract import NESTED_CODE, NO_PYTHON
from progress_report.model.cell_tags import NOTEBOOK_ONLY, cell_name

_LOOKUPS = (YEARS, SURVEY, *TABLE_METHODS, *QUESTION_METHODS)
# Jupyter syntax that is not Python: commands for IPython and the shell, help, prompts, indented cells.
_IPYTHON = re.compile(r"^\s*[%!?,;/.>]|^In \[|[=(]\s*[!%]|\?\s*$|\A\s*\n*[ \t]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SyntaxViolation:
    """A syntax error in a cell, and its line, counted from 1."""

    message: Message
    line: int = 1


class Code:
    """The syntax tree of a cell's text; without nodes if it is not pure Python (magic commands)."""

    def __init__(self, text: str) -> None:
        self.tree: ast.Module | None = None
        self.violation: SyntaxViolation | None = None
        try:
            self.tree = ast.parse(text)
        except SyntaxError as error:
            if not _IPYTHON.search(text):
                self.violation = SyntaxViolation(NO_PYTHON, error.lineno or 1)
        except (RecursionError, MemoryError):
            self.violation = SyntaxViolation(NESTED_CODE)
        except ValueError:  # a null character, which is reported as a control character
            pass

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree."""
        return () if self.tree is None else tuple(ast.walk(self.tree))

    @cached_property
    def calls(self) -> tuple[ast.Call, ...]:
        """Every call in the tree."""
        return tuple(node for node in self.nodes if isinstance(node, ast.Call))

    @property
    def body(self) -> list[ast.stmt]:
        """The statements of the cell."""
        return [] if self.tree is None else self.tree.body

    def nodes_outside(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Yield every node, except nodes of these kinds and what is below them."""
        waiting: deque[ast.AST] = deque([] if self.tree is None else [self.tree])
        while waiting:
            yield (node := waiting.popleft())
            waiting += [one for one in ast.iter_child_nodes(node) if not isinstance(one, kinds)]


@dataclass(frozen=True)
class SourceCell:
    """One cell; ``tags`` are unvalidated."""

    kind: str
    identifier: str
    position: int
    tags: Any
    text: str
    has_outputs: bool

    @property
    def name(self) -> str:
        """The cell's name in messages."""
        return cell_name(self.identifier, self.position)

    def has_tag(self, tag: str) -> bool:
        return isinstance(self.tags, list) and tag in self.tags

    @property
    def code(self) -> Code:
        return _code(self.text)

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Every string literal of its code."""
        return tuple(literals(self.code.nodes))


class NotebookSource:
    """A section's notebook; without cells if it cannot be read, which is reported elsewhere."""

    def __init__(self, project: Project, name: str) -> None:
        self.name = name
        self.file = project.relative(project.notebook(name))
        self.cells = tuple(_cells(project, name))
        self._folder = project.notebook(name).parent

    @property
    def code(self) -> list[SourceCell]:
        """The code cells that may run and be printed."""
        return [cell for cell in self.cells if cell.kind == "code" and not cell.has_tag(NOTEBOOK_ONLY)]

    @cached_property
    def strings(self) -> frozenset[str]:
        """Every string literal of the code."""
        return frozenset(text for cell in self.code for text in cell.strings)

    @cached_property
    def printed_prose(self) -> frozenset[str]:
        """The prose entries printed by their literal name, under any condition."""
        return frozenset(name for call in self.calls for name in prose_names(call))

    @property
    def names_all_prose(self) -> bool:
        """Whether every printed entry is named literally, so that other entries are not printed."""
        calls = [call for call in self.calls if _asks_for_prose(call)]
        return self.is_self_contained and all(map(prose_names, calls))

    @property
    def names_all_data(self) -> bool:
        """Whether every table and question that it looks up is named literally."""
        named = [call for call in self.calls if called_name(call) in _LOOKUPS]
        return self.is_self_contained and all(self._is_named(call) for call in named)

    def _is_named(self, call: ast.Call) -> bool:
        index = 0 if isinstance(call.func, ast.Attribute) else 1
        given = [*call.args[index : index + 1], *(keyword.value for keyword in call.keywords)]
        return any(
            isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id in self._looped)
            for node in given
        )

    @cached_property
    def _looped(self) -> frozenset[str]:
        """The variables that take the values of a literal list."""
        loops = [node for node in self._nodes if isinstance(node, ast.For | ast.comprehension)]
        return frozenset(
            loop.target.id
            for loop in loops
            if isinstance(loop.target, ast.Name) and isinstance(loop.iter, ast.List | ast.Tuple | ast.Set)
        )

    @property
    def is_self_contained(self) -> bool:
        """Whether all its code is in its cells, and is Python."""
        imports = [node for node in self._nodes if isinstance(node, ast.Import | ast.ImportFrom)]
        modules = {
            name.partition(".")[0]
            for node in imports
            for name in (
                [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
            )
        }
        own = any((self._folder / f"{module}.py").exists() for module in modules)
        return bool(self.cells) and not own and all(cell.code.tree is not None for cell in self.code)

    @property
    def calls(self) -> list[ast.Call]:
        """Every call in the code."""
        return [call for cell in self.code for call in cell.code.calls]

    @cached_property
    def _nodes(self) -> list[ast.AST]:
        return [node for cell in self.code for node in cell.code.nodes]


@lru_cache(maxsize=1024)
def _code(text: str) -> Code:
    """Parse a cell's text, cached because several rules read it."""
    return Code(text)


def _cells(project: Project, name: str) -> Iterator[SourceCell]:
    for position, cell in enumerate(project.notebook_cells(name), 1):
        tags = cell["metadata"].get("tags", [])
        ran = bool(cell.get("outputs")) or cell.get("execution_count") is not None
        yield SourceCell(cell["cell_type"], cell.get("id", ""), position, tags, cell["source"], ran)


def prose_names(call: ast.Call) -> list[str]:
    """Return the prose entries that a call prints by literal name."""
    first = 0 if isinstance(call.func, ast.Attribute) else 1
    given = call.args[first : first + 1] if _asks_for_prose(call, keyword=False) else []
    given += [one.value for one in call.keywords if one.arg == PROSE_KEYWORD]
    return literals(given)


def _asks_for_prose(call: ast.Call, *, keyword: bool = True) -> bool:
    names = PROSE_METHODS if isinstance(call.func, ast.Attribute) else PROSE_FUNCTIONS
    return called_name(call) in names or (keyword and any(one.arg == PROSE_KEYWORD for one in call.keywords))
