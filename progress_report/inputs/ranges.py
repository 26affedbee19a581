"""Ranges of a table (年間申請数の下限 and 上限): they run upwards, and declared ones do not overlap."""

from collections.abc import Iterator, Mapping, Sequence

from progress_report.inputs.formulas import FISCAL_YEAR
from progress_report.inputs.schemas import RangeDescriptor, ResourceDescriptor
from progress_report.model.findings import Finding

# By these, in a name or a title, two columns are a range though nobody declared it.
_OPPOSITES = (("minimum", "maximum"), ("min", "max"), ("lower", "upper"), ("下限", "上限"), ("最小", "最大"))


def range_findings(
    resource: ResourceDescriptor, file: str, cells: Sequence[Mapping[str, str]], numbers: Sequence[int]
) -> list[Finding]:
    """Every range that runs backwards, and every declared one that overlaps one above it."""
    findings: list[Finding] = []
    declared = resource.table_schema.ranges
    for bounds in dict.fromkeys((*declared, *_undeclared(resource))):
        seen: list[tuple[int, int | None, int | None, str]] = []
        title = _title(resource, bounds)
        for number, row in zip(numbers, cells, strict=True):
            low, high = (bound(row[name]) for name in (bounds.minimum, bounds.maximum))
            if low is not None and high is not None and low > high:
                message = f"範囲の下限（{low:,}）が、上限（{high:,}）より大きい値です。"
                findings.append(Finding(message, "下限と上限の値を確認してください。", file, number, title))
                continue
            if bounds not in declared or (low is None and high is None):
                continue
            year = row.get(FISCAL_YEAR, "") if FISCAL_YEAR in resource.table_schema.primaryKey else ""
            for other, other_low, other_high, other_year in seen:
                if year == other_year and _overlap((low, high), (other_low, other_high)):
                    message = (
                        f"範囲（{shown(low, high)}）が、"
                        f"{other}行目の範囲（{shown(other_low, other_high)}）と重なっています。"
                    )
                    remedy = "どちらかの下限か上限を直してください。"
                    findings.append(Finding(message, remedy, file, number, title))
                    break
            seen.append((number, low, high, year))
    return findings


def _undeclared(resource: ResourceDescriptor) -> Iterator[RangeDescriptor]:
    """Pairs of whole-number columns whose names or titles differ by 下限 and 上限 or the like alone."""
    fields = [field for field in resource.table_schema.fields if field.type == "integer"]
    for low in fields:
        for high in fields:
            for text, other in ((low.name, high.name), (low.title, high.title)):
                if any(least in text and text.replace(least, most) == other for least, most in _OPPOSITES):
                    yield RangeDescriptor(minimum=low.name, maximum=high.name)
                    break


def _title(resource: ResourceDescriptor, bounds: RangeDescriptor) -> str:
    fields = (resource.table_schema.field(name) for name in (bounds.minimum, bounds.maximum))
    return "、".join(field.title for field in fields if field)


def bound(text: str) -> int | None:
    """A bound as a number; None where it is open."""
    return int(text) if text else None


def _overlap(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    return _reaches(one[0], other[1]) and _reaches(other[0], one[1])


def _reaches(low: int | None, high: int | None) -> bool:
    return low is None or high is None or low <= high


def shown(low: int | None, high: int | None) -> str:
    """「100～999」; an open bound is blank."""
    return f"{'' if low is None else f'{low:,}'}～{'' if high is None else f'{high:,}'}"
