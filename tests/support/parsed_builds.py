"""Builds as the command line asks for them."""

from progress_report.build_options import BuildOptions
from progress_report.cli.build import requested_builds
from progress_report.cli.parser import parse


def parsed_builds(*arguments: str) -> list[BuildOptions]:
    """Return the options of each build of ``build`` with these arguments."""
    return requested_builds(parse(["build", *arguments]))
