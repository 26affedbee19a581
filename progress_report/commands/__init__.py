"""The command line: what may be asked for, explained in Japanese; one module a command."""

from progress_report.commands.parser import parse

__all__ = ["parse"]
