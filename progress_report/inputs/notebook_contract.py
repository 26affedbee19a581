"""The contract of a section's notebook: short, without logic of its own, without typed numbers.

What no build prints is a 誤り. What only makes a notebook harder to review is a 記録.
"""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from progress_report.inputs.descriptors import Package
from progress_report.inputs.notebook_grammar import (
    BLOCKS,
    FORMER,
    OWN_FIGURE,
    SURVEY,
    former_remedy,
    function_of,
    templates_of,
)
from progress_report.inputs.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.params import Params
from progress_report.model.cell_tags import INJECTED, NOTEBOOK_ONLY, PARAMETERS
from progress_report.model.findings import Finding, Grade, ReportError
from progress_report.model.numerals import has_numeral

MOST_CELLS, MOST_LINES = 30, 12
_YEAR, _CHECKS = "fiscal_year", "checks"
_GRAMMAR = "progress_report.authoring"
_LOGIC: dict[type[ast.AST], str] = {
    ast.FunctionDef: "def", ast.AsyncFunctionDef: "def", ast.ClassDef: "class", ast.Lambda: "lambda",
    ast.For: "for", ast.AsyncFor: "for", ast.While: "while", ast.If: "if", ast.Try: "try",
    ast.ListComp: "for", ast.SetComp: "for", ast.DictComp: "for", ast.GeneratorExp: "for",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"{[^{}]*}")
_ITEM_MARK = re.compile(r"^\s*(?:[0-9]{1,9}[.)]\s|[-*+]\s)", re.MULTILINE)
_HEADING_LINE = re.compile(r"^#+ (.*)$", re.MULTILINE)
_HEADING = re.compile(r"\s*(?:#[ \t]|[^\n]+\n=+\s*(?:\n|$))")


def contract_findings(params: Params, package: Package | None) -> Iterator[Finding]:
    """Yield what each section's readable notebook does against the contract."""
    checks = package.descriptor.crossChecks if package else []
    tables = frozenset(table for check in checks for table in check.tables)
    for name in dict.fromkeys(section.notebook for section in params.report.sections):
        try:
            params.project.read_notebook(name)
        except ReportError:
            continue
        notebook = NotebookSource(params.project, name)
        contract = _Contract(notebook, tables, all_conducted=not params.report.not_held)
        yield from contract.errors()
        yield from contract.notes()


@dataclass(frozen=True)
class _Contract:
    notebook: NotebookSource
    checked_tables: frozenset[str]
    all_conducted: bool

    def errors(self) -> Iterator[Finding]:
        """What stops the build once the notebook runs."""
        file = self.notebook.file
        printed = [cell for cell in self.notebook.cells if not cell.has_tag(NOTEBOOK_ONLY)]
        first = next((cell for cell in printed if not cell.has_tag(PARAMETERS)), None)
        if first and first.kind == "markdown" and first.text.strip() and not _HEADING.match(first.text):
            yield Finding("節のノートブックは「# 」の見出しで始めてください。", file=file)
        yield from self._parameter_errors()
        for cell in printed:
            if cell.kind == "markdown":
                yield from self._numeral_errors(cell, _paragraphs(cell.text))
        for cell in self.notebook.cells:
            if cell.kind == "code" and (fault := cell.code.fault):
                yield Finding(
                    f"{cell.name}の{fault.line}行目が、Pythonとして読めません。", fault.remedy, file
                )
        yield from self._former_functions()
        for cell in self.notebook.code:
            for call in (node for node in cell.code.nodes if isinstance(node, ast.Call)):
                yield from self._numeral_errors(cell, [text for text, _ in templates_of(call)])
            if self.all_conducted and _lost_block(cell) and not self._redefines_blocks:
                message = f"{cell.name}の文・表・図のうち、最後でないものは報告書に載りません。"
                yield Finding(message, "一つのセルに一つだけ書き、セルを分けてください。", file)

    def _former_functions(self) -> Iterator[Finding]:
        """Find functions of earlier versions that the notebook imports or calls."""
        defined = {getattr(node, "name", "") for cell in self.notebook.code for node in cell.code.nodes}
        defined |= {name for cell in self.notebook.code for name in _assigned(cell)}
        defined |= {
            alias.asname or alias.name
            for cell in self.notebook.code
            for node in cell.code.nodes
            if isinstance(node, ast.ImportFrom) and not _imports_grammar(node)
            for alias in node.names
        }
        used: dict[str, list[str]] = {}
        for cell in self.notebook.code:
            names = {alias.name for node in cell.code.nodes if _imports_grammar(node) for alias in node.names}
            names |= {function_of(node) for node in cell.code.nodes if isinstance(node, ast.Call)} - defined
            for name in names & FORMER.keys():
                used.setdefault(name, []).append(cell.name)
        for name, cells in sorted(used.items()):
            message = f"「{name}」は、なくなりました。{'、'.join(cells)}が使っています。"
            yield Finding(message, former_remedy(name), self.notebook.file)

    def _numeral_errors(self, cell: SourceCell, texts: Sequence[str]) -> Iterator[Finding]:
        for text in texts:
            if has_numeral(_PLACEHOLDER.sub("", text)):
                message = f"{cell.name}で、文に数字を直接書くことはできません（「{text.strip()}」）。"
                remedy = "データ・パラメータの値を {名前} で差し込んでください。"
                yield Finding(message, remedy, self.notebook.file)

    @property
    def _redefines_blocks(self) -> bool:
        return any(
            getattr(node, "name", "") in BLOCKS
            if isinstance(node, ast.FunctionDef)
            else isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in BLOCKS
            for cell in self.notebook.code
            for node in cell.code.nodes
        )

    def _parameter_errors(self) -> Iterator[Finding]:
        """As papermill's parameters must be: the fiscal year, and nothing that no build gives."""
        cell = next((one for one in self.notebook.cells if one.has_tag(PARAMETERS)), None)
        names = list(_assigned(cell)) if cell else []
        if _YEAR not in names and (cell is None or cell.code.tree is not None):
            message = f"パラメータ「{_YEAR}」が parameters のセルにありません。"
            remedy = f"「{_YEAR}: int = 2024」のセルに、タグ {PARAMETERS} を付けてください。"
            yield Finding(message, remedy, self.notebook.file)
        for name in names:
            if name != _YEAR:
                message = f"パラメータ「{name}」の値が渡されません。"
                yield Finding(message, "parameters のセルから除いてください。", self.notebook.file)

    def notes(self) -> Iterator[Finding]:
        """What stops nothing, and makes the notebook harder to read and to review."""
        cells = self.notebook.cells
        if len(cells) > MOST_CELLS:
            yield self._note(
                f"セルが{len(cells)}個あります。", f"{MOST_CELLS}個までにすると読みやすくなります。"
            )
        if [one.kind for one in cells[:3]] != ["markdown", "markdown", "code"] or not (
            cells[1].has_tag(NOTEBOOK_ONLY) and cells[2].has_tag(PARAMETERS)
        ):
            message = "見出し、節が答える問い、parameters のセルの順に始まっていません。"
            remedy = f"見出しの次に、この節が答える問いを書いたセル（タグ {NOTEBOOK_ONLY}）を置いてください。"
            yield self._note(message, remedy)
        if found := self._named(lambda cell: cell.has_outputs):
            remedy = "報告書には使われません。JupyterLabで出力を消してください。"
            yield self._note(f"{found}に、実行結果が残っています。", remedy)
        if found := self._named(lambda cell: len(cell.text.splitlines()) > MOST_LINES):
            message = f"{found}が{MOST_LINES}行より長くなっています。"
            yield self._note(message, "セルを分けると読みやすくなります。")
        if found := self._named(lambda cell: cell.has_tag(PARAMETERS) and not _is_literal(cell)):
            message = f"{found}のパラメータが、値そのものではありません。"
            yield self._note(message, "2024 のように、計算しない値を書いてください。")
        if found := self._named(lambda cell: self._computes(cell) and _has_logic(cell)):
            message = f"{found}に、処理の書き方（{'、'.join(dict.fromkeys(_LOGIC.values()))}）があります。"
            remedy = "計算は表や、表の説明の指標（indicators）に任せると、確かめやすくなります。"
            yield self._note(message, remedy)
        if found := self._named(lambda cell: self._computes(cell) and _types_number(cell)):
            remedy = "報告書の値なら、params の quantities に書いて差し込んでください。"
            yield self._note(f"{found}に、数値が直接書かれています。", remedy)
        yield from self._survey_notes()
        yield from self._check_notes()

    def _survey_notes(self) -> Iterator[Finding]:
        shown = {ast.unparse(last) for cell in self.notebook.code if (last := _last(cell)) is not None}
        named: dict[str, list[str]] = {}  # the variables of each call
        for node in (node for cell in self.notebook.code for node in cell.code.nodes):
            if isinstance(node, ast.Assign) and function_of(node.value) == SURVEY:
                targets = [one.id for one in node.targets if isinstance(one, ast.Name)]
                named.setdefault(ast.unparse(node.value), []).extend(targets)
            elif isinstance(node, ast.Call) and function_of(node) == SURVEY:
                named.setdefault(ast.unparse(node), [])
        for call, variables in named.items():
            if not {call, *variables} & shown:
                message = f"調査（{call}）を実施しなかった年度に載せる文がありません。"
                remedy = f"「{[*variables, call][0]}」とだけ書いたセルを、見出しの後に加えてください。"
                yield self._note(message, remedy)

    def _check_notes(self) -> Iterator[Finding]:
        checks = [cell.position for cell in self.notebook.code if any(_calls(cell, (_CHECKS,)))]
        blocks = [cell.position for cell in self.notebook.code if any(_calls(cell, BLOCKS))]
        read = self.notebook.strings & self.checked_tables
        remedy = "表を読んだ後、文や表を載せる前に、checks(section, …) のセルを置いてください。"
        if not checks and read:
            yield self._note(f"検算のある表（{'、'.join(sorted(read))}）の検算を載せていません。", remedy)
        elif checks and blocks and checks[0] > blocks[0]:
            yield self._note("検算のセルが、文や表を載せるセルより後にあります。", remedy)

    def _named(self, breaks: Callable[[SourceCell], bool]) -> str:
        return "、".join(cell.name for cell in self.notebook.cells if breaks(cell))

    def _runs(self, cell: SourceCell) -> bool:
        return cell in self.notebook.code and not any(map(cell.has_tag, (INJECTED, PARAMETERS)))

    def _computes(self, cell: SourceCell) -> bool:
        """Return whether a cell may make numbers: one that draws a figure is compared with data as drawn."""
        last = _last(cell)
        return self._runs(cell) and (last is None or function_of(last) != OWN_FIGURE)

    def _note(self, message: str, remedy: str) -> Finding:
        return Finding(message, remedy, self.notebook.file, grade=Grade.NOTE)


def _calls(cell: SourceCell, names: Sequence[str]) -> Iterator[ast.Call]:
    """The calls of these functions."""
    for node in cell.code.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _paragraphs(markdown: str) -> list[str]:
    """The words of each heading, paragraph and list item, as the report joins them."""
    apart = _HEADING_LINE.sub(r"\n\n\1\n\n", _ITEM_MARK.sub("\n\n", re.sub("[*_]", "", markdown)))
    return ["".join(map(str.strip, one.splitlines())) for one in re.split(r"\n\s*\n", apart)]


def _lost_block(cell: SourceCell) -> bool:
    """Whether a statement that is not the cell's last makes a block, which Jupyter then does not display."""
    body = cell.code.tree.body if cell.code.tree else []
    return any(isinstance(one, ast.Expr) and function_of(one.value) in BLOCKS for one in body[:-1])


def _last(cell: SourceCell) -> ast.expr | None:
    """Return the expression that the cell displays: none where a semicolon follows it."""
    if cell.text.rstrip().endswith(";"):
        return None
    last = cell.code.tree.body[-1] if cell.code.tree and cell.code.tree.body else None
    return last.value if isinstance(last, ast.Expr) else None


def _imports_grammar(node: ast.AST) -> TypeGuard[ast.ImportFrom]:
    return isinstance(node, ast.ImportFrom) and node.module == _GRAMMAR


def _assigned(cell: SourceCell) -> Iterator[str]:
    for one in cell.code.tree.body if cell.code.tree else []:
        targets = one.targets if isinstance(one, ast.Assign) else [getattr(one, "target", None)]
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _is_literal(cell: SourceCell) -> bool:
    body = cell.code.tree.body if cell.code.tree else []
    return all(isinstance(getattr(one, "value", None), ast.Constant) for one in body)


def _has_logic(cell: SourceCell) -> bool:
    return any(type(node) in _LOGIC for node in cell.code.nodes)


def _types_number(cell: SourceCell) -> bool:
    return any(
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        for node in cell.code.nodes
    )
