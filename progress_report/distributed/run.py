"""Submission of reports to Dask, and publishing of the results.

At most as many reports are submitted as the usable workers have threads. The scheduler therefore holds few
inputs, and Dask blames few other reports for a lost worker.
"""

import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace

from distributed import Client, Future, KilledWorker, wait
from distributed.client import ClosedClientError

from progress_report.build_options import Batch, BuildOptions
from progress_report.distributed.outcomes import Outcome
from progress_report.distributed.program import identity, program_differences
from progress_report.distributed.transfer import InvalidTransferError, job_of, publish_transferred
from progress_report.distributed.worker import Job, Made, OtherProgramError, UnfinishedError, identify, make
from progress_report.model.findings import Finding, NotebookError, PublishingError, ReportError
from progress_report.model.streams import print_to
from progress_report.publishing.build_lock import build_lock

_MOST_FAILURES = 3
# A killed worker is restarted by its nanny, and a disconnected one may come back.
_LONGEST_WITHOUT_WORKERS_SECONDS = 60
_LOOK_SECONDS = 0.5
_LOST = "ワーカーが失われました"


@dataclass(eq=False, slots=True)
class _Report:
    """One build. While it is submitted, its target is locked against other builds."""

    options: BuildOptions
    outcome: Outcome | None = None
    failures: list[str] = field(default_factory=list)
    job: Job | None = None
    workers: frozenset[str] = frozenset()  # workers to which Dask may assign it
    began: float = 0.0
    lock: ExitStack = field(default_factory=ExitStack)

    @property
    def label(self) -> str:
        return replace(self.options, batch=Batch.MUNICIPALITIES).label.replace("　", " ")


class Run:
    """The reports of one command."""

    def __init__(self, client: Client, builds: Sequence[BuildOptions]) -> None:
        self._client = client
        self._ours = identity()
        self._reports = [_Report(options) for options in builds]
        self._waiting = deque(self._reports)
        self._failed: deque[_Report] = deque()  # to be retried one at a time after all others
        self._running: dict[Future, _Report] = {}
        self._usable: dict[str, int] = {}  # number of threads by address
        self._refused: dict[str, str] = {}  # name by address

    def outcomes(self, unreachable: Callable[[Exception], PublishingError]) -> list[Outcome]:
        """Return the outcome of each report. ``unreachable`` makes the error for a lost scheduler."""
        failure: PublishingError | None = None
        try:
            self._run()
        except (OSError, CancelledError, ClosedClientError) as error:
            failure = unreachable(error)
        except PublishingError as error:
            failure = error
        finally:
            for report in self._reports:
                report.lock.close()
        return [outcome for report in self._reports if (outcome := report.outcome or failure) is not None]

    def _run(self) -> None:
        """Build all reports. OSError, CancelledError and ClosedClientError if the scheduler is lost."""
        last_of_use, said = time.monotonic(), False
        while self._waiting or self._failed or self._running:
            self._update_workers()
            if self._usable:
                last_of_use = time.monotonic()
            elif time.monotonic() - last_of_use > _LONGEST_WITHOUT_WORKERS_SECONDS:
                raise _no_workers(list(self._refused.values()))
            elif not said:
                said = True
                print_to(
                    f"使えるワーカーがありません。{_LONGEST_WITHOUT_WORKERS_SECONDS}秒まで待ちます。",
                    sys.stderr,
                )
            while self._waiting and len(self._running) < sum(self._usable.values()):
                self._submit(self._waiting.popleft())
            if self._failed and self._usable and not self._waiting and not self._running:
                self._submit(self._failed.popleft())
            if not self._running:
                time.sleep(_LOOK_SECONDS if not self._usable else 0)
                continue
            with suppress(TimeoutError):
                wait(list(self._running), _LOOK_SECONDS, "FIRST_COMPLETED")
            for future in [future for future in self._running if future.done()]:
                self._receive(future, self._running.pop(future))

    def _update_workers(self) -> None:
        """Compare new workers' programs with ours, and remove lost workers."""
        known = self._client.nthreads()
        for seen in (self._usable, self._refused):
            for address in seen.keys() - known.keys():
                del seen[address]
        for future, report in list(self._running.items()):
            if not future.done() and not report.workers & known.keys():
                # Dask would wait for a worker of the same address.
                del self._running[future]
                self._fail(report, f"{'、'.join(sorted(report.workers))}: {_LOST}")
        new = [address for address in known if address not in self._usable and address not in self._refused]
        answers = self._client.run(identify, workers=new, on_error="return") if new else {}
        for address, answer in answers.items():
            if isinstance(answer, OSError):
                continue  # it cannot be reached now: retry
            if isinstance(answer, Exception):
                cause = f"プログラムを読み込めません（{type(answer).__name__}: {answer}）"
                self._refuse(address, address, cause)
                continue
            host, theirs = answer
            if found := program_differences(self._ours, theirs):
                self._refuse(address, f"{address}（{host}）", f"この機械と違います: {found}")
            else:
                self._usable[address] = known[address]

    def _refuse(self, address: str, name: str, cause: str) -> None:
        self._refused[address] = name
        print_to(f"ワーカー {name} は使いません。{cause}", sys.stderr)

    def _submit(self, report: _Report) -> None:
        try:
            report.lock.enter_context(build_lock(report.options.target))
            report.job = job_of(report.options)
        except (OSError, ReportError) as error:
            self._finish(report, PublishingError.of_system(error) if isinstance(error, OSError) else error)
            return
        report.began, report.workers = time.monotonic(), frozenset(self._usable)
        future = self._client.submit(make, report.job, self._ours, workers=list(self._usable), pure=False)
        self._running[future] = report

    def _receive(self, future: Future, report: _Report) -> None:
        """Publish a worker's result, or count its failure. CancelledError if the scheduler is lost."""
        assert report.job is not None
        if future.cancelled():
            raise CancelledError
        error = future.exception()
        if isinstance(error, KilledWorker):
            self._fail(report, f"{error.last_worker.address}: {_LOST}")
        elif isinstance(error, OtherProgramError):
            self._usable.clear()  # all are asked again, and that one is rejected
            self._fail(report, str(error))
        elif error is not None:
            unfinished = isinstance(error, UnfinishedError)
            self._fail(report, str(error) if unfinished else f"{type(error).__name__}: {error}")
        else:
            made: Made = future.result()
            try:
                self._finish(
                    report, publish_transferred(report.options, report.job, made, self._ours), made.worker
                )
            except InvalidTransferError as invalid:
                self._fail(report, f"{made.worker}: {invalid}")
            except OSError as refused:
                self._finish(report, PublishingError.of_system(refused), made.worker)
            except ReportError as failure:
                self._finish(report, failure, made.worker)

    def _finish(self, report: _Report, outcome: Outcome, worker: str = "") -> None:
        report.outcome = outcome
        report.job = None
        report.lock.close()
        result = (
            f"{time.monotonic() - report.began:.1f}秒" if isinstance(outcome, str) else "作れませんでした"
        )
        print_to(f"{report.label}　{result}　{worker}".rstrip("　"), sys.stderr)

    def _fail(self, report: _Report, failure: str) -> None:
        """Retry the report after all others, or give up."""
        report.failures.append(failure)
        if len(report.failures) < _MOST_FAILURES:
            print_to(f"{report.label}　作り直します（{failure}）", sys.stderr)
            report.lock.close()
            self._failed.append(report)
            return
        message = (
            f"{report.label}の報告書は、{_MOST_FAILURES}回とも、ワーカーで最後まで作れませんでした"
            f"（{'／'.join(report.failures)}）。前の報告書はそのまま残っています。"
        )
        remedy = (
            "ワーカーの記録とメモリの空きを確かめてください。"
            "--dask を付けずにこの報告書だけを作ると、原因が分かることがあります。"
        )
        root = report.options.project.root.as_posix()
        self._finish(report, NotebookError([Finding(message, remedy, root)]))


def _no_workers(refused: Sequence[str]) -> PublishingError:
    which = f"（使わないワーカー: {'、'.join(refused)}）" if refused else ""
    message = f"使えるワーカーが{_LONGEST_WITHOUT_WORKERS_SECONDS}秒の間ありませんでした{which}。"
    remedy = "この機械と同じプログラムを入れたワーカーを始めてから、もう一度実行してください。"
    return PublishingError([Finding(message, remedy)])
