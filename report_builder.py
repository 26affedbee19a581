"""Build a fiscal year's progress report: ``python report_builder.py build 2024``."""

import sys
from collections.abc import Sequence

from progress_report.building.command_line import BuildOptions, parse
from progress_report.building.progress import Progress
from progress_report.inputs.judgement import judge
from progress_report.inputs.project import Project
from progress_report.model.findings import ExitCode, PublishingError, ReportError


def build(options: BuildOptions, progress: Progress) -> None:
    """The story of a build: judge, execute, join, render, publish."""
    progress.step("データとパラメータの確認")
    params = judge(Project.here(), options.year)

    from progress_report.building import edition, formats, publishing, record, sections

    names = sections.chosen_sections(params, options.only)
    inputs = record.input_hashes(params, names)
    runs = sections.run_sections(params, names, progress)
    sections.require_success(runs, options.failed)

    progress.step("文書の組立て")
    stitched = edition.stitch_edition(params, runs, inputs, final=options.final)
    outputs = sections.executed_notebooks(runs)
    for name in options.formats:
        progress.step(f"{name.upper()}の作成")
        outputs[f"report.{name}"] = formats.FORMATS[name](stitched, params.fonts)

    progress.step("数値の出どころの確認")
    outputs["review.html"] = edition.review_of(params, stitched)
    outputs["ledger.csv"] = edition.ledger_of(stitched)
    numerals = edition.require_traced(outputs)

    progress.step("書き出し")
    record.require_unchanged(inputs, record.input_hashes(params, names))
    outputs[record.MANIFEST] = edition.manifest_of(params, stitched, outputs)
    publishing.publish(options.target, outputs)
    publishing.discard(options.failed)
    progress.finish()
    print(publishing.told(options.target, outputs, edition.reasons_of(stitched), numerals, progress.elapsed))


def main(arguments: Sequence[str]) -> ExitCode:
    """Run a command; every fault is told in Japanese, without a traceback."""
    options, progress = parse(arguments), Progress()
    try:
        build(options, progress)
        return ExitCode.BUILT
    except OSError as error:
        failure: ReportError = PublishingError.of_system(error)
    except ReportError as error:
        failure = error
    progress.finish()
    print(failure, file=sys.stderr)
    return failure.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
