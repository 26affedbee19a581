"""``params/<year>.yaml``: all that is not a table — dates, targets, sections, analysts' prose."""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from progress_report.inputs.project import Project
from progress_report.inputs.strict_yaml import Scalar, SourceLines, read_strict_yaml
from progress_report.inputs.validation import Decimals, Strict, Words, validated
from progress_report.model.findings import fault
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp
from progress_report.model.moment import Moment, parse_moment
from progress_report.model.quantity import PERCENT, Parameter, Quantity

_CODE_WEIGHTS = (6, 5, 4, 3, 2)
# Exact as written; no exponent, no leading 0 and no more digits than anyone would decide.
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,6})?")
_NOTEBOOK = re.compile(r"[\w-]{1,60}")


def _scalar(value: Any) -> Scalar:
    if value is None:
        raise ValueError("値がありません。値を書くか、任意の項目なら消してください。")
    if not isinstance(value, Scalar):
        raise ValueError("値が一つではありません。文字列を一つ書いてください。")
    return value


def _prose(value: Any) -> Scalar:
    """Lines of a block scalar are joined without a space: Japanese has none between words."""
    scalar = _scalar(value)
    joined = "".join(line.strip() for line in scalar.splitlines())
    if not joined:
        raise ValueError("文がありません。文を書くか、この項目を消してください。")
    return Scalar(joined, scalar.line)


def _fiscal_year(value: Any) -> FiscalYear:
    return FiscalYear.parse(_scalar(value))


def _moment(value: Any) -> Moment:
    return parse_moment(_scalar(value))


def _exact(value: Any) -> Fraction:
    text = _scalar(value)
    if not _NUMBER.fullmatch(text):
        remedy = "単位や桁区切り、先頭の0を付けずに半角の数字で書いてください。"
        raise ValueError(f"数値として読めません（「{text}」）。{remedy}")
    return Fraction(text)


def _notebook(value: Any) -> str:
    name = _scalar(value)
    if not _NOTEBOOK.fullmatch(name):
        raise ValueError(
            f"ノートブックの名前ではありません（「{name}」）。"
            "notebooks/ にあるファイルの名前を、拡張子を付けずに書いてください。"
        )
    return str(name)


def _municipality_code(value: Any) -> str:
    """全国地方公共団体コード with its check digit (総務省「全国地方公共団体コード仕様」)."""
    code = _scalar(value)
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        raise ValueError(f"団体コードは6桁の数字です（「{code}」）。引用符で囲み、6桁で書いてください。")
    weighted = sum(weight * int(digit) for weight, digit in zip(_CODE_WEIGHTS, code, strict=False))
    if int(code[5]) != (11 - weighted % 11) % 10:
        remedy = "6桁めまで正しく写したか確認してください。"
        raise ValueError(f"団体コードの検査数字が合いません（「{code}」）。{remedy}")
    return str(code)


Prose = Annotated[Scalar, PlainValidator(_prose)]
Instant = Annotated[Moment, PlainValidator(_moment)]


class StatedQuantity(Strict):
    """A number the analysts decide: a target, a sample size."""

    value: Annotated[Fraction, PlainValidator(_exact)]
    unit: Words
    decimals: Decimals = 0


class IndicatorParams(Strict):
    """How an indicator is shown: its precision belongs to it, not to the place it is printed."""

    title: Words
    decimals: Decimals


class SectionParams(Strict):
    """What one section's notebook may ask for by name."""

    notebook: Annotated[str, PlainValidator(_notebook)]
    dates: dict[str, Instant] = Field(default_factory=dict)
    quantities: dict[str, StatedQuantity] = Field(default_factory=dict)
    indicators: dict[str, IndicatorParams] = Field(default_factory=dict)
    prose: dict[str, list[Prose]] = Field(default_factory=dict)


class Municipality(Strict):
    """Whose report it is."""

    name: Words
    code: Annotated[str, PlainValidator(_municipality_code)]


class FontParams(Strict):
    """Another font family than the default: its name and its two files."""

    family: Words
    regular: Words
    bold: Words


class ReportParams(Strict):
    """The whole file."""

    fiscal_year: Annotated[FiscalYear, PlainValidator(_fiscal_year)]
    title: Prose
    municipality: Municipality
    introduction: Annotated[list[Prose], Field(min_length=1)]
    sections: Annotated[list[SectionParams], Field(min_length=1)]
    not_available: list[str] = Field(default_factory=list)
    document_number: Prose | None = None
    committee: Prose | None = None
    department: Prose | None = None
    report_date: Instant | None = None
    contact: Prose | None = None
    font: FontParams | None = None


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
