"""Overwrite protection: a final report stands, as published, until ``revise`` corrects it."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from progress_report.building import unchanged
from progress_report.building.build_options import OUTPUTS, BuildOptions
from progress_report.building.documents import DOCUMENT, read_document
from progress_report.building.embedded import Json, checked_record, revision_of
from progress_report.building.record import MANIFEST, sha256
from progress_report.building.sealing import unseal
from progress_report.inputs.publication import PRINTED, Publication, publication_file, read_publication
from progress_report.model.findings import Finding, PublishingError, ReportError

if TYPE_CHECKING:  # an unchanged build has no time for them
    from progress_report.building.errata_comparison import Difference
    from progress_report.inputs.params import Params

_MOST_SHOWN = 20
_MOST_NAMED = 8
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class StandingFinal:
    """The final report in a folder; ``whole``: whether its files are those that its manifest lists."""

    folder: Path
    manifest: bytes
    record: Json
    outputs: Json
    whole: bool

    @property
    def revision(self) -> int:
        return revision_of(self.record)

    def document(self) -> Json:
        return read_document(self.folder, self.outputs[DOCUMENT]["sha256"])


def standing_final(folder: Path) -> StandingFinal | None:
    """The final report that a folder holds; None where it holds a draft, or nothing with a valid manifest."""
    try:
        manifest = (folder / MANIFEST).read_bytes()
        content = unseal(manifest, MANIFEST)
        record, outputs = checked_record(content["record"], MANIFEST), content["outputs"]
    except (OSError, ReportError, LookupError, TypeError, AttributeError):
        return None
    if record["edition"] != "final":
        return None
    try:
        whole = DOCUMENT in outputs and unchanged.outputs_of(folder) == outputs
    except OSError:
        whole = False
    return StandingFinal(folder, manifest, record, outputs, whole)


def skipped(options: BuildOptions) -> str | None:
    """The message about a final report that ``build --all`` leaves alone; None where there is none."""
    began = time.monotonic()
    if options.partial or not options.skip_final:
        return None
    if standing_final(options.target) is None:
        if not options.final and _is_published_elsewhere(options):
            return f"{options.target} は作りません。{_restoring(options)}"
        return None
    command = f"build {options.year.start}{options.project.options(options.out)}"
    changed = "" if unchanged.is_unchanged(options.project, options) else (
        f"作成のあとに、入力か成果物が変わっています（違いは {command} で確かめられます）。"
    )  # fmt: skip
    seconds = time.monotonic() - began
    return f"{options.target} は確定版なので、そのままにしました（{seconds:.1f}秒）。{changed}"


def require_draft_allowed(options: BuildOptions) -> None:
    """PublishingError where a draft would take the usual place of a final report that is not there."""
    if options.final or options.partial or options.rehearsal:
        return
    if standing_final(options.target) is None and _is_published_elsewhere(options):
        raise PublishingError([Finding("ここには案を作りません。", _restoring(options), str(options.target))])


def kept_final(
    options: BuildOptions, params: "Params", inputs: Mapping[str, str], document: Json
) -> str | None:
    """The message about a final report that stands; None where the build may publish its own.

    PublishingError with the differences where the build would print something else than was published.
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
        standing = None  # an earlier revision in this folder: what was published since decides
    revision = max(one.revision for one in (standing, publication) if one is not None)
    found = _differences(options, standing, publication, document)
    if options.final and params.edition > revision:
        _require_listed(options, params, found)
        return None
    if params.edition != revision:
        raise _would_differ(
            options, standing, inputs, found, f"報告書は第{revision}版、{params.file} の正誤表は"
            f"第{params.edition}版までです。",
        )  # fmt: skip
    if found:
        raise _would_differ(options, standing, inputs, found)
    if standing is not None and standing.whole:
        added = {OUTPUTS[name].file for name in options.formats} - standing.outputs.keys()
        return None if options.final and added else _stands(options, standing, publication)
    if not options.final:
        message = "確定版のファイルが、作ったときのままではありません。"
        raise PublishingError([Finding(message, _with_final(options), str(options.target))])
    return None


def changed_inputs(used: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The names of the inputs that differ, those of the program as one."""
    changed = sorted(name for name in used.keys() | now.keys() if used.get(name) != now.get(name))
    program = [name for name in changed if name.startswith(("progress_report/", "templates/"))]
    rest = [name for name in changed if name not in program]
    return [*rest, *([f"プログラム（{len(program)}個）"] if program else [])]


def _listed(names: Sequence[str]) -> str:
    more = f"、ほか{len(names) - _MOST_NAMED}個" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more


def publication_findings(publication: Publication, document: Json, manifest: bytes) -> list[Finding]:
    """What ``published.csv`` and a report of the same revision do not have in common."""
    from progress_report.inputs.errata import ABSENT

    same = publication.manifest == sha256(manifest)
    found = printed_differences(publication, document)
    if same:  # a later version of the program may list more numbers, but none is gone
        found = [one for one in found if one.wrong != ABSENT]
    if found:
        message = f"公表した値の記録と、報告書の数字が違います（{len(found)}か所）。"
        remedy = "どちらが公表したものかを確かめ、もう一方を元に戻してください。"
        return [Finding(message, remedy, publication.file), *grouped(found)]
    if not same:
        message = (
            f"公表した値の記録にある {MANIFEST} の SHA-256（{publication.manifest[:12]}…）が、"
            f"実際（{sha256(manifest)[:12]}…）と違います。"
        )
        return [Finding(message, "公表した報告書かを確かめてください。", publication.file)]
    return []


def printed_differences(publication: Publication, document: Json) -> "list[Difference]":
    """The printed numbers of a document that are not those that were published, place by place."""
    from progress_report.building.errata_comparison import Difference
    from progress_report.building.publication import printed_rows
    from progress_report.inputs.errata import ABSENT

    then = Counter((row.place, row.printed) for row in publication.of_kind(PRINTED))
    now = Counter((row.place, row.printed) for row in printed_rows(document))
    gone, come = _by_place(then - now), _by_place(now - then)
    return [
        Difference(place, "、".join(gone.get(place, [])) or ABSENT, "、".join(come.get(place, [])) or ABSENT)
        for place in dict.fromkeys([*gone, *come])
    ]


def _by_place(counted: "Counter[tuple[str, str]]") -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for (place, printed), count in counted.items():
        places.setdefault(place, []).extend([printed] * count)
    return places


def _is_published_elsewhere(options: BuildOptions) -> bool:
    """Whether the year was published, and its report is missing in the usual place, which is asked for."""
    usual = options.out.resolve() == options.project.usual_out.resolve()
    return usual and publication_file(options.project, options.year).is_file()


def _with_final(options: BuildOptions) -> str:
    where = options.project.options(options.out)
    command = f"report_builder.py build {options.year.start} --final{where}"
    return f"確定版は {command} で作り直せます。{unchanged.DRAFT_ELSEWHERE}"


def _restoring(options: BuildOptions) -> str:
    file = options.project.relative(publication_file(options.project, options.year))
    return f"{options.year.label}の報告書は、確定版を公表しています（{file}）。{_with_final(options)}"


def _differences(
    options: BuildOptions, standing: StandingFinal | None, publication: Publication | None, document: Json
) -> "list[Difference]":
    from progress_report.building.errata_comparison import differences, order_differences

    if standing is not None and standing.whole:
        former = standing.document()
        return differences(former, document) or order_differences(former, document)
    if publication is not None:
        return printed_differences(publication, document)
    message = (
        "確定版のファイルが作ったときのままではないので、同じ内容になるかを確かめられません。"
        "何も書いていません。"
    )
    remedy = "元のファイルに戻すか、フォルダを別の場所に移してから、もう一度実行してください。"
    raise PublishingError([Finding(message, remedy, str(options.target))])


def _stands(options: BuildOptions, standing: StandingFinal, publication: Publication | None) -> str:
    """The message about a final report that stays, after ``published.csv`` was written if it lacked."""
    head = f"{options.target} の確定版は、そのままです。いまの入力から作っても、印刷される内容は同じです。"
    head += "" if options.final else unchanged.DRAFT_ELSEWHERE
    if publication is not None and publication.revision == standing.revision:
        found = publication_findings(publication, standing.document(), standing.manifest)
        if not found:
            return head
        if len(found) > 1:  # not the manifest's digest alone
            raise PublishingError(found)
    return head + _rewritten(options, standing)


def _rewritten(options: BuildOptions, standing: StandingFinal) -> str:
    """Write ``published.csv`` of a report that stands: one published by an earlier version, or whose build
    was killed before it was written."""
    from progress_report.building.publication import write_publication

    project = options.project
    file = project.relative(publication_file(project, options.year))
    now = unchanged.inputs_of(project, options.year, standing.record)
    own = (f"data/{options.year.start}/", f"params/{options.year.start}.yaml")
    used = standing.record["inputs"]
    if moved := [name for name in changed_inputs(used, now) if name.startswith(own)]:
        return f"公表した値の記録（{file}）は書けません（作成のあとに変わった入力: {'、'.join(moved)}）。"
    contents = {name: (standing.folder / name).read_bytes() for name in (DOCUMENT, MANIFEST)}
    write_publication(project, options.year, contents)
    return f"公表した値の記録（{file}）がなかったので、書きました。"


def _require_listed(options: BuildOptions, params: "Params", found: "Sequence[Difference]") -> None:
    """PublishingError where a new revision's 正誤表 does not list everything that it changes."""
    listed = [erratum for erratum in params.report.errata if erratum.edition == params.edition]
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
            f"errata の第{params.edition}版の項目を消してから、report_builder.py revise "
            f"{options.year.start}{options.project.options(options.out)} で正誤表を作り直してください。"
        )
        raise PublishingError([Finding(message, remedy, params.file), *grouped(missing)])


def _would_differ(
    options: BuildOptions,
    standing: StandingFinal | None,
    inputs: Mapping[str, str],
    found: "Sequence[Difference]",
    reason: str = "",
) -> PublishingError:
    changed = changed_inputs(standing.record["inputs"], inputs) if standing is not None else []
    told = f"変わった入力: {_listed(changed)}。" if changed else ""
    count = f"違い {len(found)}か所。" if found else ""
    message = f"確定版と違う内容になるので、置き換えません。{reason}{count}{told}何も書いていません。"
    where = options.project.options(options.out)
    published = options.project.relative(publication_file(options.project, options.year))
    remedy = (
        f"公表した報告書の訂正なら report_builder.py revise {options.year.start} --reason 理由{where} を"
        "使ってください。変えるつもりがなかったなら、入力を元に戻してください。"
        f"まだ公表していないなら、{options.target} と {published} を別の場所に移してから、"
        f"もう一度実行してください。{unchanged.DRAFT_ELSEWHERE}"
    )
    return PublishingError([Finding(message, remedy, str(options.target)), *grouped(found)])


def grouped(found: "Sequence[Difference]") -> Iterator[Finding]:
    """The differences, those of the same words together, the first few of many."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in found:
        groups.setdefault((one.wrong, one.right), []).append(one.where)
    for (wrong, right), places in list(groups.items())[:_MOST_SHOWN]:
        others = f"、ほか{len(places) - 1}か所" if len(places) > 1 else ""
        pairs = zip(wrong, right, strict=False)
        common = next((i for i, (old, new) in enumerate(pairs) if old != new), min(len(wrong), len(right)))
        before, after = (_short(text, common) for text in (wrong, right))
        yield Finding(f"「{before}」→「{after}」。", file=f"{places[0]}{others}")
    if (more := len(groups) - _MOST_SHOWN) > 0:
        yield Finding(f"このほかに、違いが{more}種類あります。")


def _short(text: str, differs_at: int) -> str:
    """The part of a text around the place where it begins to differ."""
    if len(text) <= _LONGEST_SHOWN:
        return text
    begins = max(0, differs_at - _LONGEST_SHOWN // 3)
    part = text[begins : begins + _LONGEST_SHOWN]
    return f"{'…' if begins else ''}{part}{'…' if begins + len(part) < len(text) else ''}"
