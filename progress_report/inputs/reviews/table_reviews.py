"""Warnings (要確認) about source tables: rows that may not be items, null words, years in titles."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import prod
from typing import Any

from progress_report.inputs.readers.given_years import named_years
from progress_report.inputs.readers.leftovers import ambiguous_word
from progress_report.inputs.readers.named_rows import added_columns, declared_role
from progress_report.inputs.readers.numbers import number_of
from progress_report.inputs.readers.remarks import reads_like_note
from progress_report.inputs.readers.total_names import Role
from progress_report.inputs.reviews.review_warnings import ReviewWarning, Rule, review
from progress_report.inputs.schema.schemas import FieldDescriptor, RangeDescriptor
from progress_report.inputs.tables.datasets import Rows
from progress_report.inputs.tables.ranges import bound, range_text
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import row_reviews as messages
from progress_report.messages.message import Message
from progress_report.model.comparable import unspaced
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.moment import first_and_last_day

# A sum of v agrees by chance about once in v times; many rows are seldom as large as all others together.
_EVIDENCE, _EVIDENCE_OF_A_BLOCK = 100, 200
_TIME = re.compile(
    r"(?:令和|平成|昭和|[RHS])?\s*(?:元|[0-9]{1,4})(?:年度?|月|日|[-/.][0-9]{1,2})"
    r"|(?:令和|平成|昭和|[RHS])(?:元|[0-9]{1,2})|(?:19|20)[0-9]{2}(?![0-9])|第[1-4]四半期|[上下]半?期|FY[0-9]"
)


def ambiguous_rows(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for rows, except in surveys, that may be a sum, a part or a note."""
    for rows in _ingested(year):
        if rows.resource.survey is None:
            yield from _rows_with_a_name_alone(rows)
            yield from _ambiguous_names(rows)
            yield from _rows_that_are_sums(rows)


def ambiguous_words(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for words in text columns that are not values: null words, dittos, unfinished texts."""
    for rows in _ingested(year):
        for column in rows.resource.table_schema.fields:
            if column.type == "string" and column.choices is None:
                yield from _ambiguous_words(rows, column)


def gaps_between_ranges(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for gaps between declared ranges."""
    for rows in _ingested(year):
        for bounds in rows.resource.table_schema.ranges:
            yield from _gaps(rows, bounds)


def _gaps(rows: Rows, bounds: RangeDescriptor) -> Iterator[ReviewWarning]:
    filled = [
        (cells.get(FISCAL_YEAR, ""), low, bound(cells[bounds.maximum]), i)
        for i, cells in enumerate(rows.cells)
        if (low := bound(cells[bounds.minimum])) is not None
    ]
    filled.sort(key=lambda line: line[:2])  # by year and lower end
    for (year, low, high, i), (next_year, next_low, next_high, j) in pairwise(filled):
        if high is None or year != next_year or next_low <= high + 1:
            continue
        yield _at_row(
            messages.GAP_BETWEEN_RANGES,
            rows,
            j,
            gap=range_text(high + 1, next_low - 1),
            below=range_text(low, high),
            above=range_text(next_low, next_high),
            row_below=rows.numbers[i],
        )


def titles_of_another_year(year: ReportYear) -> Iterator[ReviewWarning]:
    """Yield warnings for titles above a table that name only years other than the table's."""
    for rows in _ingested(year):
        own = {year.year.start, *_years_of(rows)}
        for number, text in rows.titles:
            named = named_years(text)
            if named and not any(own & years for years in named):
                gaps = {"title": text, "years": "、".join(FiscalYear(one).label for one in sorted(own))}
                message = messages.TITLE_OF_OTHER_YEAR
                yield review(message, rows.resource.name, rows.file, number, **gaps)


def _ingested(year: ReportYear) -> Iterator[Rows]:
    return (year.rows(resource.name) for resource in year.resources)


def _years_of(rows: Rows) -> Iterator[int]:
    """Yield the fiscal years of the table: those of its date, and the newest of its rows."""
    for day in first_and_last_day(rows.resource.asOf):
        yield FiscalYear.containing(day).start
    if rows.cells and FISCAL_YEAR in rows.cells[0]:
        yield max(int(cells[FISCAL_YEAR]) for cells in rows.cells)


def _at_row(message: Message, rows: Rows, i: int, /, **gaps: Any) -> ReviewWarning:
    return review(message, f"{rows.resource.name}.{_key_of(rows, i)}", rows.file, rows.numbers[i], **gaps)


def _key_of(rows: Rows, i: int) -> str:
    return "・".join(unspaced(rows.cells[i][name]) for name in rows.resource.table_schema.primaryKey)


def _rows_with_a_name_alone(rows: Rows) -> Iterator[ReviewWarning]:
    schema = rows.resource.table_schema
    others = [one.name for one in schema.fields if one.name not in schema.primaryKey]
    counted = any(one.is_numeric and one.name in others for one in schema.fields)
    for i, cells in enumerate(rows.cells):
        name = next((cells[key] for key in schema.primaryKey if cells[key]), "")
        if others and not any(cells[one] for one in others) and (counted or reads_like_note(name)):
            yield _at_row(messages.NAME_ALONE, rows, i, name=name)


def _ambiguous_names(rows: Rows) -> Iterator[ReviewWarning]:
    """Yield warnings for rows whose name may be that of a total or of a part of the row above."""
    schema = rows.resource.table_schema
    counts = [column.name for column in added_columns(schema)]
    whole: dict[str, str] | None = None
    for i, cells in enumerate(rows.cells if counts else ()):
        roles = {declared_role(cells[name], schema.field(name)) for name in schema.primaryKey}
        part = Role.POSSIBLE_PART in roles
        if not part:
            whole = cells
        if Role.POSSIBLE_TOTAL in roles or (part and whole and _is_within(cells, whole, counts)):
            yield _at_row(messages.NAMED_LIKE_TOTAL, rows, i, key=_key_of(rows, i))


def _is_within(part: dict[str, str], whole: dict[str, str], counts: Sequence[str]) -> bool:
    """Return whether no count of a row exceeds that of another."""
    return all(number_of(part[name]) <= number_of(whole[name]) for name in counts)


def _ambiguous_words(rows: Rows, column: FieldDescriptor) -> Iterator[ReviewWarning]:
    values = [cells[column.name] for cells in rows.cells]
    found = {text: known for text in {*values} - {""} if (known := ambiguous_word(text))}
    named = [text for text in values if text and text not in (*found, "0")]
    if "0" in values and named and not any(text.isdecimal() for text in named):
        found["0"] = "空欄を指すExcelの数式が書く文字", "値を書くか、空欄にしてください。"
    for word, (what, way) in sorted(found.items()):
        count = values.count(word) - 1
        remedy = f"同じ文字が、ほかに{count}行あります。{way}" if count else way
        subject = f"{rows.resource.name}.{column.name}.{word}"
        place = rows.file, rows.numbers[values.index(word)], column.title
        yield review(messages.AMBIGUOUS_WORD, subject, *place, remedy=remedy, what=what, word=word)


def _rows_that_are_sums(rows: Rows) -> Iterator[ReviewWarning]:
    """Yield warnings for rows whose counts equal the sums of all other rows, or of a block above or below."""
    schema = rows.resource.table_schema
    columns = [column.name for column in added_columns(schema)]
    declared = any(column.choices for column in schema.fields if column.name in schema.primaryKey)
    if not columns or declared or _is_by_time(rows):
        return
    counts = {name: [number_of(cells[name]) for cells in rows.cells] for name in columns}
    filled = {i: [name for name in columns if cells[name]] for i, cells in enumerate(rows.cells)}
    for i, others in _sums(counts, filled, len(rows.cells)):
        yield _at_row(messages.SUM_OF_ROWS, rows, i, others=others, key=_key_of(rows, i))


def _is_by_time(rows: Rows) -> bool:
    """Return whether rows are years, months or days, whose counts may add up to a later one."""
    schema = rows.resource.table_schema
    keys = [column for column in schema.fields if column.name in schema.primaryKey]
    if any(column.name == FISCAL_YEAR for column in schema.fields) or any(column.is_date for column in keys):
        return True
    return any(
        sum(_TIME.match(unspaced(cells[column.name])) is not None for cells in rows.cells) * 2
        > len(rows.cells)
        for column in keys
    )


def _sums(
    counts: dict[str, list[int | Fraction]], filled: dict[int, list[str]], length: int
) -> Iterator[tuple[int, str]]:
    """Yield the rows that are sums, with the position of the rows they sum up."""
    sums = {name: [0, *accumulate(values)] for name, values in counts.items()}
    nonzero = [0, *accumulate(any(values[i] for values in counts.values()) for i in range(length))]

    def agrees(i: int, first: int, last: int, wanted: int) -> bool:
        inside = first <= i < last
        terms = nonzero[last] - nonzero[first] - inside
        added = {name: sums[name][last] - sums[name][first] - inside * counts[name][i] for name in filled[i]}
        if terms < 2 or not added or any(counts[name][i] != value for name, value in added.items()):
            return False
        distinct = {
            tuple(counts[name][first:last]): abs(Fraction(value)) for name, value in added.items() if value
        }
        return prod(distinct.values()) * (terms - 1) ** 2 >= wanted

    found = {i: "ほかの行" for i in filled if agrees(i, 0, length, _EVIDENCE)}
    if found:
        yield from found.items()
        return
    start, end = 0, length
    for i in filled:
        if agrees(i, start, i, _EVIDENCE_OF_A_BLOCK):
            found[i], start = "上の行", i + 1
    for i in reversed(filled):
        if i not in found and agrees(i, i + 1, end, _EVIDENCE_OF_A_BLOCK):
            found[i], end = "下の行", i
    yield from sorted(found.items())


# In the order in which their 要確認 are listed.
RULES: tuple[Rule, ...] = (
    ambiguous_rows,
    ambiguous_words,
    gaps_between_ranges,
    titles_of_another_year,
)
