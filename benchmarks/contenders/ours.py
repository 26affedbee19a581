"""Ours, through its command line alone: cold, unchanged, one row or one sentence changed, many years."""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.contenders import Contender
from benchmarks.measure import Command, measure
from tests.support.project_copy import Project

CACHE = ".cache"
BUILT = "build"
OUTPUTS = (f"{BUILT}/2*/report.html", f"{BUILT}/2*/report.pdf")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one value: ``after`` makes a text that no round before had, so no cache can hold it."""

    name: str
    file: str
    before: str
    after: Callable[[int], str]

    def apply(self, root: Path, original: str, round_number: int) -> None:
        """Write the file with the change. ValueError where the original does not hold the text once."""
        if original.count(self.before) != 1:
            raise ValueError(f"{self.file} does not hold «{self.before}» once")
        text = original.replace(self.before, self.after(round_number))
        (root / self.file).write_text(text, encoding="utf-8", newline="")


# Rows of the section that takes longest and of one that does not; sentence and rows leave all checks holding.
EDITS = (
    Edit(
        "row of online_procedures.csv",
        "data/2024/online_procedures.csv",
        "2023,302,415,2050",
        lambda round_number: f"2023,302,415,{2051 + round_number}",
    ),
    Edit(
        "row of systems.csv",
        "data/2024/systems.csv",
        "3365,2598",
        lambda round_number: f"3365,{2597 - round_number}",
    ),
    Edit(
        "sentence of prose",
        "params/2024.yaml",
        "着実に進めていく。",
        lambda round_number: f"{'着実に、' * (round_number + 1)}着実に進めていく。",
    ),
)


def cold(folder: Path, year: int) -> Contender:
    """Nothing cached, nothing published."""
    project = Project.copied(folder)
    return Contender("cold", build_command(project.root, [year]), OUTPUTS, partial(_forget, project.root))


def unchanged(folder: Path, year: int) -> Contender:
    """Called again with nothing changed."""
    project = Project.copied(folder)
    command = build_command(project.root, [year])
    return Contender("unchanged", command, OUTPUTS, partial(_built_once, command))


def edited(folder: Path, year: int, edit: Edit) -> Contender:
    """Called again after one change."""
    project = Project.copied(folder)
    command = build_command(project.root, [year])
    original = (project.root / edit.file).read_bytes().decode()

    def prepare(round_number: int) -> None:
        _built_once(command, round_number)
        edit.apply(project.root, original, round_number)

    return Contender(edit.name, command, OUTPUTS, prepare)


def many_years(root: Path, years: Sequence[int], jobs: int, rounds: int) -> Contender:
    """Several years in one call, nothing cached, ``jobs`` sections at once."""
    command = build_command(root, years, jobs)
    return Contender(years_name(len(years), jobs), command, OUTPUTS, partial(_forget, root), rounds)


def years_name(count: int, jobs: int) -> str:
    return f"years {count} jobs {jobs}"


def build_command(root: Path, years: Sequence[int], jobs: int | None = None) -> Command:
    chosen = ("--jobs", str(jobs)) if jobs is not None else ()
    arguments = (sys.executable, "report_builder.py", "build", *map(str, years), "--out", BUILT, *chosen)
    return Command(arguments, root)


def _forget(root: Path, round_number: int) -> None:
    for name in (CACHE, BUILT):
        shutil.rmtree(root / name, ignore_errors=True)


def _built_once(command: Command, round_number: int) -> None:
    if not (command.folder / BUILT).is_dir():
        measure(command)
