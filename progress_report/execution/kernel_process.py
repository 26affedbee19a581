"""What a kernel's process runs, forked or started anew: ipykernel, within limits, its readings noted.

Started anew by ``python -m progress_report.execution.kernel_process -f CONNECTION_FILE``.
"""

import gc
import importlib
import os
import sys
from typing import Any, NoReturn

from progress_report.execution.guard import guard
from progress_report.execution.observing import observe
from progress_report.inputs.text_files import MEGABYTE

# What every section's notebook imports, and what a kernel is made of, some of it only once it starts or ends.
_AUTHORING = "progress_report.authoring"
PRELOADED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.extensions.storemagic",
    "tornado.platform.asyncio",
    "psutil",
    "pandas",
    _AUTHORING,
    "encodings.utf_8_sig",
    "importlib.resources.readers",
    "noto_cjk_sans_jp_bold",
    "noto_cjk_sans_jp_regular",
)
OBSERVATIONS = "PROGRESS_REPORT_OBSERVATIONS"  # names the file that takes them
MEMORY = "PROGRESS_REPORT_MEMORY"  # in megabytes
_LAUNCHER = "ipykernel_launcher"  # as ipykernel's own start calls itself
# Nobody asks for the former commands of a section's kernel, and the database for them is slow to make.
_NO_HISTORY = "--HistoryManager.enabled=False"


def preload() -> None:
    """Import what every section needs, before any of its cells asks for it."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # nobody debugs here, and it is slow to import
    for name in PRELOADED:
        importlib.import_module(name)


def run(arguments: list[str]) -> None:
    """Serve one client until it asks for the end."""
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = [_LAUNCHER, *arguments]
    app: Any = IPKernelApp.instance()
    app.initialize([*arguments, _NO_HISTORY])
    if "matplotlib.pyplot" in sys.modules:
        # It was imported before this kernel's shell was there: without this, figures show as text only.
        from matplotlib_inline.backend_inline import _enable_matplotlib_integration

        _enable_matplotlib_integration()  # type: ignore[no-untyped-call]
    # So was what notebooks import of ours.
    importlib.import_module("progress_report.authoring.notebook_shell").attach_to_notebook()
    if destination := os.environ.get(OBSERVATIONS):
        observe(destination)
        guard()
    if memory := os.environ.get(MEMORY):
        _limit_memory(int(memory))
    # A section makes few cycles and many objects: looking for garbage took a tenth of its time.
    gc.set_threshold(100_000)
    app.start()


def _limit_memory(megabytes: int) -> None:
    """Of address space, as Unix counts it; Windows has no such limit."""
    if sys.platform != "win32":
        import resource

        wanted = megabytes * MEGABYTE
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or wanted < hard:
            resource.setrlimit(resource.RLIMIT_AS, (wanted, wanted))


def main() -> NoReturn:
    preload()
    run(sys.argv[1:])
    sys.exit()


if __name__ == "__main__":
    main()
