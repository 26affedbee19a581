"""``python -m benchmarks``: measure everything side by side and write ``benchmarks/RESULTS.md``."""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.contenders import FEW, MANY, contenders, same_report
from benchmarks.machine import machine
from benchmarks.measure import Measurement
from benchmarks.results import Results, results_page

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (default: 5)")
    parser.add_argument(
        "--years",
        type=int,
        nargs=2,
        default=(FEW, MANY),
        metavar=("FEW", "MANY"),
        help="years in one command",
    )
    parser.add_argument("--out", type=Path, default=RESULTS, help="page to write (default: RESULTS.md)")
    options = parser.parse_args()
    described = machine()
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        page = measured_page(Path(folder), options.rounds, tuple(options.years), described)
    options.out.write_text(page, encoding="utf-8")
    log(options.out)


def measured_page(folder: Path, rounds: int, counts: tuple[int, int], described: dict[str, str]) -> str:
    """Run each contender once per round, in rotated order.

    Round 0 fills the caches of files and byte code and samples memory; its times do not count.
    """
    everybody = list(contenders(folder, counts))
    runs: dict[str, list[Measurement]] = {contender.name: [] for contender in everybody}
    peaks: dict[str, int] = {}
    for number in range(rounds + 1):
        first = number % len(everybody)
        for contender in [*everybody[first:], *everybody[:first]]:
            measured = contender.run(number, number == 0)
            log(f"{time.strftime('%H:%M:%S')}  round {number}  {contender.name}  {measured.seconds:.2f} s")
            if number:
                runs[contender.name].append(measured)
            else:
                peaks[contender.name] = measured.peak_bytes
    return results_page(Results(runs, peaks, counts), described, same_report(folder))


def log(message: object) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
