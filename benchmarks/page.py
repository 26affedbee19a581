"""``RESULTS.md``: tables and bars, every figure computed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.results import Bar, ManyYears, Results, Spread, further_year_of_the_plain_loop

MEBIBYTE = 1024**2
_MEMORY = {
    True: "from a round before, whose times do not count.",
    False: "**sampled in the same rounds: only tried out, these figures are not to be kept.**",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says beside figures."""

    machine: Mapping[str, str]
    commands: Mapping[str, str]
    stages: Mapping[str, float]
    agreement: Sequence[str]
    warmed_up: bool
    remarks: Sequence[str] = field(default=())


def results_page(results: Results, many: Sequence[ManyYears], bars: Sequence[Bar], told: Told) -> str:
    parts = [
        "# Results",
        "Made by `make bench`; see [docs/benchmarks.md](../docs/benchmarks.md) for what each contender is. "
        f"Rounds: {len(results.runs['cold'])}; in each every contender runs once, in rotated order; medians "
        "(least to most). Processor time is that of all processes a command started. Peak memory is the "
        f"proportional set size of all processes together, {_MEMORY[told.warmed_up]}",
        table(("", "machine"), told.machine.items()),
        "## To reach",
        table(("", "what", "figure", "bar", ""), map(_bar, bars)),
        "## Everything side by side",
        table(
            ("contender", "seconds", "processor seconds", "× cold", "peak MiB", "rounds"),
            (_contender(results, name) for name in results.runs),
        ),
        "Stages of the plain loop in its last round: "
        + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in told.stages.items())
        + ". What of that Chromium takes is what WeasyPrint would take the place of.",
        "## Many years in one call",
        table(
            ("jobs", "each further year, seconds", "as part of the plain loop's", "peak MiB by years"),
            (_years(results, one) for one in many),
        ),
        "## The floor makes the same report",
        *(f"- {line}" for line in told.agreement),
        "## Remarks",
        *(f"- {line}" for line in (*told.remarks, _left_behind(results))),
        "## Commands",
        table(("contender", "command"), ((name, f"`{command}`") for name, command in told.commands.items())),
    ]
    return "\n\n".join(parts).replace("\n\n- ", "\n- ") + "\n"


def _bar(bar: Bar) -> tuple[str, ...]:
    sign = "≥" if bar.at_least else "≤"
    figure, limit = bar.form.format(bar.figure), f"{sign} {bar.form.format(bar.limit)}"
    return f"({bar.number})", bar.text, figure, limit, "reached" if bar.reached else "**not reached**"


def _contender(results: Results, name: str) -> tuple[str, ...]:
    peak = f"{results.peaks[name] / MEBIBYTE:.0f}" if name in results.peaks else ""
    return (
        name,
        _spread(results.seconds(name)),
        _spread(results.processor_seconds(name)),
        f"{results.ratio(name, 'cold'):.2f}",
        peak,
        str(len(results.runs[name])),
    )


def _spread(spread: Spread) -> str:
    return f"{spread.median:.2f} ({spread.least:.2f} to {spread.most:.2f})"


def _years(results: Results, many: ManyYears) -> tuple[str, ...]:
    part = many.further_year / further_year_of_the_plain_loop(results)
    peaks = ", ".join(f"{count}: {many.peak(count) / MEBIBYTE:.0f}" for count in many.counts)
    return (
        str(many.jobs),
        f"{many.further_year:.2f}",
        f"{part:.3f}",
        peaks,
    )


def _left_behind(results: Results) -> str:
    left = {name: count for name, count in results.left_behind.items() if count}
    told = ", ".join(f"{name} {count}" for name, count in left.items())
    return f"Processes still running ten seconds after a command's end, and ended then: {told or 'none'}."


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """In Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines)
