"""``params/<year>.yaml``: everything except tables, such as dates, targets, sections and analysts' prose."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from progress_report.inputs.params.block_params import BlockParams, OverrideParams
from progress_report.inputs.params.errata import Erratum, newest_revision, ordered_errata
from progress_report.inputs.params.limits import Limits
from progress_report.inputs.params.term_params import TermParams
from progress_report.inputs.params.theme import FontParams, Theme, read_theme
from progress_report.inputs.parsing.scalars import (
    CellText,
    Exact,
    Instant,
    InstantOrProse,
    MunicipalityCode,
    NotebookName,
    Prose,
    ReviewCode,
    Year,
)
from progress_report.inputs.parsing.source_tree import SourceLines, entry_name
from progress_report.inputs.parsing.strict_models import Decimals, Strict, Words, validated
from progress_report.inputs.parsing.strict_yaml import read_strict_yaml
from progress_report.inputs.project import Project
from progress_report.messages import section_texts as messages
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.fonts import FontFamily, noto_sans_cjk_jp
from progress_report.model.moment import Moment
from progress_report.model.quantity import PERCENT, Parameter, Quantity


def _none_as_empty(value: Any) -> Any:
    """Convert a key without a value to an empty list of paragraphs."""
    return [] if value is None else value


def _none_as_without(value: Any) -> Any:
    return {} if value is None else value


_TEXTS = {"type": "string", "pattern": "\\S"}
Paragraphs = Annotated[
    list[Prose],
    BeforeValidator(_none_as_empty),
    WithJsonSchema({"type": ["array", "null"], "items": _TEXTS}),
]


def _without_default(schema: dict[str, Any]) -> None:
    """Remove the default of a member that depends on another's value."""
    del schema["default"]


class LiteralQuantity(Strict):
    """A number set by analysts (a target, a sample size), displayed with the digits written."""

    value: Exact = Field(description="値。単位や桁区切りを付けずに、半角の数字で書く")
    unit: Words = Field(description="単位（歳、件、% など）")
    decimals: Decimals = Field(
        default=0,
        description="表示する小数点以下の桁数（書かなければ、value に書いた桁数）",
        json_schema_extra=_without_default,
    )

    @model_validator(mode="before")
    @classmethod
    def _decimals_as_written(cls, tree: Any) -> Any:
        if isinstance(tree, dict) and isinstance(tree.get("value"), str) and "decimals" not in tree:
            return {**tree, "decimals": str(len(tree["value"].partition(".")[2]))}
        return tree

    @model_validator(mode="after")
    def _not_rounded(self) -> "LiteralQuantity":
        if (self.value * 10**self.decimals).denominator != 1:
            raise messages.FEW_DECIMALS.value_error(decimals=self.decimals)
        return self


class IndicatorParams(Strict):
    """The title and precision of an indicator, wherever it is printed."""

    title: Words = Field(description="指標の名前")
    decimals: Decimals = Field(description="表示する小数点以下の桁数")


class SectionParams(Strict):
    """The entries that one section's notebook may request by name."""

    notebook: NotebookName = Field(description="notebooks/ にあるノートブックの名前。拡張子は付けない")
    dates: dict[str, Instant] = Field(
        default_factory=dict,
        description="節の日付。2024-07-02、2025-01、令和5年度、令和7年度第2四半期 のように書く",
    )
    quantities: dict[str, LiteralQuantity] = Field(
        default_factory=dict, description='目標など、表から来ない数値。{value: 90, unit: "%"} のように書く'
    )
    indicators: dict[str, IndicatorParams] = Field(
        default_factory=dict, description="指標の名前と、表示する小数点以下の桁数"
    )
    prose: Annotated[dict[str, Paragraphs], BeforeValidator(_none_as_without)] = Field(
        default_factory=dict,
        description="節の文章。一つの項目が一つの段落で、いくつでも、なくてもよい。"
        "{名前} には dates と quantities の値、{表:名前} と {図:名前} にはその番号が入る",
    )
    blocks: Annotated[list[BlockParams], BeforeValidator(_none_as_empty)] = Field(
        default_factory=list, description="節に足す段落、箇条書き、表、写真"
    )

    overrides: OverrideParams = Field(
        default_factory=OverrideParams, description="この年度だけ、ノートブックの見出しと文を言い換える"
    )

    @property
    def periods(self) -> dict[str, tuple[Moment, Moment]]:
        """Beginning and end of each pair of dates ``…_start`` and ``…_end``, by the name of the end."""
        ends = {name: f"{name.removesuffix('_start')}_end" for name in self.dates if name.endswith("_start")}
        return {end: (self.dates[start], self.dates[end]) for start, end in ends.items() if end in self.dates}


class Municipality(Strict):
    """The municipality of the report."""

    name: Words = Field(description="自治体の名前")
    code: MunicipalityCode = Field(description="全国地方公共団体コード。検査数字を含む6桁を引用符で囲む")


class Confirmation(Strict):
    """A 要確認 that was checked and found intended, with the reason."""

    subject: Words = Field(description="要確認に示された対象。表示のとおりに写す")
    code: ReviewCode | None = Field(
        default=None, description="要確認の番号（K113 など）。書けば、subject の初めの言葉は省ける"
    )
    reason: Words = Field(description="そのままでよい理由")


class RestatementParams(Strict):
    """A value of an earlier year that differs from the former report's, and the reason.

    ``row``: the other key columns of the row and their values, if the year alone does not identify it.
    """

    table: Words = Field(description="表の名前")
    year: Year = Field(description="改めた値の年度")
    row: dict[str, Words] = Field(
        default_factory=dict, description="年度だけで行が決まらないときの、他の見出しの列と値"
    )
    column: Words = Field(description="列の名前")
    published: CellText = Field(description="前年度の報告に載せた値")
    revised: CellText = Field(description="改めた値")
    reason: Prose = Field(description="改めた理由。報告に載る")


class RenamedRow(Strict):
    """A row of a table whose name differs from the former report's; its values are still compared."""

    table: Words = Field(description="表の名前")
    former: Words = Field(alias="from", description="前年度の表での名前")
    present: Words = Field(alias="to", description="今年度の表での名前")


def _factor(value: Fraction) -> Fraction:
    if value <= 1:
        raise messages.SMALL_FACTOR.value_error(factor=f"{float(value):g}")
    return value


class ReportParams(Strict):
    """The whole parameters file."""

    fiscal_year: Year = Field(description="報告の年度。ファイル名の年度と合わせる")
    title: Prose = Field(description="報告の表題")
    municipality: Municipality = Field(description="報告する自治体")
    introduction: Annotated[list[Prose], Field(min_length=1)] = Field(
        description="前書き。一つの項目が一つの段落。"
        "{fiscal_year}、{municipality}、{節のノートブックの名前.日付や数値の名前} にはその値が入る"
    )
    sections: Annotated[list[SectionParams], Field(min_length=1)] = Field(description="節。並べた順に載る")
    not_available: list[str] = Field(
        default_factory=list,
        description="未収録とする調査の名前。図を載せずに（文章は残して）確定版を作れる",
    )
    not_held: list[str] = Field(
        default_factory=list,
        description="実施しなかった調査と、その人数だけを載せる表の名前。データは要らず、その旨の一文が載る",
    )
    document_number: Prose | None = Field(default=None, description="資料番号")
    committee: Prose | None = Field(default=None, description="報告する委員会の名前")
    department: Prose | None = Field(default=None, description="所管課")
    report_date: Instant | None = Field(default=None, description="報告の日付。なければ表紙に日付を載せない")
    contact: Prose | None = Field(default=None, description="問い合わせ先")
    next_report: InstantOrProse | None = Field(
        default=None, description="次回の報告の時期。2025-11 のような日付か、言葉で書く"
    )
    terms: Annotated[dict[Words, TermParams], BeforeValidator(_none_as_without)] = Field(
        default_factory=dict,
        description="用語と、その説明。書いた順に報告書の終わりに載り、文章で初めて使う所から参照される。"
        "{fiscal_year} など、前書きと同じ値を差し込める",
    )
    font: FontParams | None = Field(
        default=None,
        description="この年度だけの書体の、名前とファイル。毎年度同じなら theme.yaml の fonts に書く",
    )
    largest_change: Annotated[Exact, AfterValidator(_factor)] = Field(
        default=Fraction(3),
        json_schema_extra={"exclusiveMinimum": 1},
        description="前年度の値からの変化が、この倍率を超えると要確認とする（書かなければ 3）",
    )
    confirmed: list[Confirmation] = Field(
        default_factory=list, description="確かめた結果そのままでよいとする要確認と、その理由"
    )
    renamed: list[RenamedRow] = Field(
        default_factory=list,
        description="前年度の報告から名称が変わった行。"
        "{table: systems, from: 小型電算, to: 小型電算システム} のように書く",
    )
    restatements: list[RestatementParams] = Field(
        default_factory=list, description="前年度の報告の数値を改めたものと、その理由"
    )
    limits: Limits = Field(
        default_factory=Limits, description="節のノートブックの実行にかかる時間、メモリ、出力の上限"
    )
    errata: Annotated[list[Erratum], AfterValidator(ordered_errata)] = Field(
        default_factory=list, description="前の版の誤りとその訂正（正誤表）。revise が末尾に書き加える"
    )


@dataclass(frozen=True)
class Params:
    """One year's parameters, with the file and line of each."""

    project: Project
    report: ReportParams
    lines: SourceLines
    file: str

    @property
    def absent(self) -> set[str]:
        """Names of the tables and surveys without data this year: 未収録, or not conducted."""
        return {*self.report.not_available, *self.report.not_held}

    @cached_property
    def theme(self) -> Theme:
        """The theme of the municipality's reports. Raises ReportError with all errors in its file."""
        return read_theme(self.project)

    @property
    def fonts(self) -> FontFamily:
        """The font family of charts, HTML and PDF: the year's own, the theme's, or the default.

        Raises ReportError with the errors of the theme.
        """
        chosen = self.report.font or self.theme.fonts
        if chosen is None:
            return noto_sans_cjk_jp()
        root = self.project.root
        return FontFamily(chosen.family, root / chosen.regular, root / chosen.bold)

    def place(self, *location: str | int) -> tuple[str, int, str]:
        """Return the file, line and name of an entry, for messages."""
        return self.file, self.lines[location], entry_name(location)

    def source(self, *location: str | int) -> Parameter:
        """Return the location of an entry, as the origin of its value."""
        return Parameter(*self.place(*location))

    @property
    def revision(self) -> int:
        """The number of the revision that the parameters describe; the first has no corrections."""
        return newest_revision(self.report.errata)

    @property
    def digest(self) -> str:
        """The digest of all parameters and of their lines, which the report prints."""
        return sha256(f"{self.report!r}\n{list(self.lines.items())!r}".encode()).hexdigest()

    def section_index(self, notebook: str) -> int:
        for index, section in enumerate(self.report.sections):
            if section.notebook == notebook:
                return index
        raise messages.NO_SECTION.error(self.file, column="sections", section=notebook)

    def quantity(self, section: int, name: str) -> Quantity:
        literal = self.report.sections[section].quantities[name]
        value = literal.value / 100 if literal.unit == PERCENT else literal.value
        source = self.source("sections", section, "quantities", name)
        return Quantity(value, literal.unit, source, literal.decimals)


def read_params(project: Project, year: FiscalYear) -> Params:
    """Read the year's parameters. Raise ReportError with all errors in the file."""
    path = project.params_file(year)
    file = project.relative(path)
    tree, lines = read_strict_yaml(path, file)
    report = validated(ReportParams, tree, lines, file)
    if report.fiscal_year != year:
        row, written = lines[("fiscal_year",)], report.fiscal_year.label
        raise messages.OTHER_YEAR.error(file, row, "fiscal_year", year=year.label, written=written)
    return Params(project, report, lines, file)
