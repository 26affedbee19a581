"""The results computed from the measurements, and the page that shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.contenders import (
    BUILD,
    FEW,
    LONG,
    LOOP,
    LOOP_OF_TWO,
    MANY,
    SAVED_ROW,
    SCRIPT,
    SHORT,
    SPAWNED,
    UNCHANGED,
    rows_name,
    years_name,
)
from benchmarks.measure import Measurement

MEBIBYTE = 1024**2


@dataclass(frozen=True, slots=True)
class Results:
    """The counted rounds by contender, and the peak memory of an earlier round, in bytes."""

    runs: Mapping[str, Sequence[Measurement]]
    peaks: Mapping[str, int]
    counts: tuple[int, int] = (FEW, MANY)

    def seconds(self, name: str) -> float:
        return median(run.seconds for run in self.runs[name])

    def ratio(self, name: str, base: str) -> float:
        """Return the ratio of the median times of ``name`` and ``base``."""
        return self.seconds(name) / self.seconds(base)

    @property
    def further_year(self) -> float:
        """Seconds for one more year in the same command."""
        few, many = self.counts
        return (self.seconds(years_name(many)) - self.seconds(years_name(few))) / (many - few)

    @property
    def further_year_of_the_loop(self) -> float:
        """Seconds, without the loop's start, which occurs only once."""
        return self.seconds(LOOP_OF_TWO) - self.seconds(LOOP)

    @property
    def growth(self) -> float:
        """Peak memory of many years, as a multiple of that of few."""
        few, many = (self.peaks[years_name(count)] for count in self.counts)
        return many / few


@dataclass(frozen=True, slots=True)
class Bar:
    """A requirement: ``figure`` must be at most ``limit``, or at least, with ``at_least``."""

    text: str
    figure: float
    limit: float
    form: str
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def bars(results: Results) -> list[Bar]:
    few, many = results.counts
    long, short = rows_name(LONG), rows_name(SHORT)
    further = results.further_year / results.further_year_of_the_loop
    return [
        Bar("plain loop, × ours from nothing", results.ratio(LOOP, BUILD), 7, "{:.1f}×", True),
        Bar("ours from nothing, × the plain script", results.ratio(BUILD, SCRIPT), 1.35, "{:.2f}×"),
        Bar("unchanged, of the plain loop", results.ratio(UNCHANGED, LOOP), 0.01, "{:.2%}"),
        Bar("from saving a row to the page", results.seconds(SAVED_ROW), 1, "{:.2f} s"),
        Bar("spawned, × forked", results.ratio(SPAWNED, BUILD), 1.5, "{:.2f}×"),
        Bar("each further year, of the plain loop's", further, 1 / 8, "{:.3f}"),
        Bar(f"{long}, in all formats", results.seconds(long), 20, "{:.1f} s"),
        Bar(f"{long}, × {short}", results.ratio(long, short), 2.2, "{:.2f}×"),
        Bar(f"peak memory of {many} years, × that of {few}", results.growth, 1.1, "{:.2f}×"),
    ]  # fmt: skip


def results_page(results: Results, machine: Mapping[str, str], same: Mapping[str, bool]) -> str:
    """Return ``RESULTS.md``. ``same``: whether each file of the plain script equals that of a build."""
    rounds = len(results.runs[BUILD])
    parts = [
        "# Results",
        "Written by `make bench`; [docs/benchmarks.md](../docs/benchmarks.md) says what each contender is. "
        f"Medians of {rounds} rounds (least to most), in each of which every contender ran once, in rotated "
        "order. Processor time and peak memory are those of all processes of a command; the memory (shared "
        "pages count once) is from a round before, whose times do not count.",
        table(("", "machine"), machine.items()),
        "## To reach",
        table(("what", "figure", "bar", ""), map(_bar_row, bars(results))),
        "## Everything side by side",
        table(
            ("contender", "seconds", "processor seconds", "× from nothing", "peak MiB"),
            (_contender_row(results, name) for name in results.runs),
        ),
        f"Each further year in the same command: {results.further_year:.2f} s; of the plain loop: "
        f"{results.further_year_of_the_loop:.2f} s.",
        "The plain script beside ours from nothing: "
        + ", ".join(f"{file} {'is the same' if equal else '**differs**'}" for file, equal in same.items())
        + ".",
    ]
    return "\n\n".join(parts) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)


def _bar_row(bar: Bar) -> tuple[str, ...]:
    limit = f"{'≥' if bar.at_least else '≤'} {bar.form.format(bar.limit)}"
    return bar.text, bar.form.format(bar.figure), limit, "reached" if bar.reached else "**not reached**"


def _contender_row(results: Results, name: str) -> tuple[str, ...]:
    runs = results.runs[name]
    return (
        name,
        _spread([run.seconds for run in runs]),
        _spread([run.processor_seconds for run in runs]),
        f"{results.ratio(name, BUILD):.2f}",
        f"{results.peaks[name] / MEBIBYTE:.0f}",
    )


def _spread(values: Sequence[float]) -> str:
    return f"{median(values):.2f} ({min(values):.2f} to {max(values):.2f})"
