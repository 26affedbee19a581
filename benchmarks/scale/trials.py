"""What may break when there are many, tried out as far as that costs little."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import measure
from benchmarks.page import MEBIBYTE
from benchmarks.scale.building import SAMPLES_PER_SECOND, Place, build_command
from benchmarks.scale.fit import MUNICIPALITIES
from benchmarks.scale.municipalities import YEAR, folder_name
from benchmarks.scale.runs import CLUSTER, MACHINE, Tried
from benchmarks.scale.tables import read, written

USUAL_OPEN_FILES = 1024  # what most systems allow a process unless asked
_WINDOWS_CHARACTERS = 32_767  # CreateProcess, lpCommandLine
_FEW_OPEN_FILES = 256
_TOLD = {MACHINE: "On one machine.", CLUSTER: "On the cluster."}
_REFUSED = "検算「未対応手続数と優先度別合計」が成り立ちません"


def trials(place: Place) -> Iterator[Tried]:
    yield arguments(place)
    yield resources(place)
    yield disk(place)
    yield files()
    yield all_at_once(place, MUNICIPALITIES)


def arguments(place: Place) -> Tried:
    """How many roots one command may name, by starting a program with ever more of them."""
    root = str(place.folder.resolve() / "roots" / folder_name(1))
    most = _most(lambda count: _starts(["true", "--root", *[root] * count]))
    characters = len(os.fsencode(root)) + 1
    return Tried(
        "arguments",
        f"A program was started with ever more roots, each a path of {characters - 1} bytes",
        f"{most:,} roots are taken, one more is not (`Argument list too long`). On Windows, where a command "
        f"line has at most {_WINDOWS_CHARACTERS:,} characters, {_WINDOWS_CHARACTERS // characters:,} would "
        "be: there, more go into several commands",
        {"most": most, "wanted": MUNICIPALITIES, "characters": characters * MUNICIPALITIES},
    )


def _most(holds: Callable[[int], bool]) -> int:
    """The largest number for which it holds."""
    above = 1
    while holds(above):
        above *= 2
    below = above // 2
    while above - below > 1:
        middle = (above + below) // 2
        below, above = (middle, above) if holds(middle) else (below, middle)
    return below


def _starts(arguments: list[str]) -> bool:
    try:
        subprocess.run(arguments, check=True)
    except OSError:
        return False
    return True


def resources(place: Place) -> Tried:
    total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    told = f"{total / MEBIBYTE:,.0f} MiB"
    return Tried("memory", "The machine's memory was asked for", told, {"total_bytes": total})


def disk(place: Place) -> Tried:
    place.folder.mkdir(parents=True, exist_ok=True)
    system = os.statvfs(place.folder)
    free = shutil.disk_usage(place.folder).free
    return Tried(
        "disk",
        "The disk was asked what is free",
        f"{free / 1e9:,.0f} GB and room for {system.f_favail:,} files",
        {"free_bytes": free, "free_files": system.f_favail},
    )


def files() -> Tried:
    told = f"{USUAL_OPEN_FILES:,} files a process, where nobody asked for more"
    return Tried("open files", "What systems usually allow", told, {"usual_limit": USUAL_OPEN_FILES})


def all_at_once(place: Place, count: int, where: str = MACHINE, *options: str) -> Tried:
    """All municipalities in one command, each with a sum that does not hold: refused before executing."""
    faulty = Place(place.folder / "faulty")
    roots = faulty.roots(count)
    for root in roots:
        _break(root)
    command = build_command(faulty, where, roots, *options)
    limited = replace(command, arguments=_with_few_open_files(command.arguments))
    measured = measure(limited, samples_per_second=SAMPLES_PER_SECOND)
    shutil.rmtree(faulty.folder)
    refused = measured.said.count(_REFUSED)
    peak, files = measured.peak_bytes or 0, measured.most_open_files or 0
    return Tried(
        f"{count:,} in one command, {where}",
        f"{_TOLD[where]} One command for {count:,} municipalities, each with a sum that does not hold: all "
        f"are read and refused, none is executed. A process may have {_FEW_OPEN_FILES} files open",
        f"Exit code {measured.exit_code}, {refused:,} refused, in {measured.seconds:.0f} s "
        f"({measured.processor_seconds:.0f} processor seconds); at most {peak / MEBIBYTE:,.0f} MiB in all, "
        f"and {files} open files a process",
        {
            "seconds": measured.seconds,
            "processor_seconds": measured.processor_seconds,
            "peak_bytes": peak,
            "most_open_files": files,
            "exit_code": measured.exit_code,
            "refused": refused,
        },
    )


def _break(root: Path) -> None:
    """The priorities' sum is one more than it should be."""
    table = root / "data" / str(YEAR) / "priorities.csv"
    rows = read(table.read_text(encoding="utf-8"))
    rows[-1]["not_online"] = str(int(rows[-1]["not_online"]) + 1)
    table.write_text(written(rows), encoding="utf-8", newline="")


def _with_few_open_files(arguments: tuple[str, ...]) -> tuple[str, ...]:
    return ("sh", "-c", f'ulimit -n {_FEW_OPEN_FILES} && exec "$@"', "sh", *arguments)
