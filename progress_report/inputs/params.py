"""``params/<year>.yaml``: all that is not a table — dates, targets, sections, analysts' prose."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from progress_report.inputs.project import Project
from progress_report.inputs.scalars import (
    CellText,
    Exact,
    Instant,
    MunicipalityCode,
    NotebookName,
    Prose,
    Year,
)
from progress_report.inputs.strict_yaml import SourceLines, read_strict_yaml
from progress_report.inputs.validation import Decimals, Strict, Words, validated
from progress_report.model.findings import fault
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp
from progress_report.model.quantity import PERCENT, Parameter, Quantity


class StatedQuantity(Strict):
    """A number the analysts decide: a target, a sample size."""

    value: Exact
    unit: Words
    decimals: Decimals = 0


class IndicatorParams(Strict):
    """How an indicator is shown: its precision belongs to it, not to the place it is printed."""

    title: Words
    decimals: Decimals


class SectionParams(Strict):
    """What one section's notebook may ask for by name."""

    notebook: NotebookName
    dates: dict[str, Instant] = Field(default_factory=dict)
    quantities: dict[str, StatedQuantity] = Field(default_factory=dict)
    indicators: dict[str, IndicatorParams] = Field(default_factory=dict)
    prose: dict[str, list[Prose]] = Field(default_factory=dict)


class Municipality(Strict):
    """Whose report it is."""

    name: Words
    code: MunicipalityCode


class FontParams(Strict):
    """Another font family than the default: its name and its two files."""

    family: Words
    regular: Words
    bold: Words


class Confirmation(Strict):
    """A 要確認 that was looked at and is meant, with the reason."""

    subject: Words
    reason: Words


class RestatementParams(Strict):
    """A value of an earlier year that is not what the former report published, and why.

    ``row`` names the row where the year alone does not: its other key columns and their values.
    """

    table: Words
    year: Year
    row: dict[str, Words] = Field(default_factory=dict)
    column: Words
    published: CellText
    revised: CellText
    reason: Prose


class ReportParams(Strict):
    """The whole file."""

    fiscal_year: Year
    title: Prose
    municipality: Municipality
    introduction: Annotated[list[Prose], Field(min_length=1)]
    sections: Annotated[list[SectionParams], Field(min_length=1)]
    not_available: list[str] = Field(default_factory=list)
    not_held: list[str] = Field(default_factory=list)
    document_number: Prose | None = None
    committee: Prose | None = None
    department: Prose | None = None
    report_date: Instant | None = None
    contact: Prose | None = None
    font: FontParams | None = None
    largest_change: Exact = Fraction(3)
    confirmed: list[Confirmation] = Field(default_factory=list)
    restatements: list[RestatementParams] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Params:
    """One year's parameters, with the file and line each was written on."""

    project: Project
    report: ReportParams
    lines: SourceLines
    file: str

    @property
    def fonts(self) -> FontFamily:
        """The font family of charts, HTML and PDF: the default, or the one the parameters name."""
        chosen = self.report.font
        if chosen is None:
            return noto_sans_cjk_jp()
        root = self.project.root
        return FontFamily(chosen.family, root / chosen.regular, root / chosen.bold)

    def source(self, *location: str | int) -> Parameter:
        """Where an entry was written, as the origin of what it says."""
        return Parameter(self.file, self.lines[location], ".".join(map(str, location)))

    def section_index(self, notebook: str) -> int:
        for index, section in enumerate(self.report.sections):
            if section.notebook == notebook:
                return index
        raise fault(
            f"節「{notebook}」がありません。",
            "sections: にノートブック名を書いてください。",
            file=self.file,
            column="sections",
        )

    def quantity(self, section: int, name: str) -> Quantity:
        stated = self.report.sections[section].quantities[name]
        value = stated.value / 100 if stated.unit == PERCENT else stated.value
        source = self.source("sections", section, "quantities", name)
        return Quantity(value, stated.unit, source, stated.decimals)


def read_params(project: Project, year: FiscalYear) -> Params:
    """The year's parameters. ReportError with all faults of the file."""
    path = project.params_file(year)
    file = project.relative(path)
    tree, lines = read_strict_yaml(path, file)
    report = validated(ReportParams, tree, lines, file)
    if report.fiscal_year != year:
        raise fault(
            f"{year.label}のファイルに{report.fiscal_year.label}と書かれています。",
            "fiscal_year とファイル名を合わせてください。",
            file=file,
            row=lines[("fiscal_year",)],
            column="fiscal_year",
        )
    return Params(project, report, lines, file)
