"""Running of commands: answers on stdout, errors in Japanese on stderr, never a traceback."""

import gc
import sys
from collections.abc import Sequence

from progress_report.cli.command_result import CommandResult
from progress_report.cli.parser import parse
from progress_report.execution import interruption
from progress_report.execution.garbage import collect_rarely
from progress_report.model.findings import ExitCode, PublishingError, ReportError
from progress_report.model.streams import print_to


def main(arguments: Sequence[str]) -> ExitCode:
    """Run a command; return the exit code of the process."""
    try:
        given = parse(arguments)
        result: CommandResult = given.execute(given)
        print_to(result.text, sys.stdout)
        return result.exit_code
    except KeyboardInterrupt:
        failure: ReportError = PublishingError.interrupted()
    except OSError as error:
        failure = PublishingError.of_system(error)
    except ReportError as error:
        failure = error
    print_to(str(failure), sys.stderr)
    return failure.exit_code


def command() -> ExitCode:
    """Run what the command line asks for: the entry point of ``progress-report``, and of the script."""
    return run(sys.argv[1:])


def run(arguments: Sequence[str]) -> ExitCode:
    """Run a command in its own process, as started by a person or a script."""
    collect_rarely()
    interruption.listen()
    status = main(arguments)
    gc.freeze()  # the process ends: searching for garbage is pointless
    return status
