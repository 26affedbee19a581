"""Building of a command's reports, locally or on a cluster, and the joint report of their outcomes."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from progress_report.build_options import Batch, BuildOptions
from progress_report.distributed.local_pool import build_here
from progress_report.distributed.outcomes import Outcome
from progress_report.execution.workers import Workers
from progress_report.model.findings import Finding, PublishingError, ReportError
from progress_report.model.streams import print_to
from progress_report.provenance.record import MANIFEST


def build_reports(
    builds: Sequence[BuildOptions], workers: Workers, standing: Sequence[str | None], dask: str | None
) -> list[Outcome]:
    """Build the reports whose entry in ``standing`` is None; return the outcome of each, in order.

    ``dask``: address of the scheduler whose workers build them; if None, ``workers`` of this machine do.
    PublishingError on Ctrl+C, with the names of the reports published before.
    """
    pending = [options for options, reported in zip(builds, standing, strict=True) if reported is None]
    before = [_published(options) for options in builds]
    try:
        made = iter(_made(pending, workers, dask) if pending else ())
    except KeyboardInterrupt:
        states = zip(builds, before, strict=True)
        written = [options.label for options, state in states if _published(options) != state]
        others = "ほかの報告書" if builds[0].batch is Batch.MUNICIPALITIES else "ほかの年度"
        raise PublishingError.interrupted(written, others if len(written) < len(builds) else "") from None
    return [next(made) if reported is None else reported for reported in standing]


def grouped_messages(builds: Sequence[BuildOptions], outcomes: Iterable[Outcome], shared: Path | None) -> str:
    """Return the messages of the reports, and of the refreshed page of all municipalities in ``shared``.

    If there are errors, print the messages and raise one ReportError with all findings, as the error class
    with the highest exit code.
    """
    reported, errors = [], []
    for options, outcome in zip(builds, outcomes, strict=True):
        if isinstance(outcome, ReportError):
            errors.append(_headed(options, outcome))
        else:
            reported.append(outcome)
    if shared is not None:
        from progress_report.rendering import municipalities_page

        try:
            if page := municipalities_page.refresh_municipalities(shared):
                reported.append(f"すべての自治体への入口は {page} です。")
        except PublishingError as error:
            errors.append(error)
    if errors:
        print_to("\n".join(reported), sys.stdout)
        gravest = max(errors, key=lambda error: error.exit_code)
        raise type(gravest)([finding for error in errors for finding in error.findings])
    return "\n".join(reported)


def _made(builds: Sequence[BuildOptions], workers: Workers, dask: str | None) -> list[Outcome]:
    if dask is not None:
        from progress_report.distributed.coordinator import build_on_cluster  # an optional package

        return build_on_cluster(dask, builds)
    return build_here(builds, workers)


def _headed(options: BuildOptions, error: ReportError) -> ReportError:
    """Return the error, headed by the name of its report if several were requested."""
    if options.batch is Batch.NONE:
        return error
    places = options.batch is Batch.MUNICIPALITIES
    head = Finding(
        f"{options.label}の報告書は作れませんでした。",
        f"この{'報告書' if places else '年度'}の誤りは次のとおりです。",
        options.project.root.as_posix() if places else "",
    )
    return type(error)([head, *error.findings])


def _published(options: BuildOptions) -> tuple[int, int] | None:
    """Return the identity of the manifest in a report's folder; each publishing changes it."""
    try:
        status = (options.target / MANIFEST).stat()
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns
