"""Comparison of a published final report with the report a build would print; only ``revise`` corrects it."""

from collections.abc import Mapping, Sequence

from progress_report.build_options import BuildOptions
from progress_report.comparison.differences import Difference, differences, order_differences
from progress_report.document.document import Document
from progress_report.document.files import DOCUMENT, read_document
from progress_report.inputs.params.report_params import Params
from progress_report.inputs.schema.schema_tree import SCHEMA
from progress_report.inputs.years.publication import Publication, publication_file, read_publication
from progress_report.model.findings import Finding, PublishingError, first_few
from progress_report.model.program import COMMAND
from progress_report.provenance.record import MANIFEST, changed_names
from progress_report.publishing import unchanged
from progress_report.publishing.overwrite_protection import (
    StandingFinal,
    require_draft_allowed,
    standing_final,
    with_final,
)
from progress_report.publishing.publication import write_publication
from progress_report.publishing.published_numbers import (
    grouped_differences,
    printed_differences,
    publication_findings,
)

_MOST_NAMED = 8


def kept_final(
    options: BuildOptions, params: Params, inputs: Mapping[str, str], document: Document
) -> str | None:
    """Return the message about an existing final report; None if the build may publish its own.

    PublishingError with the differences if the build would print something else than was published.
    """
    if options.partial or options.rehearsal:
        return None
    require_draft_allowed(options)
    standing = standing_final(options.target)
    if standing is None and not options.final:
        return None
    publication = read_publication(options.project, options.year)
    if standing is None and publication is None:
        return None
    if options.final and standing and publication and publication.revision > standing.revision:
        standing = None  # an earlier revision in this folder: a later publication decides
    revision = max(one.revision for one in (standing, publication) if one is not None)
    former = _document_of(standing)
    found = _differences(options, former, publication, document)
    if options.final and params.revision > revision:
        _require_listed(options, params, found)
        return None
    if params.revision != revision:
        raise _would_differ(
            options, standing, inputs, found, f"報告書は第{revision}版、{params.file} の正誤表は"
            f"第{params.revision}版までです。",
        )  # fmt: skip
    if found:
        raise _would_differ(options, standing, inputs, found)
    if standing is not None and former is not None:
        added = set(options.formats) - standing.formats or _lacks_validation(options, standing)
        return None if options.final and added else _stands(options, standing, former, publication)
    if not options.final:
        message = "確定版のファイルが、作ったときのままではありません。"
        raise PublishingError([Finding(message, with_final(options), str(options.target))])
    return None


def changed_inputs(used: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the names of the inputs that differ, with those of the program summarized as one."""
    changed = changed_names(used, now)
    program = [name for name in changed if name.startswith(("progress_report/", "templates/"))]
    rest = [name for name in changed if name not in program]
    return [*rest, *([f"プログラム（{len(program)}個）"] if program else [])]


def _document_of(standing: StandingFinal | None) -> Document | None:
    """Return the document of a final report whose files are unmodified; None for any other."""
    if standing is None or not standing.whole or DOCUMENT not in standing.outputs:
        return None
    return read_document(standing.folder)


def _differences(
    options: BuildOptions, former: Document | None, publication: Publication | None, document: Document
) -> list[Difference]:
    if former is not None:
        return differences(former, document) or order_differences(former, document)
    if publication is not None:
        return printed_differences(publication, document)
    message = (
        "確定版のファイルが作ったときのままではないので、同じ内容になるかを確かめられません。"
        "何も書いていません。"
    )
    remedy = "元のファイルに戻すか、フォルダを別の場所に移してから、もう一度実行してください。"
    raise PublishingError([Finding(message, remedy, str(options.target))])


def _stands(
    options: BuildOptions, standing: StandingFinal, document: Document, publication: Publication | None
) -> str:
    """Write ``published.csv`` if it is missing; return the message about a final report that is kept."""
    head = f"{options.target} の確定版は、そのままです。いまの入力から作っても、印刷される内容は同じです。"
    head += "" if options.final else unchanged.DRAFT_ELSEWHERE
    if _lacks_validation(options, standing):
        head += "PDFの検査の記録を加えるには、--final も付けてください。"
    if publication is not None and publication.revision == standing.revision:
        found = publication_findings(publication, document, standing.manifest)
        if not found:
            return head
        if len(found) > 1:  # more than the manifest's digest
            raise PublishingError(found)
    return head + _rewritten(options, standing)


def _lacks_validation(options: BuildOptions, standing: StandingFinal) -> bool:
    return options.validate_pdf and not standing.validated


def _rewritten(options: BuildOptions, standing: StandingFinal) -> str:
    """Write a missing ``published.csv`` of an existing report.

    An earlier version published it, or its build was killed before the file was written.
    """
    project = options.project
    file = project.relative(publication_file(project, options.year))
    now = unchanged.input_digests(options, standing.record)
    own = (f"data/{options.year.start}/", f"params/{options.year.start}.yaml", SCHEMA)
    used = standing.record["inputs"]
    if moved := [name for name in changed_inputs(used, now) if name.startswith(own)]:
        return f"公表した値の記録（{file}）は書けません（作成のあとに変わった入力: {'、'.join(moved)}）。"
    contents = {name: (standing.folder / name).read_bytes() for name in (DOCUMENT, MANIFEST)}
    write_publication(project, options.year, contents)
    return f"公表した値の記録（{file}）がなかったので、書きました。"


def _require_listed(options: BuildOptions, params: Params, found: Sequence[Difference]) -> None:
    """Raise PublishingError if a new revision's 正誤表 does not list all of its changes."""
    listed = [erratum for erratum in params.report.errata if erratum.edition == params.revision]
    missing = [
        one
        for one in found
        if not any(one.wrong in erratum.wrong and one.right in erratum.right for erratum in listed)
    ]
    if missing:
        message = (
            f"前の版との違いのうち、正誤表にないものがあります（{len(missing)}か所）。何も書いていません。"
        )
        remedy = (
            f"errata の第{params.revision}版の項目を消してから、{COMMAND} revise "
            f"{options.year.start}{options.project.options(options.out)} で正誤表を作り直してください。"
        )
        raise PublishingError([Finding(message, remedy, params.file), *grouped_differences(missing)])


def _would_differ(
    options: BuildOptions,
    standing: StandingFinal | None,
    inputs: Mapping[str, str],
    found: Sequence[Difference],
    reason: str = "",
) -> PublishingError:
    changed = changed_inputs(standing.record["inputs"], inputs) if standing is not None else []
    reported = f"変わった入力: {first_few(changed, _MOST_NAMED)}。" if changed else ""
    count = f"違い {len(found)}か所。" if found else ""
    message = f"確定版と違う内容になるので、置き換えません。{reason}{count}{reported}何も書いていません。"
    where = options.project.options(options.out)
    published = options.project.relative(publication_file(options.project, options.year))
    remedy = (
        f"公表した報告書の訂正なら {COMMAND} revise {options.year.start} --reason 理由{where} を"
        "使ってください。変えるつもりがなかったなら、入力を元に戻してください。"
        f"まだ公表していないなら、{options.target} と {published} を別の場所に移してから、"
        f"もう一度実行してください。{unchanged.DRAFT_ELSEWHERE}"
    )
    return PublishingError([Finding(message, remedy, str(options.target)), *grouped_differences(found)])
