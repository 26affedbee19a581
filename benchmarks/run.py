"""One whole run: lays out copies of the project, measures all contenders in rounds, tells the results."""

import json
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.agreement import agreement
from benchmarks.contenders import Contender
from benchmarks.contenders import ours as our_contenders
from benchmarks.contenders.floor import OUT as FLOOR_OUT
from benchmarks.contenders.floor import floor
from benchmarks.contenders.myst import MYST, Myst, troubles
from benchmarks.contenders.ours import EDITS
from benchmarks.contenders.plain_loop import OUT as LOOP_OUT
from benchmarks.contenders.plain_loop import plain_loop, weasyprint, why_no_weasyprint
from benchmarks.contenders.watch import saves
from benchmarks.machine import machine
from benchmarks.made import require_made
from benchmarks.measure import SAMPLES_PER_SECOND, Measurement, measure
from benchmarks.page import Told, results_page
from benchmarks.results import CHOICES_OF_JOBS, TWO_YEARS, ManyYears, Results, bars
from benchmarks.years import FIRST, add_years
from tests.support.project_copy import Project

SECTIONS = ("0_summary", "1_data_utilization", "2_online_procedures", "3_cashless", "4_standardization")


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is measured: ``long_rounds`` is for what takes long (many years, MyST).

    ``warm_up``: a round before samples memory, whose reading slows what is measured; without it, for
    trying out, the rounds themselves do.
    """

    rounds: int
    long_rounds: int
    year_counts: tuple[int, ...]
    warm_up: bool = True

    def with_rounds(self, rounds: int | None) -> "Extent":
        if rounds is None:
            return self
        return replace(self, rounds=rounds, long_rounds=min(rounds, self.long_rounds))


FULL = Extent(rounds=5, long_rounds=2, year_counts=(1, 5, 20))
QUICK = Extent(rounds=1, long_rounds=1, year_counts=(1, 2), warm_up=False)


def run(folder: Path, extent: Extent, jupyter: Path | None) -> str:
    """The results page. CommandFailedError where a contender fails that may not."""
    described = machine()
    contenders, remarks = _everybody(folder, extent, jupyter)
    many_root = folder / "years"
    years = add_years(many_root, max(extent.year_counts))
    for count in extent.year_counts:
        for jobs in CHOICES_OF_JOBS:
            contenders.append(our_contenders.many_years(many_root, years[:count], jobs, extent.long_rounds))
    loop = plain_loop(many_root, years[:2], TWO_YEARS, extent.long_rounds)
    contenders.append(loop)
    results = _measured(contenders, extent)
    many = [ManyYears(results, extent.year_counts, jobs) for jobs in CHOICES_OF_JOBS]
    if MYST in results.runs:
        said = _quoted(troubles(results.runs[MYST][-1].said), folder)
        remarks.append(f"MyST, asked for a PDF by way of Typst, executes all and then says: {said}.")
    cold = results.seconds("cold").median
    for name, seconds in saves(folder / "watch", FIRST, extent.rounds).items():
        remarks.append(
            f"`watch`, from saving a {name} to the page made anew: {seconds.median:.2f} s "
            f"({seconds.least:.2f} to {seconds.most:.2f}), {seconds.median / cold:.0%} of cold."
        )
    told = Told(
        described,
        {contender.name: _shown(contender) for contender in contenders},
        json.loads((folder / "plain" / f"{LOOP_OUT}-1" / "stages.json").read_text(encoding="utf-8")),
        agreement(folder / "cold" / our_contenders.BUILT / str(FIRST), folder / "floor" / FLOOR_OUT),
        extent.warm_up,
        remarks,
    )
    return results_page(results, many, bars(results, many), told)


def _everybody(folder: Path, extent: Extent, jupyter: Path | None) -> tuple[list[Contender], list[str]]:
    """All contenders of one year, and what is to be said of those that could not take part."""
    for name in ("plain", "floor", "years"):
        Project.copied(folder / name)
    loop = plain_loop(folder / "plain", [FIRST])
    contenders = [
        loop,
        floor(folder / "floor", FIRST, SECTIONS),
        our_contenders.cold(folder / "cold", FIRST),
        our_contenders.unchanged(folder / "unchanged", FIRST),
        *(our_contenders.edited(folder / f"edit-{number}", FIRST, edit) for number, edit in enumerate(EDITS)),
    ]
    remarks = []
    if reason := why_no_weasyprint():
        remarks.append(f"WeasyPrint was not measured: {reason}")
    else:
        contenders.append(weasyprint(loop, FIRST))
    try:
        myst = Myst.laid(folder / "myst", folder / "plain", SECTIONS, jupyter)
    except RuntimeError as error:
        remarks.append(f"MyST was not measured: {error}.")
    else:
        contenders.append(replace(myst.contender(), rounds=extent.long_rounds))
        remarks.append(f"MyST, asked for pages (`--html`), says: {_quoted(myst.said_of_pages(), folder)}.")
        remarks.append("MyST executes the notebooks with their own defaults: it passes no parameters.")
    return contenders, remarks


def _measured(contenders: Sequence[Contender], extent: Extent) -> Results:
    """Each contender once a round, in rotated order; round 0 warms up and does not count."""
    runs: defaultdict[str, list[Measurement]] = defaultdict(list)
    peaks, left = defaultdict[str, int](int), defaultdict[str, int](int)
    for round_number in range(0 if extent.warm_up else 1, extent.rounds + 1):
        first = round_number % len(contenders)
        for contender in [*contenders[first:], *contenders[:first]]:
            if contender.rounds is not None and round_number > contender.rounds:
                continue
            contender.prepare(round_number)
            samples = 0 if round_number and extent.warm_up else SAMPLES_PER_SECOND
            measured = measure(contender.command, samples_per_second=samples)
            require_made(contender.command.folder, contender.outputs)
            if round_number:
                runs[contender.name].append(measured)
            peaks[contender.name] = max(peaks[contender.name], measured.peak_bytes or 0)
            left[contender.name] += measured.left_behind
            now = time.strftime("%H:%M:%S")
            print(f"{now}  round {round_number}  {contender.name}  {measured.seconds:.2f} s", file=sys.stderr)
    return Results({contender.name: runs[contender.name] for contender in contenders}, peaks, left)


def _quoted(lines: Sequence[str], folder: Path) -> str:
    """The lines in quotation marks, without this machine's paths."""
    return "; ".join(f"«{line.replace(str(folder), '…')}»" for line in lines) or "nothing amiss"


def _shown(contender: Contender) -> str:
    """The command without this machine's paths."""
    words = (Path(word).name if word.startswith("/") else word for word in contender.command.arguments)
    return " ".join(words)
