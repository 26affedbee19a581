"""The ``build`` command: build a year's report."""

import argparse
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from progress_report.build_options import Batch, BuildOptions
from progress_report.cli.command_result import CommandResult
from progress_report.cli.japanese import add_command, add_out, add_roots, add_year, workspaces
from progress_report.execution.parallelism import usual_jobs
from progress_report.execution.workers import Workers
from progress_report.publishing import build_lock, overwrite_protection, unchanged
from progress_report.registry import (
    FIGURES,
    LARGE_PRINT,
    PDFS,
    chosen_by_name,
    format_names,
    in_listing_order,
)

_MOST_JOBS = 64
_FORMER_NAMES = {"txt": "text"}
_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")


def build_changed(
    builds: Sequence[BuildOptions], shared: Path | None = None, dask: str | None = None
) -> CommandResult:
    """Build each report with changes, even if another one fails.

    ``shared``: the folder with several municipalities' folders; ``dask``: the scheduler whose workers build
    them. ReportError contains all errors, as the error class with the highest exit code.
    """
    standing = [_standing(options) for options in builds]
    reported = [message for message in standing if message is not None]
    if shared is None and len(reported) == len(standing):
        return CommandResult("\n".join(reported))
    with Workers(spawned=0 if dask else 1) as workers:  # spawned workers import meanwhile
        from progress_report.distributed.reports import build_reports, grouped_messages

        outcomes = build_reports(builds, workers, standing, dask)
    return CommandResult(grouped_messages(builds, outcomes, shared))


def _standing(options: BuildOptions) -> str | None:
    """Return the message on an unchanged or skipped report; None for others."""
    began = time.monotonic()
    build_lock.recover(*options.written)
    if (message := overwrite_protection.skipped(options)) is not None:
        return message
    if unchanged.is_unchanged(options):
        return unchanged.unchanged_message(options, time.monotonic() - began)
    return None


def add(commands: Any) -> None:
    parser = add_command(
        commands, "build", _execute, "報告書を作る",
        "年度の報告書を作り、build/年度/ に置く。年度はいくつでもよく、一つが失敗しても他の年度は作る。"
        "失敗した年度は、前の報告書が残る。すべての年度への入口を build/index.html に作る。"
        "別の自治体の報告書は --root で作る。自治体もいくつでもよく、並べて作る。"
        "--out の中にまとめて作ると、すべての自治体への入口を municipalities.html に作る。",
    )  # fmt: skip
    add_year(parser, "years", nargs="*")
    parser.add_argument("--all", action="store_true", help="params/ にあるすべての年度を作る")
    add_roots(parser)
    add_out(parser, "書き出し先。自治体がいくつもあれば、この中の自治体ごとのフォルダ")
    parser.add_argument(
        "--final", action="store_true", help="確定版を作る。サンプルデータや要確認が残っていれば作らない"
    )
    parser.add_argument(
        "--only", metavar="節", help="一つの節（ノートブックの名前）だけを作る。build/年度.partial/ に置く"
    )
    parser.add_argument(
        "--formats",
        metavar="形式",
        type=_formats,
        help=f"{'、'.join(chosen_by_name())} のうち作るもの（カンマで区切る）。docx はワープロのファイル。"
        f"{'、'.join(format_names())} がそろわなければ build/年度.partial/ に置く",
    )
    parser.add_argument(
        "--large-print",
        action="store_true",
        help="大きな文字（14ポイント）のPDFも作る（report-large-print.pdf）",
    )
    parser.add_argument(
        "--figures",
        action="store_true",
        help="図を画像のファイルにもする（figures.zip。SVGとPNG）",
    )
    parser.add_argument(
        "--validate-pdf",
        action="store_true",
        help="できたPDFを veraPDF で検査し（PDF/UA-1、PDF/A-3a）、結果を manifest.json に記録する。"
        "規格に反する所があれば、何も書き出さない",
    )
    parser.add_argument(
        "--jobs",
        metavar="数",
        type=_jobs,
        help="同時に実行する節の数（既定: CPUの数の2倍に1を足した数）",
    )
    parser.add_argument(
        "--dask",
        metavar="アドレス",
        type=_scheduler,
        help="このアドレス（tcp://10.0.0.1:8786 など）のスケジューラにつながるワーカー（Dask）で作る",
    )


def _execute(given: argparse.Namespace) -> CommandResult:
    builds = requested_builds(given)
    shared = given.out if builds[0].batch is Batch.MUNICIPALITIES else None
    return build_changed(builds, shared, given.dask)


def requested_builds(given: argparse.Namespace) -> list[BuildOptions]:
    """Return the options of each build, one per year and municipality. Usage error for wrong options."""
    error = given.parser.error
    if bool(given.years) == given.all:
        error("年度か --all の、どちらか一つを指定してください")
    found = workspaces(given)
    if given.all and (lacking := [place for place in found if not place.project.years()]):
        where = "".join(f"（{place.project.root}）" for place in lacking if given.root)
        error(f"params/ に年度のファイルがありません{where}")
    asked_for = ((LARGE_PRINT, given.large_print), (FIGURES, given.figures))
    chosen = {*(given.formats or format_names()), *(name for name, asked in asked_for if asked)}
    formats = in_listing_order(chosen)
    asked = [
        (place, year)
        for place in found
        for year in (place.project.years() if given.all else dict.fromkeys(given.years))
    ]
    batch = Batch.MUNICIPALITIES if len(found) > 1 else Batch.YEARS if len(asked) > 1 else Batch.NONE
    builds = [
        BuildOptions(
            year, place.out, given.final, given.only, formats,
            jobs=given.jobs or usual_jobs(),
            project=place.project, batch=batch, skip_final=given.all, validate_pdf=given.validate_pdf,
        )
        for place, year in asked
    ]  # fmt: skip
    if given.final and any(options.partial for options in builds):
        error("--final は --only、--formats と一緒に使えません（確定版は全体を一度に作ります）")
    if given.validate_pdf and not any(name in PDFS for name in formats):
        error("--validate-pdf は、PDFを作るときに使います（--formats に pdf を加えてください）")
    if given.dask and given.jobs:
        error("--jobs は --dask と一緒に使えません（ワーカーのスレッドの数だけ、同時に作ります）")
    return builds


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 0 < int(text) <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"1から{_MOST_JOBS}までの整数にしてください（「{text}」）")
    return int(text)


def _scheduler(text: str) -> str:
    if not _SCHEDULER.fullmatch(text):
        example = "tcp://10.0.0.1:8786 や tls://scheduler:8786 のように書いてください"
        raise argparse.ArgumentTypeError(f"スケジューラのアドレスは、{example}（「{text}」）")
    return text


def _formats(text: str) -> tuple[str, ...]:
    names = {_FORMER_NAMES.get(name, name) for name in text.split(",")}
    if unknown := names - {*chosen_by_name()}:
        raise argparse.ArgumentTypeError(f"知らない形式です（{'、'.join(sorted(unknown))}）")
    return in_listing_order(names)
