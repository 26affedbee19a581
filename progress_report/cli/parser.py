"""The parser of all commands."""

import argparse
from collections.abc import Sequence
from typing import cast

from progress_report.cli import (
    build,
    check,
    compare,
    import_word,
    init,
    new_year,
    questions,
    request,
    revise,
    verify,
    watch,
)
from progress_report.cli.answers import Options
from progress_report.cli.japanese import EXIT_CODES, speak_japanese

# In the order of the help.
_COMMANDS = (init, request, new_year, check, build, watch, import_word, revise, compare, verify, questions)


def parse(arguments: Sequence[str]) -> Options:
    """Parse the options. SystemExit with code 2 if they are invalid."""
    speak_japanese()
    parser = argparse.ArgumentParser(
        prog="report_builder.py",
        description="年度の取組進捗の報告書（HTMLとPDF）を、データとパラメータから作り、出どころを確かめる。",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True, dest="command")
    for command in _COMMANDS:
        command.add(commands)
    given = parser.parse_args(arguments)
    return cast(Options, given.options(given))
