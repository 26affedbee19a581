"""Input for a new municipality: name, code, year and sections, each strictly parsed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from progress_report.inputs.params.report_params import read_params
from progress_report.inputs.parsing.near_names import near_remedy
from progress_report.inputs.parsing.scalars import check_digit, require_check_digit
from progress_report.inputs.project import Project
from progress_report.model.control_characters import control_character
from progress_report.model.findings import report_error
from progress_report.model.fiscal_year import FiscalYear
from progress_report.model.numerals import half_width

_CODE_DIGITS = 6
# The years whose sample rows, of the two preceding years, are valid in the shipped tables.
_FIRST_YEAR, _LAST_YEAR = 1991, 2100
_LAST_PREFECTURE, _INVENTED_PREFECTURE = 47, 99
_SEPARATORS = re.compile(r"[,、，\s]+")


@dataclass(frozen=True, slots=True)
class Beginning:
    """The municipality to be created.

    ``sections`` are those of its first report, in order; ``notebooks`` are all notebooks to be copied.
    """

    folder: Path
    name: str
    code: str
    year: FiscalYear
    sections: tuple[str, ...]
    notebooks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """The shipped sections with their titles, by notebook, and the year of the parameters that describe them.

    Sections in ``comparing`` compare a report with the previous one, so that a first report does not have
    them.
    """

    source: Project
    year: FiscalYear
    titles: Mapping[str, str]
    comparing: frozenset[str]

    @classmethod
    def of(cls, source: Project) -> "Offer":
        """Return the sections of a municipality's newest report. ReportError if there is no report."""
        years = source.years()
        if not years:
            message = "見本にする報告書のパラメータがありません。何も書いていません。"
            raise report_error(message, "プログラムのフォルダの params を元に戻してください。", file="params")
        sections = read_params(source, years[-1]).report.sections
        titles = {one.notebook: source.notebook_title(one.notebook) for one in sections}
        return cls(source, years[-1], titles, frozenset(source.comparing_notebooks()) & titles.keys())

    @property
    def first(self) -> tuple[str, ...]:
        """The default sections of a first report."""
        return tuple(name for name in self.titles if name not in self.comparing)


def read_name(text: str) -> str:
    """Return a municipality's name. ValueError if it cannot be printed."""
    name = text.strip()
    if not name:
        raise ValueError("名前がありません。汐風市 のように書いてください。")
    if control_character(name) or len(name.splitlines()) > 1:
        raise ValueError("名前に、使えない文字（改行や制御文字）があります。その文字を消してください。")
    return name


def read_code(text: str) -> str:
    """Return a 全国地方公共団体コード of six digits with a valid check digit. ValueError otherwise."""
    code = half_width(text.strip())
    if not (code.isascii() and code.isdigit() and len(code) == _CODE_DIGITS):
        known = code.isascii() and code.isdigit() and len(code) == _CODE_DIGITS - 1
        remedy = (
            f"検査数字を加えた {code}{check_digit(code)} です。"
            if known
            else "131156 のように書いてください。"
        )
        raise ValueError(f"団体コードは、検査数字を含む6桁の数字です（「{text}」）。{remedy}")
    require_check_digit(code, text)
    if not 1 <= (prefecture := int(code[:2])) <= _LAST_PREFECTURE and prefecture != _INVENTED_PREFECTURE:
        raise ValueError(
            f"団体コードのはじめの2桁が、都道府県の番号（01から{_LAST_PREFECTURE}）ではありません（「{text}」）。"
            f"正しく写したか確認してください（架空の自治体なら {_INVENTED_PREFECTURE} で始めます）。"
        )
    return code


def read_year(text: str) -> FiscalYear:
    """Return the fiscal year of the first report. ValueError if no sample can be moved to it."""
    year = FiscalYear.parse(text)
    if not _FIRST_YEAR <= year.start <= _LAST_YEAR:
        raise ValueError(f"見本を作れるのは、{_FIRST_YEAR}から{_LAST_YEAR}までの年度です（「{text}」）。")
    return year


def read_sections(text: str, offer: Offer) -> tuple[str, ...]:
    """Return the sections listed in a text, each once, in order; ``3`` means ``3_cashless``.

    Raises:
        ValueError: naming each unknown section with the probably intended one.
    """
    named = [one for one in _SEPARATORS.split(half_width(text.strip())) if one]
    found: dict[str, None] = {}
    unknown = []
    for one in named:
        numbered = [name for name in offer.titles if name == one or name.startswith(f"{one}_")]
        if len(numbered) == 1:
            found[numbered[0]] = None
        else:
            unknown.append(f"知らない節です（「{one}」）。{near_remedy(one, offer.titles)}")
    if unknown or not found:
        known = f"使える節: {'、'.join(offer.titles)}。"
        raise ValueError(f"{''.join(unknown) or '節がありません。'}{known}")
    return tuple(found)


def folder_problem(folder: Path) -> str:
    """Return why a folder is not usable; empty if it does not exist or is empty."""
    if folder.exists() and not folder.is_dir():
        return "フォルダではないものが、すでにあります。別の名前にしてください。"
    if folder.is_dir() and any(folder.iterdir()):
        return "フォルダがすでにあり、空ではありません。別の名前にするか、中身を移してください。"
    if folder.is_dir() and folder.samefile(Path.cwd()):
        return "いまいるフォルダは指定できません。一つ上のフォルダに移り、名前を指定してください。"
    return ""
