"""``python -m benchmarks``: measures everything side by side and writes ``benchmarks/RESULTS.md``."""

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.run import FULL, QUICK, run

RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, few years, to try it out")
    parser.add_argument("--rounds", type=int, help=f"rounds that count (default: {FULL.rounds})")
    parser.add_argument("--out", type=Path, help="the page to write (default: benchmarks/RESULTS.md)")
    parser.add_argument("--jupyter", type=Path, help="the environment whose Jupyter server MyST starts")
    given = parser.parse_args()
    extent = (QUICK if given.quick else FULL).with_rounds(given.rounds)
    if given.quick and given.out is None:
        parser.error("--quick needs --out: its figures are not the ones to keep")
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as folder:
        page = run(Path(folder), extent, given.jupyter and given.jupyter.resolve())
    out = given.out or RESULTS
    out.write_text(page, encoding="utf-8")
    print(out, file=sys.stderr)


if __name__ == "__main__":
    main()
