"""Publishing of a report, with a final one's published figures beside its data, and the message about it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from progress_report.build_options import BuildOptions
from progress_report.document.document import Document
from progress_report.document.files import DOCUMENT
from progress_report.document.origins import CellOrigin
from progress_report.document.printed import PrintedRun, printed_runs
from progress_report.document.runs import Date, LiteralText, Number
from progress_report.files.replacing import Replace, staged_file
from progress_report.inputs.project import Project
from progress_report.inputs.readers.sources import resources_by_file
from progress_report.inputs.years.indicators import indicator_values
from progress_report.inputs.years.plans import plans_of
from progress_report.inputs.years.publication import (
    CELL,
    INDICATOR,
    PLAN,
    Publication,
    PublishedRow,
    publication_file,
)
from progress_report.inputs.years.report_year import ReportYear
from progress_report.model.fiscal_year import FiscalYear
from progress_report.provenance.audit import Audited
from progress_report.provenance.embedded import revision_of, year_of
from progress_report.provenance.impact import origins_of
from progress_report.provenance.ledger import run_identifier
from progress_report.provenance.record import MANIFEST, sha256
from progress_report.publishing import exchange
from progress_report.publishing.published_numbers import printed_rows
from progress_report.rendering import index_page

_Cell = tuple[str, int, str]  # file, row and column


def publish_report(options: BuildOptions, files: Mapping[str, bytes]) -> None:
    """Publish the report's files and, for a final report, ``data/<year>/published.csv``.

    The new ``published.csv`` is first staged beside its place and replaces it right after the report; if the
    process dies between the two, the next build of the year writes it (see ``final_comparison``). OSError and
    PublishingError leave both unchanged.
    """
    staged: AbstractContextManager[Replace] = nullcontext(lambda: None)
    if options.publishes_final:
        staged = _staged(options.project, options.year, files)
    with staged as replace:
        exchange.publish(options.target, files)
        replace()
    exchange.discard(options.failed)
    index_page.refresh_index(options.out)


def published_message(
    target: Path,
    files: Mapping[str, bytes],
    draft_reasons: list[str] | None,
    numerals: int | None,
    audited: Audited,
    seconds: float,
) -> str:
    """Return the message about the written files and the duration."""
    lines = [f"{target} に書き出しました（{seconds:.1f}秒）。"]
    tables = [name for name in files if name.startswith("tables/")]
    single = {name: content for name, content in files.items() if name not in tables}
    lines += [f"  {target / name}　{_size(len(content))}" for name, content in single.items()]
    if tables:
        lines.append(f"  {target / 'tables'}　{len(tables)}個")
    if numerals is not None:
        lines.append(f"表示した数字 {numerals}個の出どころを、すべて ledger.csv に記しました。")
    lines.append(
        f"ledger.csv の数値 {audited.printed}件を、元の表とパラメータから計算し直し、すべて一致しました。"
    )
    if draft_reasons is None:
        return "\n".join([*lines, "確定版です。"])
    return "\n".join([*lines, "案（未確定）です。", *(f"  ・{reason}" for reason in draft_reasons)])


def notice(options: BuildOptions) -> str:
    """Return the line about ``published.csv`` after publishing a final report; nothing for others."""
    if not options.publishes_final:
        return ""
    file = options.project.relative(publication_file(options.project, options.year))
    return f"\n公表した値は {file} に記しました。データと一緒にリポジトリに加えてください。"


def _size(count: int) -> str:
    return f"{count / 1024:,.0f} KB"


def write_publication(project: Project, year: FiscalYear, files: Mapping[str, bytes]) -> None:
    """Write ``published.csv`` from a final report's document and manifest. OSError."""
    with _staged(project, year, files) as replace:
        replace()


def publication_of(project: Project, document: Document, manifest: bytes) -> Publication:
    """Return the published figures of a report made from the current data of ``project``.

    They are all cells of every table that the report shows or uses, its indicators and plans, and each
    printed number. ReportError if the data cannot be read.
    """
    record = document.record
    year = ReportYear(project, year_of(record))
    rows = [*_cells(year, document), *_figures(year, document), *printed_rows(document)]
    file = project.relative(publication_file(project, year.year))
    return Publication(file, revision_of(record), sha256(manifest), tuple(rows))


def _staged(
    project: Project, year: FiscalYear, files: Mapping[str, bytes]
) -> AbstractContextManager[Replace]:
    publication = publication_of(project, Document.of_json(json.loads(files[DOCUMENT])), files[MANIFEST])
    return staged_file(publication_file(project, year), publication.to_csv())


def _cells(year: ReportYear, document: Document) -> Iterator[PublishedRow]:
    """Yield the cells of all tables (excluding surveys) on which printed values depend."""
    printed = list(printed_runs(document))
    used = {origin.file for one in printed for origin in origins_of(one)}
    shown = _shown_cells(printed)
    for file, resource in resources_by_file(year.project, year.year, year.package).items():
        if file not in used or resource.survey is not None or resource.name in year.absent:
            continue
        rows, names = year.rows(resource.name), resource.table_schema.primaryKey
        for number, cells in zip(rows.numbers, rows.cells, strict=True):
            key = json.dumps({name: cells[name] for name in names}, ensure_ascii=False)
            for field in resource.table_schema.fields:
                if field.name in names:
                    continue
                identifier, place, text = shown.get((file, number, field.name), ("", "", ""))
                yield PublishedRow(
                    CELL, resource.name, key, field.name, identifier, place, text,
                    cells[field.name], field.unit or "",
                )  # fmt: skip


def _shown_cells(printed: list[PrintedRun]) -> dict[_Cell, tuple[str, str, str]]:
    """Return each printed cell, with its identifier, and the place and words of its first occurrence."""
    shown: dict[_Cell, tuple[str, str, str]] = {}
    for one in printed:
        run = one.run
        if isinstance(run, Number):
            origin = one.block.quantities[run.id].origin
        elif isinstance(run, Date | LiteralText):
            origin = run.source
        else:
            continue
        if isinstance(origin, CellOrigin):
            cell = origin.file, origin.row, origin.column
            shown.setdefault(cell, (run_identifier(run), f"{one.section} {one.place}", run.text))
    return shown


def _figures(year: ReportYear, document: Document) -> Iterator[PublishedRow]:
    """Yield the indicators and plans that the report prints or uses."""
    known = {identifier for one in printed_runs(document) for identifier in one.block.quantities}
    indicators = indicator_values(year).items()
    plans = [(plan.descriptor.name, plan.announced) for plan in plans_of(year)]
    for kind, values in ((INDICATOR, indicators), (PLAN, plans)):
        for name, quantity in values:
            if quantity.identifier in known:
                value = "" if quantity.value is None else str(quantity.value)
                yield PublishedRow(
                    kind, identifier=name, printed=quantity.text, value=value, unit=quantity.unit
                )
