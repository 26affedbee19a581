"""The measurements of all rounds, and what is computed from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.contenders.ours import EDITS, years_name
from benchmarks.measure import Measurement
from progress_report.building.parallelism import usual_jobs

TWO_YEARS = "plain loop, two years"
CHOICES_OF_JOBS = (1, 2, usual_jobs())


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of several values, and how far they lie apart."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))


@dataclass(frozen=True, slots=True)
class Results:
    """``runs`` by contender, timed; ``peaks`` by contender, in bytes, from a round of its own."""

    runs: Mapping[str, Sequence[Measurement]]
    peaks: Mapping[str, int] = field(default_factory=dict)
    left_behind: Mapping[str, int] = field(default_factory=dict)

    def seconds(self, name: str) -> Spread:
        return Spread.of([run.seconds for run in self.runs[name]])

    def processor_seconds(self, name: str) -> Spread:
        return Spread.of([run.processor_seconds for run in self.runs[name]])

    def ratio(self, name: str, base: str) -> float:
        """How many times as long as ``base``, by the medians."""
        return self.seconds(name).median / self.seconds(base).median


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing to reach; ``figure`` may be no more (or, with ``at_least``, no less) than ``limit``."""

    number: int
    text: str
    figure: float
    limit: float
    form: str
    at_least: bool = False

    @property
    def reached(self) -> bool:
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


@dataclass(frozen=True, slots=True)
class ManyYears:
    """What each further year costs, from the fewest and the most years that were built in one call."""

    results: Results
    counts: Sequence[int]
    jobs: int

    @property
    def further_year(self) -> float:
        """Seconds."""
        fewest, most = min(self.counts), max(self.counts)
        return (self._seconds(most) - self._seconds(fewest)) / (most - fewest)

    @property
    def middle(self) -> int:
        """The count of years that memory is compared with: more than one, where there are three."""
        return sorted(self.counts)[(len(self.counts) - 1) // 2]

    @property
    def growth(self) -> float:
        """Peak memory of the most years, as a multiple of that of the middle count."""
        return self.peak(max(self.counts)) / self.peak(self.middle)

    def peak(self, count: int) -> int:
        return self.results.peaks[years_name(count, self.jobs)]

    def _seconds(self, count: int) -> float:
        return self.results.seconds(years_name(count, self.jobs)).median


def further_year_of_the_plain_loop(results: Results) -> float:
    """Seconds; the loop's own start, which a second year saves, is not counted."""
    return results.seconds(TWO_YEARS).median - results.seconds("plain loop").median


def bars(results: Results, many: Sequence[ManyYears]) -> list[Bar]:
    """What is to be reached; of several figures for one thing, the worse counts (jobs: the faster choice)."""
    row = max(results.ratio(edit.name, "cold") for edit in EDITS if edit.name.startswith("row"))
    faster = min(many, key=lambda one: one.further_year)
    return [
        Bar(
            1,
            "the plain loop takes this many times as long",
            results.ratio("plain loop", "cold"),
            5,
            "{:.1f}×",
            True,
        ),
        Bar(2, "ours, cold, as a multiple of the floor", results.ratio("cold", "floor"), 1.5, "{:.2f}×"),
        Bar(3, "unchanged, of the plain loop", results.ratio("unchanged", "plain loop"), 0.01, "{:.2%}"),
        Bar(3, "unchanged, processor time", results.processor_seconds("unchanged").median, 0.3, "{:.2f} s"),
        Bar(3, "one row changed, of cold", row, 0.3, "{:.0%}"),
        Bar(
            4,
            "each further year, of the plain loop's",
            faster.further_year / further_year_of_the_plain_loop(results),
            1 / 8,
            "{:.3f}",
        ),
        Bar(
            4,
            f"peak memory of {max(faster.counts)} years, as a multiple of that of {faster.middle}",
            max(one.growth for one in many),
            1.1,
            "{:.2f}×",
        ),
    ]
