"""The parser of all commands."""

import argparse
from collections.abc import Sequence
from importlib.metadata import version

from progress_report.cli import (
    accessibility,
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
from progress_report.cli.japanese import EXIT_CODES, speak_japanese
from progress_report.model.program import COMMAND, NAME

# In the order of the help.
_COMMANDS = (
    init, request, new_year, check, build, watch, import_word, revise, compare, verify, accessibility,
    questions,
)  # fmt: skip


class _Version(argparse.Action):
    """Print the installed version; it is looked up only where it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(NAME, version(NAME))
        parser.exit()


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse the options; ``execute`` runs their command. SystemExit with code 2 if they are invalid."""
    speak_japanese()
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description="年度の取組進捗の報告書（HTMLとPDF）を、データとパラメータから作り、出どころを確かめる。",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="このプログラムの版を表示して終わる")
    commands = parser.add_subparsers(title="コマンド", metavar="コマンド", required=True, dest="command")
    for command in _COMMANDS:
        command.add(commands)
    return parser.parse_args(arguments)
