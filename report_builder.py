"""Build fiscal years' progress reports, and ask where they come from: ``report_builder.py build 2024``."""

import gc
import sys
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from progress_report.building import publishing
from progress_report.building.build_options import OUTPUTS, BuildOptions
from progress_report.commands import parse
from progress_report.execution import interruption
from progress_report.execution.progress import Progress
from progress_report.model.findings import ExitCode, PublishingError, ReportError
from progress_report.model.streams import tell

if TYPE_CHECKING:
    from progress_report.execution.workers import Workers


def build(options: BuildOptions, progress: Progress | None = None, workers: "Workers | None" = None) -> str:
    """One year's report; what came of it. Its steps are told while it is made."""
    publishing.recover(*options.written)
    with progress or Progress() as telling, publishing.build_lock(options.target):
        return build_telling(options, telling, workers)


def build_telling(options: BuildOptions, progress: Progress, workers: "Workers | None") -> str:
    """The story of a build: judge, execute, join, render, publish; and what came of it."""
    from progress_report.building.sections import Sections, chosen_sections

    with Sections(options, workers) as sections:
        progress.step("データとパラメータの確認")
        from progress_report.inputs.judgement import judge, require_no_doubts

        judgement = judge(options.project, options.year)
        params = judgement.params
        if options.final:
            require_no_doubts(judgement)

        from progress_report.building import overwrite_protection, record

        names = chosen_sections(params, options.only)
        files = record.files_of(params, names)
        states, inputs = record.states(files), record.hashes(files)
        overwrite_protection.require_draft_allowed(options)
        progress.step("節の実行")
        runs = sections.run(params, names, progress)

    from progress_report.building import edition, executed, formats, publication, rendering
    from progress_report.building.stitching import shared_document

    executed.require_success(runs, None if options.rehearsal else options.failed)
    notes = [*judgement.notes, *executed.notes_of(runs)]
    if options.final:
        sections.require_recorded(inputs)

    progress.step("文書の組立て")
    stitched = edition.stitch_edition(judgement, runs, inputs, final=options.final)
    if not options.partial:
        edition.require_errata_hold(params, stitched)
        kept = overwrite_protection.kept_final(options, params, inputs, shared_document(stitched))
        if kept is not None:
            progress.finish()
            progress.tell(map(str, notes))
            return kept
    audited = edition.audit_of(params, stitched)
    progress.step(f"{'・'.join(OUTPUTS[name].title for name in options.formats) or 'データ'}の作成")
    outputs = rendering.render(
        formats.renderings(formats.TYPESET, options.formats, stitched, params.fonts),
        [
            *formats.renderings(formats.RENDERED, options.formats, stitched, params.fonts),
            partial(edition.review_of, params, stitched),
            partial(edition.data_of, params, stitched, runs),
        ],
    )

    progress.step("数値の出どころの確認")
    numerals = edition.require_traced(outputs)

    progress.step("書き出し")
    files = record.files_of(params, names)
    record.require_unchanged(inputs, record.hashes(files))
    record.require_unchanged(states, record.states(files))
    outputs[record.MANIFEST] = edition.manifest_of(
        judgement, stitched, outputs, audited, sections.unrecorded(inputs)
    )
    publication.publish_report(options, outputs)
    progress.finish()
    progress.tell(map(str, notes))
    told = publishing.told(
        options.target, outputs, edition.reasons_of(stitched), numerals, audited, progress.elapsed
    )
    return told + publication.notice(options)


def main(arguments: Sequence[str]) -> ExitCode:
    """Run a command; every fault is told in Japanese, without a traceback."""
    options = parse(arguments)
    try:
        answer = options.answer(build)
        tell(answer.text, sys.stdout)
        return answer.exit_code
    except KeyboardInterrupt:
        failure: ReportError = PublishingError.interrupted()
    except OSError as error:
        failure = PublishingError.of_system(error)
    except ReportError as error:
        failure = error
    tell(str(failure), sys.stderr)
    return failure.exit_code


if __name__ == "__main__":
    # A build makes few cycles and imports much: looking for garbage would be a tenth of its time.
    gc.set_threshold(100_000)
    interruption.listen()
    status = main(sys.argv[1:])
    gc.freeze()  # nor is there any to be looked for in what ends anyway
    sys.exit(status)
