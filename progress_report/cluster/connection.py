"""The connection to a scheduler, and how it is told that there is none."""

import asyncio
import logging
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

from progress_report.model.findings import Finding, PublishingError

if TYPE_CHECKING:
    from distributed import Client

LONGEST_CONNECTING_SECONDS = 10
_LONGEST_CLOSING_SECONDS = 10
INSTALL = "python -m pip install --require-hashes --no-deps --requirement requirements-cluster.lock"


@asynccontextmanager
async def connected(address: str) -> AsyncIterator["Client"]:
    """A client of the scheduler. PublishingError where there is none, or Dask is not installed."""
    if find_spec("distributed") is None:
        raise _fault("--dask に要るパッケージ（distributed）がありません。", f"{INSTALL} で入れてください。")
    from distributed import Client

    with _its_own_words_unheard():
        client = Client(address, asynchronous=True, set_as_default=False, timeout=LONGEST_CONNECTING_SECONDS)
        try:
            try:
                async with asyncio.timeout(
                    LONGEST_CONNECTING_SECONDS + 1
                ):  # also if it is heard, and not answered
                    await client
            except (OSError, ValueError, TypeError, RuntimeError) as error:
                raise unreachable(address, error) from None
            yield client
        finally:
            with suppress(OSError):
                async with asyncio.timeout(_LONGEST_CLOSING_SECONDS):
                    await client.close()


@contextmanager
def _its_own_words_unheard() -> Iterator[None]:
    """What Dask logs and warns of, in English, is told where it matters, in Japanese."""
    former = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"(distributed|contextlib|asyncio)\b")
        try:
            yield
        finally:
            logging.disable(former)


def unreachable(address: str, error: Exception) -> PublishingError:
    """That there is no scheduler, or none that can be spoken with."""
    if isinstance(error, TypeError) and address.startswith("tls:"):
        remedy = "Dask の設定（distributed.comm.tls）に、証明書と鍵のファイルを書いてください。"
        return _fault(f"{address} につなぐための証明書が、Dask の設定にありません。", remedy)
    remedy = "アドレスと、スケジューラ（dask scheduler）が動いていることを確かめてください。"
    return _fault(f"Dask のスケジューラ {address} につながりません（{_said(error)}）。", remedy)


def _fault(message: str, remedy: str) -> PublishingError:
    return PublishingError([Finding(message, remedy)])


def _said(error: Exception) -> str:
    """The kind, and the first line of what else there is."""
    first = str(error).strip().partition("\n")[0]
    if isinstance(error, TimeoutError) or first.startswith("Timed out"):
        return "待っても答えがありません"
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
