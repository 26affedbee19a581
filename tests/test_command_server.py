"""A command forked by the tests' server does what a started one does."""

import pytest

from tests.support.project_copy import COMMANDS, ROOT, run_script


@pytest.mark.parametrize("arguments", [("check", "2025"), ("chekc",)])
def test_output_and_exit_code_are_those_of_a_started_command(arguments: tuple[str, ...]) -> None:
    forked, started = COMMANDS.run(arguments), run_script(ROOT, arguments)
    assert (forked.returncode, forked.stdout, forked.stderr) == (
        started.returncode,
        started.stdout,
        started.stderr,
    )
