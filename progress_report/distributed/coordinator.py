"""Building of reports on the workers of a Dask cluster, and the connection to its scheduler."""

import asyncio
import logging
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.util import find_spec

from progress_report.build_options import BuildOptions
from progress_report.distributed.outcomes import Outcome
from progress_report.model.findings import Finding, PublishingError
from progress_report.model.streams import print_to

_LONGEST_CONNECTING_SECONDS = 10
_INSTALL = "python -m pip install --require-hashes --no-deps --requirement requirements-cluster.lock"


def build_on_cluster(address: str, builds: Sequence[BuildOptions]) -> list[Outcome]:
    """Return the outcome of each build, in order, made by the workers of the scheduler at ``address``.

    PublishingError without a scheduler or without Dask. Closing the client, which Ctrl+C also does, cancels
    the running jobs.
    """
    if find_spec("distributed") is None:
        message = "--dask に要るパッケージ（distributed）がありません。"
        raise PublishingError([Finding(message, f"{_INSTALL} で入れてください。")])
    from distributed import Client

    from progress_report.distributed.run import Run

    with _dask_is_silent():
        try:
            asyncio.run(_require_answer(address))
            client = Client(address, timeout=_LONGEST_CONNECTING_SECONDS)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise unreachable(address, error) from None
        with client:
            link = None
            with suppress(LookupError, ValueError):
                link = client.dashboard_link
            dashboard = f"ダッシュボード: {link}" if link else "ダッシュボードはありません。"
            print_to(f"Dask のスケジューラ {address} につながりました。{dashboard}", sys.stderr)
            return Run(client, builds).outcomes(lambda error: unreachable(address, error))


async def _require_answer(address: str) -> None:
    """Raise TimeoutError if the address accepts connections but never answers; other clients would hang."""
    from distributed import Client

    client = Client(address, asynchronous=True, set_as_default=False, timeout=_LONGEST_CONNECTING_SECONDS)
    try:
        async with asyncio.timeout(_LONGEST_CONNECTING_SECONDS + 1):
            await client
    finally:
        with suppress(OSError):
            async with asyncio.timeout(_LONGEST_CONNECTING_SECONDS):
                await client.close()


def unreachable(address: str, error: Exception) -> PublishingError:
    """Return the error for a scheduler that is missing or cannot be contacted."""
    if isinstance(error, TypeError) and address.startswith("tls:"):
        message = f"{address} につなぐための証明書が、Dask の設定にありません。"
        remedy = "Dask の設定（distributed.comm.tls）に、証明書と鍵のファイルを書いてください。"
        return PublishingError([Finding(message, remedy)])
    said = str(error).strip().partition("\n")[0]
    cause = f"{type(error).__name__}: {said}" if said else type(error).__name__
    if isinstance(error, TimeoutError) or said.startswith("Timed out"):
        cause = "待っても答えがありません"
    message = f"Dask のスケジューラ {address} につながりません（{cause}）。"
    remedy = "アドレスと、スケジューラ（dask scheduler）が動いていることを確かめてください。"
    return PublishingError([Finding(message, remedy)])


@contextmanager
def _dask_is_silent() -> Iterator[None]:
    """Suppress Dask's own log and warnings, in English: relevant errors are reported in Japanese."""
    former = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"(distributed|contextlib|asyncio)\b")
        try:
            yield
        finally:
            logging.disable(former)
