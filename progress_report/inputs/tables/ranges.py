"""Validation of a table's ranges (年間申請数の下限 and 上限): ascending bounds, no declared overlaps."""

from collections.abc import Iterator, Mapping, Sequence

from progress_report.inputs.schema.schemas import RangeDescriptor, ResourceDescriptor
from progress_report.messages import table_rows as messages
from progress_report.model.findings import Finding
from progress_report.model.fiscal_year import FISCAL_YEAR

# Words in a name or title that make two columns a range without a declaration.
_OPPOSITES = (("minimum", "maximum"), ("min", "max"), ("lower", "upper"), ("下限", "上限"), ("最小", "最大"))


def range_findings(
    resource: ResourceDescriptor, file: str, cells: Sequence[Mapping[str, str]], numbers: Sequence[int]
) -> list[Finding]:
    """Return errors for ranges with reversed bounds, and declared ones that overlap a range above them."""
    findings: list[Finding] = []
    declared = resource.table_schema.ranges
    for bounds in dict.fromkeys((*declared, *_undeclared(resource))):
        seen: list[tuple[int, int | None, int | None, str]] = []
        title = _title(resource, bounds)
        for number, row in zip(numbers, cells, strict=True):
            low, high = (bound(row[name]) for name in (bounds.minimum, bounds.maximum))
            if low is not None and high is not None and low > high:
                findings.append(
                    messages.RANGE_BACKWARDS.finding(file, number, title, low=f"{low:,}", high=f"{high:,}")
                )
                continue
            if bounds not in declared or (low is None and high is None):
                continue
            year = row.get(FISCAL_YEAR, "") if FISCAL_YEAR in resource.table_schema.primaryKey else ""
            for other, other_low, other_high, other_year in seen:
                if year == other_year and _overlap((low, high), (other_low, other_high)):
                    findings.append(
                        messages.RANGES_OVERLAP.finding(
                            file,
                            number,
                            title,
                            range=range_text(low, high),
                            first=other,
                            other=range_text(other_low, other_high),
                        )
                    )
                    break
            seen.append((number, low, high, year))
    return findings


def _undeclared(resource: ResourceDescriptor) -> Iterator[RangeDescriptor]:
    """Yield pairs of whole-number columns whose names or titles differ only by 下限 and 上限 or the like."""
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
    """Return a bound as a number; None if it is open."""
    return int(text) if text else None


def _overlap(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    return _reaches(one[0], other[1]) and _reaches(other[0], one[1])


def _reaches(low: int | None, high: int | None) -> bool:
    return low is None or high is None or low <= high


def range_text(low: int | None, high: int | None) -> str:
    """Format a range: 「100～999」; an open bound is blank."""
    return f"{'' if low is None else f'{low:,}'}～{'' if high is None else f'{high:,}'}"
