"""The contract of a section's notebook: short, without logic of its own, without typed numbers.

What no build prints is a 誤り. What only makes a notebook harder to review is a 記録.
"""

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from progress_report.inputs.descriptors import Package
from progress_report.inputs.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.params import Params
from progress_report.model.cell_tags import INJECTED, NOTEBOOK_ONLY, PARAMETERS, SURVEY_TAG
from progress_report.model.findings import Finding, Grade, ReportError
from progress_report.model.numerals import has_numeral

MOST_CELLS, MOST_LINES = 30, 12
_YEAR, _NOT_CONDUCTED, _CHECKS = "fiscal_year", "if_not_held", "checks"
_WORDS = ("sentence", "heading", "phrase")  # their first argument is words, which hold no numerals
_BLOCKS = (
    "against_target", "grouped", "heading", "items", "prose", "sentence", "stacked", "survey_figure",
    "table", "timeline",
)  # fmt: skip
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
        for cell in self.notebook.code:
            for call in _calls(cell, _WORDS):
                text = call.args[0] if call.args else None
                literal = text.value if isinstance(text, ast.Constant) else None
                yield from self._numeral_errors(cell, [literal] if isinstance(literal, str) else [])
            if self.all_conducted and _lost_block(cell) and not self._redefines_blocks:
                message = f"{cell.name}の文・表・図のうち、最後でないものは報告書に載りません。"
                yield Finding(message, "一つのセルに一つだけ書き、セルを分けてください。", file)

    def _numeral_errors(self, cell: SourceCell, texts: Sequence[str]) -> Iterator[Finding]:
        for text in texts:
            if has_numeral(_PLACEHOLDER.sub("", text)):
                message = f"{cell.name}で、文に数字を直接書くことはできません（「{text.strip()}」）。"
                remedy = "データ・パラメータの値を {名前} で差し込んでください。"
                yield Finding(message, remedy, self.notebook.file)

    @property
    def _redefines_blocks(self) -> bool:
        return any(
            getattr(node, "name", "") in _BLOCKS
            if isinstance(node, ast.FunctionDef)
            else isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in _BLOCKS
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
        if found := self._named(lambda cell: self._runs(cell) and _has_logic(cell)):
            message = f"{found}に、処理の書き方（{'、'.join(dict.fromkeys(_LOGIC.values()))}）があります。"
            remedy = "計算は表や datapackage.json の指標に任せると、確かめやすくなります。"
            yield self._note(message, remedy)
        if found := self._named(lambda cell: self._runs(cell) and _types_number(cell)):
            remedy = "報告書の値なら、params の quantities に書いて差し込んでください。"
            yield self._note(f"{found}に、数値が直接書かれています。", remedy)
        if found := self._named(lambda cell: self._runs(cell) and self._lacks_survey_tag(cell)):
            message = f"{found}は調査の結果を使いますが、調査のタグがありません。"
            remedy = f"タグ {SURVEY_TAG}調査の名前 を付けると、実施しなかった年度には飛ばされます。"
            yield self._note(message, remedy)
        yield from self._survey_notes()
        yield from self._check_notes()

    def _survey_notes(self) -> Iterator[Finding]:
        tags = [
            tag
            for cell in self.notebook.code
            if isinstance(cell.tags, list)
            for tag in cell.tags
            if isinstance(tag, str) and tag.startswith(SURVEY_TAG)
        ]
        for survey in dict.fromkeys(tag.removeprefix(SURVEY_TAG) for tag in tags):
            calls = [call for cell in self.notebook.code for call in _calls(cell, (_NOT_CONDUCTED,))]
            if not any(survey in _texts(call) for call in calls):
                message = f"調査「{survey}」を実施しなかった年度に載せる文がありません。"
                remedy = f'「{_NOT_CONDUCTED}(section, "{survey}")」のセルを加えてください。'
                yield self._note(message, remedy)

    def _check_notes(self) -> Iterator[Finding]:
        checks = [cell.position for cell in self.notebook.code if any(_calls(cell, (_CHECKS,)))]
        blocks = [cell.position for cell in self.notebook.code if any(_calls(cell, _BLOCKS))]
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

    def _lacks_survey_tag(self, cell: SourceCell) -> bool:
        tags = cell.tags if isinstance(cell.tags, list) else []
        methods = [one.attr for one in cell.code.nodes if isinstance(one, ast.Attribute)]
        return ("survey" in methods or any(_calls(cell, ("survey_row",)))) and not any(
            isinstance(tag, str) and tag.startswith(SURVEY_TAG) for tag in tags
        )

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
    return any(
        isinstance(one, ast.Expr)
        and isinstance(one.value, ast.Call)
        and isinstance(one.value.func, ast.Name)
        and one.value.func.id in _BLOCKS
        for one in body[:-1]
    )


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


def _texts(call: ast.Call) -> list[object]:
    return [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
