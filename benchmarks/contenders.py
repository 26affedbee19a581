"""The compared ways of making the report."""

import json
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from benchmarks.long_tables import add_long_table
from benchmarks.measure import Measurement, child_environment, measure, process_tree
from tests.support.extracted_text import pdf_words
from tests.support.project_copy import ROOT, Project
from tests.support.schema_of_2024 import end_in_2024

YEAR = 2024
FEW, MANY = 5, 20
LOOP, LOOP_OF_TWO = "plain loop", "plain loop, 2 years"
SCRIPT = "plain script"
BUILD, SPAWNED, UNCHANGED = "from nothing", "from nothing, spawn", "unchanged"
SAVED_ROW = "saved row"
SHORT, LONG = 870, 1741  # rows: the number of municipalities, and half of it
_STEP = 2  # no two years are consecutive, so that each is a first report, like 令和6年度
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_SAMPLES_PER_SECOND = 20
_ENOUGH_CHARACTERS = 100
# The record, other formats and data, and the characters of the fonts for them.
_BUILT_ALONE = re.compile(
    r'<data id="progress-report-record".*?</data>|<section class="downloads .*?</section>'
    r'|<a id="[^"]*-data" [^>]*>.*?</a>|<a class="long" [^>]*>.*?</a>|@font-face[^<]*|style-src [^;]*',
    re.DOTALL,
)
_ROW = "data/2024/online_procedures.csv", "2023,302,415,2050", "2023,302,415,{}"


@dataclass(frozen=True, slots=True)
class Contender:
    """``run`` makes the report once; its arguments are the round's number, and whether to sample memory."""

    name: str
    run: Callable[[int, bool], Measurement]


def years_name(count: int) -> str:
    return f"from nothing, {count} years"


def rows_name(count: int) -> str:
    return f"a table of {count:,} rows"


def contenders(folder: Path, counts: Sequence[int] = (FEW, MANY)) -> Iterator[Contender]:
    """Yield all contenders, in copies of the project within the folder. RuntimeError without Chromium.

    ``counts``: the numbers of years built in one command.
    """
    root = Project.copied(folder / "project").root
    years = add_years(root, max(2, *counts))
    chromium = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if chromium is None:
        raise RuntimeError("the plain loop prints with Chromium, which is not installed")
    for name, count in ((LOOP, 1), (LOOP_OF_TWO, 2)):
        yield _module(name, root, "plain_loop", (chromium, _out(name), *years[:count]), f"{YEAR}/*.")
    yield _module(SCRIPT, root, "plain_script", (YEAR, _out(SCRIPT)), "report.")
    yield _build(BUILD, root, years[:1])
    yield _build(SPAWNED, root, years[:1], PROGRESS_REPORT_START_METHOD="spawn")
    yield _build(UNCHANGED, root, years[:1], keep=True)
    for count in counts:
        yield _build(years_name(count), root, years[:count])
    for count in (SHORT, LONG):
        copy = Project.copied(folder / f"table-{count}").root
        add_long_table(copy, YEAR, count)
        yield _build(rows_name(count), copy, years[:1], options=("--large-print",))
    watched = Project.copied(folder / "watched").root
    yield Contender(SAVED_ROW, partial(_save_row, watched))


def same_report(folder: Path) -> dict[str, bool]:
    """Return whether the plain script's page and the words of its PDF equal those of a build."""
    built, plain = (folder / "project" / _out(name) for name in (f"{BUILD}/{YEAR}", SCRIPT))
    return {
        "report.html": page_of(built) == page_of(plain),
        "the text of report.pdf": pdf_words(built / "report.pdf") == pdf_words(plain / "report.pdf"),
    }


def page_of(report: Path) -> str:
    """Return the page without the parts that a plain script does not make, and their consequences."""
    return _BUILT_ALONE.sub("", (report / "report.html").read_text(encoding="utf-8"))


def require_made(folder: Path, *patterns: str) -> None:
    """Raise RuntimeError unless each pattern matches files that contain Japanese text."""
    for pattern in patterns:
        for path in (paths := sorted(folder.glob(pattern))):
            text = pdf_words(path) if path.suffix == ".pdf" else path.read_text(encoding="utf-8")
            if len(re.findall(r"[\u3041-\u30ff\u4e00-\u9fff]", text)) < _ENOUGH_CHARACTERS:
                raise RuntimeError(f"{path.name} has hardly any Japanese text")
        if not paths:
            raise RuntimeError(f"no {pattern} was made in {folder.name}")


def add_years(root: Path, count: int) -> list[int]:
    """Keep only 令和6年度 in a copy of the project, and add years made from it by moving its dates."""
    for path in [*(root / "params").glob("*.yaml"), *(root / "data").glob("*/*")]:
        if str(YEAR) not in (path.stem, path.parent.name):
            path.unlink()
    end_in_2024(root)
    years = [YEAR + _STEP * number for number in range(count)]
    for year in years[1:]:
        for source in (root / "params" / f"{YEAR}.yaml", *(root / "data" / str(YEAR)).iterdir()):
            target = root / str(source.relative_to(root)).replace(str(YEAR), str(year))
            target.parent.mkdir(exist_ok=True)
            text = source.read_bytes().decode("utf-8-sig")
            target.write_text(moved(text, year - YEAR), encoding="utf-8", newline="")
    return years


def moved(text: str, by: int) -> str:
    """Move every year in the text, 令和 or western; other numbers stay."""
    text = re.sub(r"令和([0-9]+)(?=年)", lambda match: f"令和{int(match[1]) + by}", text)
    return re.sub(r"(?<![0-9])20[12][0-9](?![0-9])", lambda match: str(int(match[0]) + by), text)


def _module(name: str, root: Path, module: str, arguments: Sequence[object], stem: str) -> Contender:
    """Return a contender that runs a module of this package in the copy of the project."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    out = root / _out(name)

    def run(_: int, sampled: bool) -> Measurement:
        shutil.rmtree(out, ignore_errors=True)
        return _measured(command, root, out, stem, sampled, PYTHONPATH=f"{root}:{ROOT}")

    return Contender(name, run)


def _build(
    name: str,
    root: Path,
    years: Sequence[int],
    *,
    keep: bool = False,
    options: Sequence[str] = (),
    **environment: str,
) -> Contender:
    """Return a contender that builds into an empty folder; with ``keep``, rebuilds without changes."""
    out = root / _out(name)
    command = [sys.executable, "report_builder.py", "build", *map(str, years), "--out", out.name, *options]

    def run(_: int, sampled: bool) -> Measurement:
        if not keep:
            shutil.rmtree(out, ignore_errors=True)
        elif not out.exists():
            measure(command, root)
        return _measured(command, root, out, f"{years[-1]}/report.", sampled, **environment)

    return Contender(name, run)


def _measured(
    command: Sequence[str], root: Path, out: Path, stem: str, sampled: bool, **environment: str
) -> Measurement:
    measurement = measure(command, root, environment, _SAMPLES_PER_SECOND if sampled else 0)
    require_made(out, f"{stem}html", f"{stem}pdf")
    return measurement


def _save_row(root: Path, number: int, sampled: bool) -> Measurement:
    """Start ``watch``, save a new row, and wait for the page that shows it.

    Time is measured from the save until the listening browser is notified to load the page, which is before
    the other files are made. RuntimeError if the page does not come.
    """
    file, row, changed = _ROW
    text, value = (ROOT / file).read_text(encoding="utf-8"), 2051 + number
    command = [sys.executable, "report_builder.py", "watch", str(YEAR)]
    environment = child_environment({"PYTHONUNBUFFERED": "1"})
    with (
        process_tree(_SAMPLES_PER_SECOND if sampled else 0) as tree,
        subprocess.Popen(
            command, cwd=root, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
        ) as watch,
    ):
        try:
            address = _line_with(watch, "http://").group()
            _line_with(watch, "作りました")
            with urlopen(f"{address}events") as events:
                former = _next_page(events)
                before, saved = tree.processor_seconds(), time.perf_counter()
                (root / file).write_text(
                    text.replace(row, changed.format(value)), encoding="utf-8", newline=""
                )
                while _next_page(events) == former:
                    pass
                seconds = time.perf_counter() - saved
                spent = tree.processor_seconds() - before
            with urlopen(f"{address}report.html") as page:
                shown = f"{value:,}" in page.read().decode()
            _line_with(watch, "作りました")
        finally:
            watch.send_signal(signal.SIGINT)
            watch.communicate()
    if not shown:
        raise RuntimeError(f"the page that watch made does not show {value:,}")
    return Measurement(seconds, spent, tree.peak_bytes)


def _line_with(watch: "subprocess.Popen[str]", pattern: str) -> re.Match[str]:
    """Wait for an output line that contains the pattern, and return the matching word."""
    assert watch.stdout is not None
    for line in watch.stdout:
        if found := re.search(rf"{pattern}\S*", line):
            return found
        if "作れませんでした" in line:
            raise RuntimeError(f"watch could not make the page: {line}")
    raise RuntimeError("watch has ended")


def _next_page(events: IO[bytes]) -> str:
    """Wait for the next state sent to the browser, and return the identity of its page."""
    for line in events:
        if line.startswith(b"data: "):
            standing = json.loads(line.removeprefix(b"data: "))
            if standing["faults"]:
                raise RuntimeError(f"watch could not make the page: {standing['faults'][0]}")
            return str(standing["identity"])
    raise RuntimeError("watch has ended")


def _out(name: str) -> str:
    """Return the output folder of a contender."""
    return name.replace(",", "").replace(" ", "-")
