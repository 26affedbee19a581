"""Options of the ``build`` command as the command line parses them."""

from progress_report.cli.build import BuildCommand
from progress_report.cli.parser import parse


def parsed_build(*arguments: str) -> BuildCommand:
    """Return the options of ``build`` with these arguments."""
    options = parse(["build", *arguments])
    assert isinstance(options, BuildCommand)
    return options
