"""Parallel building of several reports on this machine: each in a fresh process, one per processor.

The processes are forked from this one, which imports the modules of a build once and has a single thread.
Reports are therefore isolated from one another, and memory does not grow with their number. If forking is
impossible, the reports are built one after another.
"""

import gc
import importlib
import os
import signal
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from multiprocessing import connection, get_context
from multiprocessing.process import BaseProcess
from typing import Any

from progress_report.build_options import BuildOptions
from progress_report.distributed.outcomes import Outcome, outcome
from progress_report.execution import interruption
from progress_report.execution.ending import end_with_parent
from progress_report.execution.interruption import uninterrupted
from progress_report.execution.parallelism import processors
from progress_report.execution.workers import FORK, Workers, require_single_thread, start_method
from progress_report.files.locks import created_while_needed
from progress_report.model.findings import Finding, PublishingError
from progress_report.registry import installed_formats

# Modules that a build imports while its sections run; imported once for all.
_NEEDED = (
    "stitched_report",
    "publishing.final_comparison",
    "publishing.publication",
    "rendering.formats",
    "rendering.in_threads",
)


def build_here(builds: Sequence[BuildOptions], workers: Workers) -> list[Outcome]:
    """Build in parallel; one after the other if there is only one, or if forking is impossible."""
    if len(builds) == 1 or start_method() != FORK:
        return [outcome(options, workers) for options in builds]
    with ExitStack() as needed:
        for folder in dict.fromkeys(options.out for options in builds):
            # The first build to end must not remove a folder that others write to, if it has written nothing.
            needed.enter_context(created_while_needed(folder))
        workers.preload()
        for name in _NEEDED:
            importlib.import_module(f"progress_report.{name}")
        for name in {name for options in builds for name in options.formats}:
            installed_formats()[name].load()
        gc.freeze()  # limits collection to garbage made by the reports
        jobs = max(options.jobs for options in builds)
        at_once = min(jobs, processors(), len(builds))
        shared = [replace(options, jobs=max(1, jobs // at_once)) for options in builds]
        return _in_processes(shared, workers, at_once)


def _in_processes(builds: Sequence[BuildOptions], workers: Workers, at_once: int) -> list[Outcome]:
    """Return each build's outcome. On KeyboardInterrupt, interrupt those running and wait for them."""
    outcomes: dict[int, Outcome] = {}
    waiting = list(enumerate(builds))
    running: dict[Any, tuple[int, BaseProcess]] = {}  # by the pipe of its outcome
    context: Any = get_context(FORK)
    try:
        while waiting or running:
            while waiting and len(running) < at_once:
                require_single_thread()
                number, options = waiting.pop(0)
                receiver, sender = context.Pipe(duplex=False)
                process = context.Process(target=_make, args=(sender, options, workers, os.getpid()))
                with uninterrupted():
                    process.start()
                    running[receiver] = number, process
                sender.close()
            for receiver in connection.wait(list(running)):
                number, process = running[receiver]
                outcomes[number] = _received(receiver, process)
                del running[receiver]
    except BaseException:
        for _, process in running.values():
            if process.is_alive() and process.pid is not None:
                os.kill(process.pid, signal.SIGINT)
        raise
    finally:
        for _, process in running.values():
            process.join()
    return [outcomes[number] for number in range(len(builds))]


def _received(receiver: Any, process: BaseProcess) -> Outcome:
    """Return a process's outcome. KeyboardInterrupt if it was interrupted."""
    try:
        outcome: Outcome | None = receiver.recv()
    except EOFError:
        process.join()
        message = f"報告書を作るプロセスが終わりました（終了コード {process.exitcode}）。"
        remedy = "メモリが足りているかを確かめて、もう一度実行してください。"
        return PublishingError([Finding(message, remedy)])
    process.join()
    if outcome is None:
        raise KeyboardInterrupt
    return outcome


def _make(sender: Any, options: BuildOptions, workers: Workers, parent: int) -> None:
    """Build one report. Ctrl+C reaches this process only through its parent."""
    end_with_parent(parent)
    os.setsid()
    came: Outcome | None = None
    with suppress(KeyboardInterrupt):
        interruption.listen()
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        came = outcome(options, workers)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    workers.close()
    sender.send(came)
