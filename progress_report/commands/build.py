"""``build``: make a year's report."""

import argparse
from dataclasses import dataclass
from typing import Any

from progress_report.building.build_options import FORMAT_NAMES, BuildOptions
from progress_report.commands.answers import Answer, Build
from progress_report.commands.japanese import add_command, add_out, add_year


@dataclass(frozen=True, slots=True)
class BuildCommand:
    """A build as asked for."""

    build: BuildOptions

    def answer(self, build: Build) -> Answer:
        return Answer(build(self.build))


def add(commands: Any) -> None:
    parser = add_command(
        commands, "build", "報告書を作る",
        "一つの年度の報告書を作り、build/年度/ に置く。失敗しても前の報告書は残る。",
    )  # fmt: skip
    add_year(parser)
    add_out(parser, "書き出し先（既定: build）")
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
        help="html、pdf のうち作るもの。build/年度.partial/ に置く",
    )

    def options(given: argparse.Namespace) -> BuildCommand:
        formats = given.formats or FORMAT_NAMES
        options = BuildOptions(given.year, given.out, given.final, given.only, formats)
        if options.final and options.partial:
            parser.error("--final は --only、--formats と一緒に使えません（確定版は全体を一度に作ります）")
        return BuildCommand(options)

    parser.set_defaults(options=options)


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(text.split(",")))
    if unknown := set(names) - set(FORMAT_NAMES):
        raise argparse.ArgumentTypeError(f"知らない形式です（{'、'.join(sorted(unknown))}）")
    return tuple(name for name in FORMAT_NAMES if name in names)
