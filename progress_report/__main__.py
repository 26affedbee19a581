"""``python -m progress_report build 2024``, equivalent to ``report_builder.py build 2024``."""

import sys

from progress_report.cli.main import command

if __name__ == "__main__":
    sys.exit(command())
