"""Which worker makes which report, and what becomes of those that are lost.

A report is given to one worker by its address, and only when that is free for it. So what waits lies here and
not with the scheduler, a worker whose program differs is never given any, and how many workers a report has
cost is counted here, whatever the scheduler is set to.
"""

import asyncio
import sys
import time
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import CancelledError
from contextlib import suppress
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

from distributed import Client, KilledWorker

from progress_report.cluster.builders import LONGEST_SECONDS
from progress_report.cluster.connection import unreachable
from progress_report.cluster.jobs import Broken, Made
from progress_report.cluster.program import differences, identity
from progress_report.cluster.receiving import NotOfThisJobError
from progress_report.cluster.reports import Report
from progress_report.cluster.worker import About, end, identify, perform
from progress_report.cluster.workers import Worker, WorkerLostError
from progress_report.model.findings import Finding, PublishingError, ReportError
from progress_report.model.streams import tell

# A worker that was killed is begun anew by its nanny, and one that was cut off may come back.
LONGEST_WITHOUT_WORKERS_SECONDS = 60
_LOOK_SECONDS = 0.5
_LONGEST_SILENCE_SECONDS = 60
_LONGEST_ENDING_SECONDS = 5
# A worker ends a report itself that takes too long; it is not waited for where it says nothing at all.
_LONGEST_ANSWER_SECONDS = LONGEST_SECONDS + 300

T = TypeVar("T")


class Run:
    """Reports on their way. As a context, it leaves nothing running and nothing locked.

    What failed on a worker is made when nothing else waits, on a worker that makes nothing else: it may be
    what ended it, and is not to take others with it a second time.
    """

    def __init__(self, client: Client, address: str, reports: Sequence[Report]) -> None:
        self._client = client
        self._address = address
        self._reports = reports
        self._name = uuid4().hex
        self._ours = identity()
        self._waiting = deque(reports)
        self._doubtful: deque[Report] = deque()
        self._workers: dict[str, Worker] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()
        self._publishing = asyncio.Lock()
        self._asked = 0
        self._left = len(reports)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asked = [worker.address for worker in self._workers.values() if not worker.useless]
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if asked:
            with suppress(Exception):  # whatever it is: nobody waits any more for what they make
                async with asyncio.timeout(_LONGEST_ENDING_SECONDS):
                    await self._client.run(end, self._name, workers=asked, on_error="ignore")
        for report in self._reports:
            report.close()

    async def see_through(self) -> None:
        """Until something has come of every report, were it that nobody is there to make it."""
        try:
            await self._watch()
        except (OSError, PublishingError) as error:
            fault = unreachable(self._address, error) if isinstance(error, OSError) else error
            for report in self._reports:
                report.outcome = report.outcome or fault

    def _is_done(self) -> bool:
        return self._left == 0

    async def _watch(self) -> None:
        """Take on workers that come and let go of those that are gone, until all reports are done.

        OSError where the scheduler is gone, PublishingError where no worker was of use for too long.
        """
        last_of_use, told = time.monotonic(), False
        while not self._is_done():
            async with asyncio.timeout(_LONGEST_SILENCE_SECONDS):
                known = await self._client.nthreads()
            for address in known.keys() - self._workers.keys():
                worker = self._workers[address] = Worker(address, known[address])
                self._begin(self._employ(worker))
            for address in self._workers.keys() - known.keys():
                self._let_go(self._workers[address])
            if any(not worker.refused for worker in self._workers.values()):
                last_of_use = time.monotonic()
            elif time.monotonic() - last_of_use > LONGEST_WITHOUT_WORKERS_SECONDS:
                raise _no_workers([str(worker) for worker in self._workers.values()])
            elif not told:
                told = True
                tell(
                    f"使えるワーカーがありません。{LONGEST_WITHOUT_WORKERS_SECONDS}秒まで待ちます。",
                    sys.stderr,
                )
            async with self._changed:
                self._changed.notify_all()
                with suppress(TimeoutError):
                    async with asyncio.timeout(_LOOK_SECONDS):
                        await self._changed.wait_for(self._is_done)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _employ(self, worker: Worker) -> None:
        """Ask a worker what it is; one that is the same as this machine makes reports, a thread each."""
        try:
            about: About = await self._on(worker, identify)
        except WorkerLostError:
            return None
        except Exception as error:  # whatever its program is, it is another
            return self._refuse(worker, f"プログラムを読み込めません（{type(error).__name__}: {error}）")
        worker.host, worker.process = about.host, about.process
        if found := differences(self._ours, about.program):
            return self._refuse(worker, f"この機械と違います: {'、'.join(found)}")
        for _ in range(worker.threads):
            self._begin(self._keep_busy(worker))
        return None

    def _let_go(self, worker: Worker) -> None:
        """It is taken on anew where the scheduler still knows it."""
        self._workers.pop(worker.address, None)
        worker.gone.set()

    def _refuse(self, worker: Worker, why: str) -> None:
        worker.refused = True
        tell(f"ワーカー {worker} は使いません。{why}", sys.stderr)

    async def _keep_busy(self, worker: Worker) -> None:
        """One report after the other, until there are none or the worker is of no more use."""
        while (report := await self._next(worker)) is not None:
            try:
                await self._make(worker, report)
            finally:
                worker.running -= 1
            if report.outcome is None:
                self._doubtful.append(report)
            else:
                self._left -= 1
                report.close()
            async with self._changed:
                self._changed.notify_all()

    async def _next(self, worker: Worker) -> Report | None:
        def is_possible() -> bool:
            fits = self._waiting or (self._doubtful and not worker.running)
            return worker.useless or self._is_done() or bool(fits)

        async with self._changed:
            await self._changed.wait_for(is_possible)
            if worker.useless or self._is_done():
                return None
            worker.running += 1
            if self._waiting:
                return self._waiting.popleft()
            return self._doubtful.popleft()

    async def _make(self, worker: Worker, report: Report) -> None:
        """Have the worker make the report, and publish it. What hinders it counts against the report."""
        began = time.monotonic()
        try:
            job = await _in_thread(report.job)
            if job is not None:
                came: Made | Broken = await self._on(worker, perform, self._name, worker.process, job)
                if isinstance(came, Broken):
                    report.count(f"{worker}: {came.reason}")
                else:
                    async with self._publishing:
                        await _in_thread(report.receive, came, self._ours)
        except (WorkerLostError, KilledWorker):
            report.count(f"{worker}: ワーカーが失われました")
        except CancelledError:  # of Dask's: the scheduler went, or was begun anew
            self._let_go(worker)
            report.count(f"{worker}: スケジューラとのつながりが切れました")
        except TimeoutError:
            report.count(f"{worker}: 答えがありません")
        except NotOfThisJobError as error:
            self._refuse(worker, f"作ったものが、渡した入力とプログラムのものではありません: {error}")
            report.count(f"{worker}: {error}")
        except Exception as error:  # of whatever kind: another worker may do better, and three are enough
            report.count(f"{worker}: {type(error).__name__}: {error}")
        self._tell(worker, report, time.monotonic() - began)

    async def _on(self, worker: Worker, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function gives on this worker, and on no other. WorkerLostError."""
        self._asked += 1
        future = self._client.submit(
            function,
            *arguments,
            key=f"progress-report-{function.__name__}-{self._name}-{self._asked}",
            workers=[worker.address],
            allow_other_workers=False,
        )
        try:
            async with asyncio.timeout(_LONGEST_ANSWER_SECONDS):
                return await worker.unless_gone(future.result())
        finally:
            future.release()

    def _tell(self, worker: Worker, report: Report, seconds: float) -> None:
        """One line a report, and one for each time that it is to be made again."""
        came = f"{seconds:.1f}秒"
        if report.outcome is None:
            came = f"作り直します（{report.failures[-1].partition(': ')[2]}）"
        elif isinstance(report.outcome, ReportError):
            came = "作れませんでした"
        tell(f"{report.label}　{came}　{worker}", sys.stderr)


async def _in_thread(function: Callable[..., T], *arguments: Any) -> T:
    """What it gives. It is waited for also where nobody wants it any more: no publishing is left half way."""
    work = asyncio.ensure_future(asyncio.to_thread(function, *arguments))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait({work})
        raise


def _no_workers(refused: Sequence[str]) -> PublishingError:
    which = f"（使わないワーカー: {'、'.join(refused)}）" if refused else ""
    message = f"使えるワーカーが{LONGEST_WITHOUT_WORKERS_SECONDS}秒の間ありませんでした{which}。"
    remedy = "この機械と同じプログラムを入れたワーカーを始めてから、もう一度実行してください。"
    return PublishingError([Finding(message, remedy)])
