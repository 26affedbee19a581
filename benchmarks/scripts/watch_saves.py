"""How long after a save `watch` has made the page anew: prints the seconds of each save, one a line.

``watch_saves.py YEAR FILE BEFORE AFTER …``, in the folder of the project: in the file, ``BEFORE`` is replaced
by the first ``AFTER``, that by the next, and so on.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

MADE = "作りました"


def main(year: str, file: str, text: str, *others: str) -> None:
    """SystemExit where the watch ends by itself."""
    path = Path(file)
    command = [sys.executable, "report_builder.py", "watch", year]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8", env=environment) as watch:
        _wait(watch)
        for other in others:
            content = path.read_text(encoding="utf-8")
            saved = time.perf_counter()
            path.write_text(content.replace(text, other), encoding="utf-8", newline="")
            _wait(watch)
            print(f"{time.perf_counter() - saved:.3f}", flush=True)
            text = other
        watch.send_signal(signal.SIGINT)


def _wait(watch: "subprocess.Popen[str]") -> None:
    assert watch.stdout is not None
    for line in watch.stdout:
        if MADE in line:
            return
    sys.exit("the watch has ended")


if __name__ == "__main__":
    main(*sys.argv[1:])
