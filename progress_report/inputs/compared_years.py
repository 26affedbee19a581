"""The fiscal years that tables are reported for: ``dates.as_of`` and, if given, ``dates.comparison``."""

from collections.abc import Collection

from progress_report.inputs.params import Params
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FiscalYear

AS_OF, COMPARISON = "as_of", "comparison"


def year_fault(params: Params, section: int, name: str) -> Finding | None:
    """Return what is wrong with one of the two dates itself; None where it can be looked up in a table."""
    dates, source = params.report.sections[section].dates, params.source("sections", section, "dates", name)
    moment, reported = dates[name], dates.get(AS_OF)
    if not isinstance(moment, FiscalYear):
        message = f"年度ではありません（{moment.label}）。"
        remedy = "年度ごとの表と比べる時点です。令和5年度 のように年度を書いてください。"
        return Finding(message, remedy, source.file, source.line, name)
    if name == COMPARISON and isinstance(reported, FiscalYear) and not moment < reported:
        message = f"比較する年度（{moment.label}）が、報告する年度（{reported.label}）より前ではありません。"
        remedy = "前の年度に直すか、比較しないときはこの行を除いてください。"
        return Finding(message, remedy, source.file, source.line, name)
    return None


def row_fault(
    params: Params, section: int, name: str, known: Collection[FiscalYear], file: str
) -> Finding | None:
    """Return that the table in ``file`` has no row of the year; None where it is among the ``known`` ones."""
    source = params.source("sections", section, "dates", name)
    year = params.report.sections[section].dates[name]
    if not isinstance(year, FiscalYear) or year in known:
        return None
    if name == AS_OF and known and year == max(known).next:
        return missing_row(year, file)
    remedy = f"表に行を加えるか、{source.file} {source.line}行目の {name} を直してください。"
    if name == COMPARISON:
        remedy = f"{remedy}比較する年度がない最初の報告では、その行を除いてください。"
    return Finding(f"{year.label}（{year.start}）の行がありません。", remedy, file)


def missing_row(year: FiscalYear, file: str) -> Finding:
    """Return that nobody has added the row of a new year yet: the same for all that ask for it."""
    return Finding(f"{year.label}の行がありません。", f"年度が {year.start} の行を加えてください。", file)
