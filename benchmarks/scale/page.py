"""The measured part of ``docs/scale.md``: every figure computed from the measurements."""

from collections.abc import Iterator, Sequence

from benchmarks.page import MEBIBYTE, table
from benchmarks.results import Spread
from benchmarks.scale.arithmetic import (
    CORES_OF_A_WORKER,
    GIGABIT_BYTES,
    HOUR,
    ClusterCost,
    largest,
    line,
    needs,
)
from benchmarks.scale.fit import MUNICIPALITIES, REPORTS, YEARS
from benchmarks.scale.runs import CLUSTER, HARMED, MACHINE, PLACES, UNCHANGED, Measurements, Proof, Run

BEGIN = "<!-- measured: written by python -m benchmarks.scale, and not by hand -->"
END = "<!-- /measured -->"
_TOLD = {
    MACHINE: "one machine",
    UNCHANGED: "one machine, called again",
    CLUSTER: "test cluster",
    HARMED: "test cluster that loses workers",
}
_FIGURES = {"seconds": "seconds", "processor_seconds": "processor seconds"}
_WORKERS = (1, 4, 16, 64, 256)


def with_measured(page: str, measured: str) -> str:
    """The page with its measured part in the place of the former. ValueError where it has no place for it."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page does not hold {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}"


def measured_part(kept: Measurements) -> str:
    return "\n\n".join(_parts(kept))


def _parts(kept: Measurements) -> Iterator[str]:
    yield "## What was measured"
    yield table(("", "machine"), kept.machine.items())
    yield "### One command, by how many municipalities it builds"
    yield (
        "Medians, least to most in brackets where a size ran more than once. Peak memory is that of all "
        "processes together; on the cluster these are client, scheduler and workers, all on this one machine."
    )
    yield table(
        ("where", "municipalities", "runs", "seconds", "processor seconds", "seconds a report",
         "processor seconds a report", "peak MiB", "most open files of a process"),
        (_size(kept, where, size) for where in _TOLD for size in kept.sizes(where)),
    )  # fmt: skip
    yield "![Seconds, processor seconds and memory by the number of municipalities](images/scale.svg)"
    yield table(
        ("where", "municipalities", "inputs, KB a report", "report, KB", "files",
         "kept for the next build, KB", "sent, KB a report", "received, KB a report", "as on one machine"),
        (_bytes(run) for where in PLACES if (run := largest(kept, where))),
    )  # fmt: skip
    if runs := [kept.of(CLUSTER, size)[-1] for size in kept.sizes(CLUSTER)]:
        yield "On the cluster, by role (all workers together):"
        yield table(
            ("role", *(f"{run.municipalities:,}: processor seconds a report, peak MiB" for run in runs)),
            ((role, *(_role(run, role) for run in runs)) for role in runs[0].roles),
        )
    yield "### What is paid once, and what each report costs"
    yield from _lines(kept)
    yield f"## {MUNICIPALITIES:,} municipalities × {YEARS} years"
    yield "\n".join(f"- {told}" for told in _arithmetic(kept))
    if workers := _by_workers(kept):
        yield workers
    yield "## What breaks first"
    yield from _what_breaks(kept)
    if kept.proof:
        yield f"## {kept.proof.municipalities:,} municipalities on a cluster that loses workers"
        yield _proof(kept.proof)


def _size(kept: Measurements, where: str, size: int) -> tuple[str, ...]:
    runs = kept.of(where, size)
    return (
        _TOLD[where],
        f"{size:,}{_missing(runs)}",
        str(len(runs)),
        _spread([run.seconds for run in runs], 1),
        _spread([run.processor_seconds for run in runs], 1),
        f"{kept.middle(where, size, 'seconds') / size:.2f}",
        f"{kept.middle(where, size, 'processor_seconds') / size:.2f}",
        *_sampled(max(run.peak_bytes for run in runs), max(run.most_open_files for run in runs)),
    )


def _role(run: Run, name: str) -> str:
    role = run.roles[name]
    return f"{role.processor_seconds / run.municipalities:.2f}, {_mebibytes(role.peak_bytes)}"


def _missing(runs: Sequence[Run]) -> str:
    missing = max(run.municipalities - run.published for run in runs)
    return f" (**{missing} not made**)" if missing else ""


def _spread(values: Sequence[float], decimals: int) -> str:
    spread = Spread.of(values)
    middle = f"{spread.median:,.{decimals}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({spread.least:,.{decimals}f} to {spread.most:,.{decimals}f})"


def _bytes(run: Run) -> tuple[str, ...]:
    each = (run.input_bytes, run.output_bytes, run.kept_bytes, run.sent_bytes, run.received_bytes)
    inputs, output, kept, sent, received = (f"{total / run.published / 1000:,.0f}" for total in each)
    files = f"{run.output_files / run.published:.0f}"
    if run.where == MACHINE:
        return _TOLD[run.where], f"{run.municipalities:,}", inputs, output, files, kept, "", "", ""
    same = "" if run.identical is None else f"{run.identical:,} of {run.municipalities:,}"
    return _TOLD[run.where], f"{run.municipalities:,}", inputs, output, files, "", sent, received, same


def _lines(kept: Measurements) -> Iterator[str]:
    rows = []
    for where in PLACES:
        for name, told in _FIGURES.items():
            if found := line(kept, where, name):
                off = max(abs(found.at(size) / value - 1) for size, value in kept.points(where, name))
                each = f"{found.each:.2f}"
                rows.append((_TOLD[where], told, f"{found.fixed:.1f}", each, f"{off:.0%}"))
    yield (
        "A straight line through the medians, by least squares of the relative distances, so that small "
        "sizes count as much as large ones:"
    )
    yield table(("where", "", "once", "each report", "farthest size off the line"), rows)


def _arithmetic(kept: Measurements) -> Iterator[str]:
    yield f"Reports: {MUNICIPALITIES:,} × {YEARS} = **{REPORTS:,}**"
    for name, told in _FIGURES.items():
        if found := line(kept, MACHINE, name):
            total = found.at(REPORTS)
            yield (
                f"{told.capitalize()} on one machine: {found.fixed:.1f} + {REPORTS:,} × {found.each:.2f} = "
                f"{total:,.0f} s = **{total / HOUR:.1f} hours**"
            )
    if run := largest(kept, MACHINE):
        for told, total_bytes in (
            ("Reports on the disk", run.output_bytes),
            ("Kept for the next build", run.kept_bytes),
            ("Inputs", run.input_bytes),
        ):
            each = total_bytes / run.published / 1e6
            yield f"{told}: {REPORTS:,} × {each:.2f} MB = **{REPORTS * each / 1000:,.1f} GB**"
        files = run.output_files / run.published
        yield f"Files of the reports: {REPORTS:,} × {files:.0f} = **{REPORTS * files:,.0f}**"
    if again := line(kept, UNCHANGED, "seconds"):
        yield (
            f"Called again with nothing changed: {again.fixed:.1f} s + {REPORTS:,} × "
            f"{again.each * 1000:.0f} ms = **{again.at(REPORTS) / 60:.0f} minutes**"
        )


def _by_workers(kept: Measurements) -> str:
    cost = ClusterCost.of(kept, int(kept.machine.get("Cores", "0") or 0) or 1)
    if cost is None:
        return ""
    cores, busy = CORES_OF_A_WORKER, cost.busy
    head = (
        f"On k workers of {cores} cores each: a report takes {cost.worker:.2f} processor seconds of its "
        f"worker, and {busy:.0%} of the cores' time was used: {REPORTS:,} × {cost.worker:.2f} ÷ (k × {cores} "
        f"× {busy:.2f}) seconds. They are never fewer than the one client needs to check and publish all: "
        f"{REPORTS:,} × {cost.client:.3f} = {REPORTS * cost.client / HOUR:.1f} hours, which "
        f"{cost.most_workers:,.0f} workers reach. By then reports of {cost.travelling / 1e6:.2f} MB travel "
        f"at {cost.travelling / cost.client / 1e6:.0f} MB a second; a gigabit network carries "
        f"{GIGABIT_BYTES / 1e6:.0f}."
    )
    rows = ((f"{k}", f"{cost.seconds(k) / HOUR:,.1f}") for k in _WORKERS)
    return f"{head}\n\n{table(('workers', 'hours'), rows)}"


def _what_breaks(kept: Measurements) -> Iterator[str]:
    ordered = sorted(needs(kept), key=lambda need: -need.share)
    yield f"What {REPORTS:,} reports need, of what there is on this machine; the greatest share first:"
    yield table(
        ("what", "needed", "there is", "share"),
        (
            (need.name, need.amount(need.needed), need.amount(need.there_is), f"{need.share:.2f}")
            for need in ordered
        ),
    )  # fmt: skip
    if ordered:
        first = ordered[0]
        yield f"So the first that is not enough: **{first.name}**." if first.share > 1 else "All is enough."
    if kept.tried:
        yield "Tried out:"
        yield table(
            ("what was done", "what came of it"), ((tried.done, tried.outcome) for tried in kept.tried)
        )


def _proof(proof: Proof) -> str:
    found = {"lost": proof.lost, "different": proof.different, "published twice": proof.twice}
    told = ", ".join(f"{len(names)} {name}" for name, names in found.items())
    if proof.undone:
        told += f", {proof.undone} of the losses not brought about before all was built"
    names = "".join(f"\n- {name}: {', '.join(names)}" for name, names in found.items() if names)
    compared = f"{proof.files:,} files and {proof.bytes / 1e6:,.0f} MB, byte for byte"
    outcome = "nothing lost, twice or different" if proof.holds else "**it does not hold**"
    return (
        f"{proof.workers} workers; {'; '.join(proof.harm) or 'none was lost'}. {proof.published:,} of "
        f"{proof.municipalities:,} reports were published in {proof.seconds:,.0f} s; {proof.again} were "
        f"begun once more. All were compared with those built on one machine: {compared}. "
        f"**{told}**: {outcome}.{names}"
    )


def _sampled(peak_bytes: int, open_files: int) -> tuple[str, str]:
    """Nothing where a command had ended before it was looked at."""
    return (_mebibytes(peak_bytes), str(open_files)) if peak_bytes else ("", "")


def _mebibytes(count: float) -> str:
    return f"{count / MEBIBYTE:,.0f}"
