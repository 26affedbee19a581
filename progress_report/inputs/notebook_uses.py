"""Prose that no notebook prints or nobody wrote, and tables and questions that no notebook shows."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from progress_report.inputs.descriptors import Package
from progress_report.inputs.formulas import Count, nodes_of, tables_of
from progress_report.inputs.near_names import near_remedy
from progress_report.inputs.notebook_source import NotebookSource
from progress_report.inputs.params import Params, read_params
from progress_report.inputs.project import section_identity
from progress_report.inputs.prose_reviews import beginning
from progress_report.inputs.report_year import ReportYear
from progress_report.inputs.reviews import Doubt, doubt
from progress_report.model.findings import Finding, Grade, ReportError
from progress_report.model.quantity import Parameter

UNSHOWN = "載せない"


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A text that the notebook of a section (by its index) can print, and that is not there."""

    section: int
    notebook: str
    name: str


def unprinted_prose(params: Params, section: str) -> dict[str, Finding]:
    """The prose entries that the section's notebook names in no call that prints prose, each with its fault.

    An entry that a call names is printed under a condition at most: a survey that was conducted, a value
    that needs a note.
    """
    notebook = NotebookSource(params.project, section)
    index = params.section_index(section)
    printed = sorted(notebook.printed_prose)
    known = "、".join(printed) or "なし"
    message = "この文章は、節のノートブックで使われていないため、報告書に載りません。"
    found = {}
    for name in params.report.sections[index].prose:
        if name not in notebook.printed_prose:
            source = params.source("sections", index, "prose", name)
            remedy = near_remedy(name, printed) + (
                f"名前を直すか（この節で使う名前: {known}）、blocks に書くか、この項目を消してください。"
            )
            found[name] = Finding(message, remedy, source.file, source.line, f"prose.{name}")
    return found


def unprinted_prose_findings(params: Params) -> Iterator[Finding]:
    """The faults of prose that cannot be printed, as far as the notebooks' literals say so."""
    for section in params.report.sections:
        notebook = NotebookSource(params.project, section.notebook)
        if notebook.names_all_prose:
            unprinted = unprinted_prose(params, section.notebook)
            yield from (fault for name, fault in unprinted.items() if name not in notebook.strings)


def unwritten_prose(params: Params) -> Iterator[Unwritten]:
    """Yield each text that a section's notebook can print, and that the parameters do not have this year."""
    for index, section in enumerate(params.report.sections):
        written = {name for name, texts in section.prose.items() if texts}
        for name in sorted(NotebookSource(params.project, section.notebook).printed_prose - written):
            yield Unwritten(index, section.notebook, name)


def last_written(params: Params, unwritten: Unwritten) -> tuple[Parameter, list[str]] | None:
    """Return where an earlier year last had such a text, and its paragraphs; None where none had."""
    identity = section_identity(unwritten.notebook)
    for year in reversed(params.project.years()):
        if year >= params.report.fiscal_year:
            continue
        with suppress(ReportError):  # a faulty year is that year's concern
            former = read_params(params.project, year)
            for index, section in enumerate(former.report.sections):
                texts = section.prose.get(unwritten.name)
                if texts and section_identity(section.notebook) == identity:
                    source = former.source("sections", index, "prose", unwritten.name)
                    return source, list(map(str, texts))
    return None


def unwritten_prose_notes(params: Params) -> Iterator[Finding]:
    """Yield a 記録 for each text that a notebook can print and nobody wrote, with where it last stood."""
    for one in unwritten_prose(params):
        source = params.source("sections", one.section, "prose")
        message = f"文章「{one.name}」は書かれていないので、載りません。"
        remedy = f"載せるなら、prose に「{one.name}:」を書いてください。{_remedy_by_last_year(params, one)}"
        yield Finding(message, remedy, source.file, source.line, f"prose.{one.name}", Grade.NOTE)


def _remedy_by_last_year(params: Params, unwritten: Unwritten) -> str:
    """Say in which file and line such a text last stood, and how it began; nothing where it never did."""
    last = last_written(params, unwritten)
    if last is None:
        return ""
    source, texts = last
    return f"前に載せた文章は {source.file} {source.line}行目にあります（「{beginning(texts[0])}」）。"


def unshown_data(year: ReportYear) -> Iterator[Doubt]:
    """Survey questions and tables with data that no notebook and no expression of the package names.

    Those of a notebook that this year's report leaves out are named, too: they go with their section.
    """
    sections = [NotebookSource(year.project, section.notebook) for section in year.params.report.sections]
    if not all(notebook.names_all_data for notebook in sections):
        return  # what is looked up under a computed name is not known before it runs
    notebooks = [*sections, *(NotebookSource(year.project, name) for name in year.project.notebooks())]
    named = {text for notebook in notebooks for text in notebook.strings} | _named_in(year.package)
    package = year.package
    for resource in package.descriptor.resources:
        if resource.name in year.absent:
            continue
        if resource.survey is None:
            if resource.name not in named:
                yield doubt(
                    f"{UNSHOWN}表 {resource.name}",
                    f"表「{resource.title}」（{resource.name}）を、どの節も使っていません。",
                    f'節のノートブックで section.table("{resource.name}") と書いて載せるか、'
                    f"要らない表なら {package.tables_member} から除いてください。",
                    *package.place(resource.name, "name")[:2],
                )
            continue
        for i, question in enumerate(resource.survey.questions):
            if not {question.name, f"{resource.name}.{question.name}"} & named:
                yield doubt(
                    f"{UNSHOWN}設問 {resource.name}.{question.name}",
                    f"設問「{question.title}」（{question.name}）の回答を、どの節も載せていません。",
                    f'節のノートブックに「survey(section, "{resource.name}").figure("{question.name}")」の'
                    "セルを加えて載せてください。",
                    *package.place(resource.name, "survey", "questions", i)[:2],
                )


def _named_in(package: Package) -> set[str]:
    """Tables and questions that the package's checks, indicators, plans and foreign keys name."""
    descriptor = package.descriptor
    formulas = [formula for check in descriptor.crossChecks for formula in check.required.sides]
    formulas += [indicator.formula for indicator in descriptor.indicators]
    for plan in descriptor.plans:
        formulas += [one.formula for one in (plan.announced, plan.result) if one is not None]
    counts = (node for formula in formulas for node in nodes_of(formula) if isinstance(node, Count))
    keys = (key for one in descriptor.resources for key in one.table_schema.foreignKeys)
    return {*tables_of(*formulas), *(one.asked for one in counts), *(key.reference.resource for key in keys)}
