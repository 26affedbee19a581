"""The executor of a build that has its reports made by the workers of a Dask cluster."""

import asyncio
import signal
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from progress_report.building.build_options import BuildOptions
from progress_report.building.years import Build, Outcome
from progress_report.cluster.connection import connected
from progress_report.cluster.reports import Report
from progress_report.files.locks import created_while_needed
from progress_report.model.streams import tell

if TYPE_CHECKING:
    from distributed import Client


@dataclass(frozen=True, slots=True)
class Cluster:
    """The workers of the scheduler at ``address``."""

    address: str

    def run(self, builds: Sequence[BuildOptions], build: Build) -> list[Outcome]:
        """What came of each, in their order; ``build`` is the workers' own.

        PublishingError where there is no scheduler. Ctrl+C ends what is being made: asyncio sees to that
        where it is as Python first set it.
        """
        former = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with ExitStack() as needed:
                for folder in dict.fromkeys(options.out for options in builds):
                    # The first that ends must not remove what others write to.
                    needed.enter_context(created_while_needed(folder))
                return asyncio.run(self._run([Report(options) for options in builds]))
        finally:
            signal.signal(signal.SIGINT, former)

    async def _run(self, reports: Sequence[Report]) -> list[Outcome]:
        async with connected(self.address) as client:
            from progress_report.cluster.run import Run  # which needs Dask

            tell(f"Dask のスケジューラ {self.address} につながりました。{_dashboard(client)}", sys.stderr)
            async with Run(client, self.address, reports) as run:
                await run.see_through()
        return [report.outcome for report in reports if report.outcome is not None]


def _dashboard(client: "Client") -> str:
    link = None
    with suppress(LookupError, ValueError):
        link = client.dashboard_link
    return f"ダッシュボード: {link}" if link else "ダッシュボードはありません。"
