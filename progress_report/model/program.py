"""Where the program's own files lie, and what its command is called: in a checkout, or installed as a wheel.

A wheel holds in ``progress_report/shipped/`` what lies beside the package in a checkout (``kit/backend.py``).
"""

from pathlib import Path

NAME = "progress-report"
SCRIPT = "report_builder.py"
SHIPPED = "shipped"
PACKAGE = Path(__file__).resolve().parents[1]
IS_INSTALLED = (PACKAGE / SHIPPED).is_dir()
# The folder of all that is the same for every municipality, and of the sections that are shipped.
PROGRAM = PACKAGE / SHIPPED if IS_INSTALLED else PACKAGE.parent
COMMAND = NAME if IS_INSTALLED else SCRIPT
