"""The summary of the copies' edits, for the person who imports them."""

from collections import Counter
from collections.abc import Iterator

from progress_report.messages.word_import import FIGURE_UNFINISHED
from progress_report.model.findings import Finding, Severity, group_findings
from progress_report.word_import.importing import Imported
from progress_report.word_import.merging import Decision, said, subject_name
from progress_report.word_import.present import Present
from progress_report.word_import.proposals import NewFigure, added_in

_KINDS = {"order": "段落の移動", "insert": "足された段落"}
_ADDED = {"table": "表", "picture": "図"}
_NEXT = "--apply を付けて実行すると、{file} に書き込みます。"
_WRITTEN = "{file} に書き込みました。build で作り直してください。"
_MADE = "{files} を作りました。"
_NOTHING = "取り込む直しはありません。"


def import_summary(imported: Imported) -> str:
    """Return everything that was found, importable edits first."""
    return "\n".join(_lines(imported))


def is_open(imported: Imported) -> bool:
    """Return whether edits remain that cannot be imported, so that a person must act on them."""
    return any(finding.severity != Severity.NOTE for finding in imported.findings)


def _lines(imported: Imported) -> Iterator[str]:
    for copy in imported.copies:
        known = "、".join(f"{by} {count}" for by, count in sorted(copy.known_by.items()) if count)
        yield f"{copy.file}　段落の見分け: {known or 'なし'}"
    decisions = imported.merged.decisions
    if decisions:
        yield f"{'取り込んだ' if imported.applied else '取り込む'}直し（{len(decisions)}件）"
    for one in decisions:
        yield from _decision(one, imported.present)
    if imported.merged.done:
        yield f"すでに params にある直し　{imported.merged.done}件"
    unfinished = [one for one in imported.findings if one.code == FIGURE_UNFINISHED.code]
    rest = [one for one in imported.findings if one.severity != Severity.NOTE and one not in unfinished]
    comments = [one for one in imported.findings if one.severity == Severity.NOTE]
    yield from _found("取り込む表と図に、書き足すこと", unfinished)
    yield from _found("取り込まない直し", rest)
    yield from _found("コメント", comments)
    if imported.files:
        yield _MADE.format(files="、".join(imported.files))
    if decisions:
        yield (_WRITTEN if imported.applied else _NEXT).format(file=imported.params.file)
    else:
        yield _NOTHING


def _decision(decision: Decision, present: Present) -> Iterator[str]:
    subject = decision.subject
    kind = _KINDS.get(subject.kind) or ("段落の削除" if decision.new is None else "文章の変更")
    if subject.kind == "block":
        kinds = (_ADDED[one.kind] if isinstance(one, NewFigure) else "段落" for one in added_in(decision.new))
        kind = f"足された{'・'.join(dict.fromkeys(kinds))}"
    marked = f"　変更履歴（承諾前）: {'、'.join(decision.authors)}" if decision.authors else ""
    yield f"  {kind}　{subject_name(subject)}　［{'、'.join(decision.files)}］{marked}"
    if decision.was:
        yield f"    前　{said(subject, decision.was, present)}"
    yield f"    後　{said(subject, decision.new, present)}"


def _found(title: str, findings: list[Finding]) -> Iterator[str]:
    if findings:
        counted = Counter(findings)
        yield f"{title}（{len(counted)}件）"
        yield from (f"  {finding}" for finding in group_findings(counted))
