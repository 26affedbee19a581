"""What can be said against a section's notebook before it runs: its tags, its year, its section's name."""

import ast
from collections import Counter
from collections.abc import Iterator

from progress_report.inputs.near_names import near_remedy
from progress_report.inputs.notebook_source import NotebookSource, SourceCell
from progress_report.inputs.params import Params
from progress_report.model.cell_tags import (
    FORMER_SURVEY_TAG,
    HIDING_ELSEWHERE,
    INJECTED,
    NOTEBOOK_ONLY,
    PARAMETERS,
    UNNUMBERED,
    WITHOUT_EFFECT,
)
from progress_report.model.control_characters import control_character
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.markup import markup_in

_TAGS = (NOTEBOOK_ONLY, PARAMETERS, UNNUMBERED)
_OPEN, _YEAR = "open_section", "fiscal_year"
_YEAR_REMEDY = "年度は、報告書を作るときの指定で決まります。"


def notebook_findings(params: Params) -> Iterator[Finding]:
    """The faults of all sections' notebooks."""
    for name in dict.fromkeys(section.notebook for section in params.report.sections):
        notebook = NotebookSource(params.project, name)
        yield from _tag_findings(notebook)
        yield from _cell_findings(notebook)
        yield from _year_findings(notebook, params.report.fiscal_year)


def _tag_findings(notebook: NotebookSource) -> Iterator[Finding]:
    first = next((cell for cell in notebook.cells if not cell.has_tag(NOTEBOOK_ONLY)), None)
    for cell in notebook.cells:
        place = cell.name
        if not isinstance(cell.tags, list) or not all(isinstance(tag, str) for tag in cell.tags):
            remedy = 'ファイルで ["タグ", "タグ"] の形に直すか、JupyterLabで付け直してください。'
            yield Finding(f"{place}のタグ（tags）が、文字列の一覧になっていません。", remedy, notebook.file)
            continue
        for tag in cell.tags:
            if problem := _tag_problem(tag, cell, first):
                yield Finding(f"{place}の{problem[0]}", problem[1], notebook.file)
    for tag in (PARAMETERS, INJECTED):
        tagged = [cell.name for cell in notebook.cells if cell.has_tag(tag)]
        if len(tagged) > 1:
            message = f"タグ {tag} のセルが{len(tagged)}個あります（{'、'.join(tagged)}）。"
            yield Finding(message, "初めの一つだけを残してください。", notebook.file)


def _tag_problem(tag: str, cell: SourceCell, first: SourceCell | None) -> tuple[str, str] | None:
    """What is wrong with a tag, and what to do; None where it is in its place."""
    if tag in (NOTEBOOK_ONLY, *WITHOUT_EFFECT):
        return None
    if tag in (PARAMETERS, INJECTED):
        if cell.kind == "code":
            return None
        return f"タグ「{tag}」は、コードのセルにだけ付けられます。", "タグを除いてください。"
    if tag == UNNUMBERED:
        if cell is first and cell.kind == "markdown":
            return None
        return f"タグ「{tag}」は、初めの見出しのセルにだけ付けられます。", "タグを除いてください。"
    if tag.startswith(FORMER_SURVEY_TAG):
        name = tag.removeprefix(FORMER_SURVEY_TAG)
        remedy = f'タグを除き、調査のことは「survey(section, "{name}")」から作ってください。'
        return f"タグ「{tag}」は使われなくなりました。", remedy
    if tag in HIDING_ELSEWHERE:
        remedy = f"報告書に載せないセルには {NOTEBOOK_ONLY} を、載せるセルなら何も付けないでください。"
        return f"タグ「{tag}」では、報告書から除かれません。", remedy
    remedy = f"使えるタグ: {'、'.join(_TAGS)}。"
    return f"タグ「{tag}」は、使えるタグではありません。", near_remedy(tag.strip().lower(), _TAGS) or remedy


def _cell_findings(notebook: NotebookSource) -> Iterator[Finding]:
    """Cells that no report can print, signs that cannot be seen, ids that are not unique."""
    ids = Counter(cell.identifier for cell in notebook.cells if cell.identifier)
    for identifier, count in ids.items():
        if count > 1:
            message = f"セルの id「{identifier}」が{count}個のセルにあります。"
            yield Finding(message, "JupyterLabで、セルを作り直してください。", notebook.file)
    for cell in notebook.cells:
        place = cell.name
        if cell.kind == "raw" and cell.text.strip() and not cell.has_tag(NOTEBOOK_ONLY):
            message = f"{place}は Raw のセルなので、報告書に載りません。"
            remedy = f"載せるなら Markdown のセルに変え、載せないならタグ {NOTEBOOK_ONLY} を付けてください。"
            yield Finding(message, remedy, notebook.file)
        if cell.kind == "markdown" and not cell.has_tag(NOTEBOOK_ONLY) and (markup := markup_in(cell.text)):
            message = f"{place}のマークダウンに{markup}がありますが、報告書には載せられません。"
            remedy = f"言葉だけで書くか、セルにタグ {NOTEBOOK_ONLY} を付けてください。"
            yield Finding(message, remedy, notebook.file)
        if control_character(cell.text):
            message = f"{place}に、見えない制御文字（文字の向きを変えるものなど）があります。"
            yield Finding(message, "その行を打ち直してください。", notebook.file)


def _year_findings(notebook: NotebookSource, year: FiscalYear) -> Iterator[Finding]:
    """Code that literally changes the year it was given, or opens another year or section."""
    start = next((cell.position for cell in notebook.cells if cell.has_tag(PARAMETERS)), 0)
    for cell in notebook.code:
        place = cell.name
        for node in cell.code.statements:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == _OPEN:
                yield from _opening_findings(notebook, place, node, year)
            elif cell.position > start and not cell.has_tag(INJECTED) and _changes_year(node, year):
                message = f"{place}が、年度を変えています（「{ast.unparse(node)}」）。"
                yield Finding(message, f"この行を除いてください。{_YEAR_REMEDY}", notebook.file)


def _opening_findings(
    notebook: NotebookSource, place: str, call: ast.Call, year: FiscalYear
) -> Iterator[Finding]:
    given = dict(zip((_YEAR, "name"), call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if _YEAR in given and _is_other_year(given[_YEAR], year):
        message = f"{place}が、{year.label}ではない年度の節を開いています（「{ast.unparse(call)}」）。"
        remedy = f"年度には fiscal_year と書いてください。{_YEAR_REMEDY}"
        yield Finding(message, remedy, notebook.file)
    name = given.get("name")
    if isinstance(name, ast.Constant) and str(name.value) != notebook.name:
        message = f"{place}が、別の節を開いています（「{ast.unparse(name)}」）。"
        yield Finding(message, f'節の名前には "{notebook.name}" と書いてください。', notebook.file)


def _changes_year(node: ast.AST, year: FiscalYear) -> bool:
    if isinstance(node, ast.AugAssign):
        return _is_year(node.target)
    if isinstance(node, ast.Assign):
        return any(map(_is_year, node.targets)) and _is_other_year(node.value, year)
    if isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        return _is_year(node.target) and _is_other_year(node.value, year)
    return False


def _is_year(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == _YEAR


def _is_other_year(node: ast.expr, year: FiscalYear) -> bool:
    """Whether a literal is another year; what is no literal is known only when it runs."""
    if not isinstance(node, ast.Constant):
        return False
    try:
        return FiscalYear.parse(ast.unparse(node).strip("'")) != year
    except ValueError:
        return True
