"""Parallel rendering of a report's outputs: threads typeset PDFs while this one renders the rest in Python.

Typst releases the GIL, so both run in parallel. Its own threads remain: a process that has typeset a PDF
cannot fork any more (see ``execution.workers.start_method``).
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from progress_report.model.findings import ReportError

Files = Mapping[str, bytes]
Job = Callable[[], Files]


def render(typeset: Sequence[Job], others: Sequence[Job]) -> dict[str, bytes]:
    """Return the files of all jobs in order, those of ``typeset`` first.

    Of several errors, the first job's is raised; a ReportError contains the findings of all, each once.
    """
    with ThreadPoolExecutor(max(1, len(typeset)), thread_name_prefix="typeset") as pool:
        pending = [pool.submit(job) for job in typeset]  # no thread is started without a job
        made = [_outcome(job) for job in others]
        outcomes = [*(_outcome(one.result) for one in pending), *made]
    if errors := [outcome for outcome in outcomes if isinstance(outcome, Exception)]:
        raise _together(errors)
    return {
        name: content
        for files in outcomes
        if not isinstance(files, Exception)
        for name, content in files.items()
    }


def _outcome(job: Job) -> Files | Exception:
    try:
        return job()
    except Exception as error:
        return error


def _together(errors: Sequence[Exception]) -> Exception:
    first = errors[0]
    if not isinstance(first, ReportError):
        return first
    findings = chain.from_iterable(error.findings for error in errors if isinstance(error, ReportError))
    return type(first)([*dict.fromkeys(findings)])
