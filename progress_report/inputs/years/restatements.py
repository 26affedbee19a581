"""Restatements: values of earlier years that differ from those in the former report.

Each must be recorded in the parameters (``restatements``) with its reason; the report then marks it and
prints both values. An unrecorded difference is a 誤り, and so is a record that matches no difference.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from progress_report.inputs.params.report_params import RestatementParams
from progress_report.inputs.parsing.source_tree import flow_text
from progress_report.inputs.prose.templates import printed_value
from progress_report.inputs.readers.numbers import quantity_of
from progress_report.inputs.years.former_values import (
    FormerValue,
    ValueKey,
    compared_tables,
    former_values,
    key_columns,
)
from progress_report.inputs.years.renamings import at_member
from progress_report.inputs.years.report_year import ReportYear
from progress_report.messages import former_report as messages
from progress_report.model.blocks import CheckResult
from progress_report.model.comparable import comparable
from progress_report.model.findings import Finding, ReportError
from progress_report.model.fiscal_year import FISCAL_YEAR, FiscalYear
from progress_report.model.inline import Date, Inline, Text, literal, text
from progress_report.model.quantity import Quantity

NAME = "前年度報告との一致"
BLANK = "空欄"


@dataclass(frozen=True, slots=True)
class Restatement:
    """One restated value, as text and identified values, and its cell in the data file.

    ``position``: of its row in the table, counted from 0.
    """

    name: str
    file: str
    row: int
    column: str
    position: int
    year: Date
    subject: Inline
    published: Inline
    revised: Inline
    reason: Inline


def restatement_findings(ingested: ReportYear) -> list[Finding]:
    """Return errors for unrecorded differences, missing former rows and invalid records."""
    findings: list[Finding] = []
    values: dict[ValueKey, FormerValue] = {}
    unread: set[str] = set()
    for table in compared_tables(ingested):
        try:
            found, gone = former_values(ingested, table)
        except ReportError as error:
            findings += error.findings
            unread.add(table)
            continue
        findings += gone
        values |= {value.value_key: value for value in found}
    recorded: set[ValueKey] = set()
    for index, entry in enumerate(ingested.params.report.restatements):
        if entry.table in unread:
            continue
        key = _value_key(ingested, entry)
        problem = _problem(ingested, entry, key, values, recorded)
        if problem is not None:
            findings.append(at_member(ingested.params, problem, "restatements", index))
        if key is not None:
            recorded.add(key)
    findings += (
        _unrecorded(ingested, value)
        for value in values.values()
        if value.differs and value.value_key not in recorded
    )
    return findings


def restatements_of(ingested: ReportYear, table: str) -> list[Restatement]:
    """Return the recorded restatements of a table. Raise ReportError if they or either table are invalid."""
    entries = [
        (index, entry)
        for index, entry in enumerate(ingested.params.report.restatements)
        if entry.table == table
    ]
    if not entries:
        return []
    if findings := restatement_findings(ingested):
        raise ReportError(findings)
    values = {value.value_key: value for value in former_values(ingested, table)[0]}
    keys = ((index, entry, _value_key(ingested, entry)) for index, entry in entries)
    return [
        _restatement(ingested, index, entry, values[key]) for index, entry, key in keys if key is not None
    ]


def agreement_with_former_report(ingested: ReportYear, tables: Iterable[str]) -> tuple[CheckResult, ...]:
    """Compare, for reviewers, each number of earlier years with the published or recorded one.

    Raise ReportError if any differs without a record.
    """
    concerned = [table for table in compared_tables(ingested) if table in set(tables)]
    if not concerned:
        return ()
    if findings := restatement_findings(ingested):
        raise ReportError(findings)
    recorded = {
        _value_key(ingested, entry): index for index, entry in enumerate(ingested.params.report.restatements)
    }
    return tuple(
        result
        for table in concerned
        for value in former_values(ingested, table)[0]
        if isinstance(value.published, Quantity) and isinstance(value.revised, Quantity)
        for result in _results(ingested, value, value.published, value.revised, recorded.get(value.value_key))
    )


def _results(
    ingested: ReportYear, value: FormerValue, published: Quantity, revised: Quantity, recorded: int | None
) -> Iterator[CheckResult]:
    title = value.field.title
    if recorded is None:
        reported = f"前年度の報告が公表した『{title}』と、今年度の表にある同じ年度の値が等しい。"
        yield CheckResult(NAME, reported, revised, "=", published)
        return
    for member, quantity, which in (("published", published, "公表"), ("revised", revised, "修正")):
        origin = ingested.params.source("restatements", recorded, member)
        text = getattr(value, f"{member}_text")
        noted = quantity_of(text, value.field.unit or "", origin, quantity.decimals)
        reported = f"前年度の報告から修正した『{title}』の{which}した値が、記録した値と等しい。"
        yield CheckResult(f"{NAME}（修正の記録）", reported, quantity, "=", noted)


def _value_key(ingested: ReportYear, entry: RestatementParams) -> ValueKey | None:
    """Return the key of an entry's value; None if its table or the columns of its ``row`` are unknown."""
    if entry.table not in compared_tables(ingested):
        return None
    names = key_columns(ingested.package.resource(entry.table))
    given = {**entry.row, FISCAL_YEAR: str(entry.year.start)}
    if set(given) != set(names) or FISCAL_YEAR in entry.row:
        return None
    return entry.table, tuple(comparable(given[name]) for name in names), entry.column


def _problem(
    ingested: ReportYear,
    entry: RestatementParams,
    key: ValueKey | None,
    values: dict[ValueKey, FormerValue],
    recorded: set[ValueKey],
) -> Finding | None:
    """Return the error in an entry; its column is the wrong member, or empty for the whole entry."""
    if ingested.previous is None:
        return messages.NO_FORMER_VALUES.finding()
    former = ingested.previous.year.label
    if key is None:
        return _unknown_value(ingested, entry, former)
    columns = {value.field.name: value.field for value in values.values() if value.table == entry.table}
    if entry.column not in columns:
        known = "、".join(f"{name}（{field.title}）" for name, field in columns.items()) or "なし"
        return messages.NO_COMPARED_COLUMN.finding(column="column", name=entry.column, known=known)
    if (value := values.get(key)) is None:
        years = sorted({_year_of(one, ingested) for one in values.values() if one.table == entry.table})
        known = "、".join(year.label for year in years) or "なし"
        member, row = "row" if entry.row else "year", "、".join([entry.year.label, *entry.row.values()])
        return messages.NO_COMPARED_ROW.finding(column=member, former=former, key=row, known=known)
    if key in recorded:
        return messages.RESTATED_TWICE.finding()
    if not value.differs:
        return messages.NOTHING_RESTATED.finding(former=former, value=value.published_text or BLANK)
    for member, written, found, where in (
        ("published", entry.published, value.published_text, f"{former}の報告"),
        ("revised", entry.revised, value.revised_text, value.file),
    ):
        if written != found:
            return messages.RECORDED_OTHERWISE.finding(
                column=member,
                member=member,
                where=where,
                found=found or BLANK,
                written=written or BLANK,
                entry=flow_text(found),
            )
    return None


def _unknown_value(ingested: ReportYear, entry: RestatementParams, former: str) -> Finding:
    tables = compared_tables(ingested)
    if entry.table not in tables:
        known = "、".join(tables) or "なし"
        return messages.NOT_COMPARED_BY_YEAR.finding(
            column="table", table=entry.table, former=former, known=known
        )
    others = [name for name in key_columns(ingested.package.resource(entry.table)) if name != FISCAL_YEAR]
    if not others:
        return messages.ROW_BY_YEAR_ALONE.finding(column="row")
    return messages.WRONG_ROW_KEYS.finding(column="row", form=", ".join(f"{name}: 値" for name in others))


def _unrecorded(ingested: ReportYear, value: FormerValue) -> Finding:
    return messages.RESTATEMENT_MISSING.finding(
        value.file,
        value.row,
        value.field.label,
        former=ingested.previous.year.label if ingested.previous else "",
        published=value.published_text or BLANK,
        revised=value.revised_text or BLANK,
        params=ingested.params.file,
        entry=_entry(ingested, value),
    )


def _entry(ingested: ReportYear, value: FormerValue) -> str:
    """Return the line of YAML that records a difference, ready to paste except for its reason."""
    names = key_columns(ingested.package.resource(value.table))
    others = ", ".join(
        f"{name}: {flow_text(text)}"
        for name, text in zip(names, value.key, strict=True)
        if name != FISCAL_YEAR
    )
    row = f"row: {{{others}}}, " if others else ""
    return (
        f"- {{table: {value.table}, year: {_year_of(value, ingested).label}, {row}"
        f"column: {value.field.name}, "
        f"published: {flow_text(value.published_text)}, revised: {flow_text(value.revised_text)}, reason: }}"
    )


def _restatement(
    ingested: ReportYear, index: int, entry: RestatementParams, value: FormerValue
) -> Restatement:
    resource = ingested.package.resource(value.table)
    fields = resource.table_schema.fields
    named = dict(zip(key_columns(resource), value.labels, strict=True))
    year = named.pop(FISCAL_YEAR)
    subject = tuple(run for label in named.values() for run in (*_inline(label), Text("の")))
    title = ingested.package.text(value.table, "table_schema", "fields", fields.index(value.field), "title")
    return Restatement(
        name=f"restated-{index}",
        file=value.file,
        row=value.row,
        column=value.field.name,
        position=value.position,
        year=year,
        subject=(*subject, *title),
        published=_inline(value.published),
        revised=_inline(value.revised),
        reason=literal(entry.reason.rstrip("。"), ingested.params.source("restatements", index, "reason")),
    )


def _inline(value: Quantity | Date | Inline | None) -> Inline:
    return text(BLANK) if value is None else printed_value(value)


def _year_of(value: FormerValue, ingested: ReportYear) -> FiscalYear:
    names = key_columns(ingested.package.resource(value.table))
    return FiscalYear(int(value.key[names.index(FISCAL_YEAR)]))
