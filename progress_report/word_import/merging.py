"""Merging of the edits of several copies with the current parameters.

Three texts decide a subject: the printed one, the copies' proposals, and the current parameters. If more than
one of them differs from the printed text, and they differ from each other, nothing is imported.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from progress_report.messages import word_import as messages
from progress_report.model.findings import Finding
from progress_report.word_import.present import Present
from progress_report.word_import.proposals import TITLE, Added, Edits, NewFigure, Proposal, Subject, subjects

_GONE = "（削除）"
_ORDINALS = "番目"


@dataclass(frozen=True, slots=True)
class Decision:
    """An edit to be made: the old and new text, the copies, and the authors of tracked changes."""

    subject: Subject
    was: Proposal
    new: Proposal
    files: tuple[str, ...]
    authors: tuple[str, ...]


@dataclass(slots=True)
class Merged:
    """The decided edits, and the conflicts. ``done``: the number of edits already made."""

    decisions: list[Decision] = field(default_factory=list)
    conflicts: list[Finding] = field(default_factory=list)
    done: int = 0


def merged(copies: Sequence[Edits], present: Present) -> Merged:
    """Merge the edits of all copies; their order makes no difference."""
    result = Merged()
    for subject in subjects(copies):
        proposing = [one for one in copies if subject in one.proposals]
        proposed = {one.proposals[subject] for one in proposing}
        was, now = present.was(subject), present.now(subject)
        differing = proposed - {now}
        if not differing:
            result.done += 1
        elif len(proposed) > 1 or now != was or not _has_room(subject, present):
            result.conflicts.append(_conflict(subject, proposing, was, now, present))
        else:
            authors = sorted({author for one in proposing for author in one.authors.get(subject, ())})
            files = tuple(sorted(one.file for one in proposing))
            result.decisions.append(Decision(subject, was, proposed.pop(), files, tuple(authors)))
    return result


def _has_room(subject: Subject, present: Present) -> bool:
    """Return whether the parameters still contain the section, list or block of an edit."""
    if subject.kind == "block":
        known = present.section(subject.section) is not None
        return known and (not subject.entry or present.block_of(subject) is not None)
    found = present.prose_list(subject.section, subject.name)
    return found.location is not None and (
        subject.kind == "order" or subject.index < 0 or subject.index in found.printed
    )


def _conflict(
    subject: Subject, proposing: Sequence[Edits], was: Proposal, now: Proposal, present: Present
) -> Finding:
    texts = [
        ("印刷", was),
        ("いまの params", now),
        *((one.file, one.proposals[subject]) for one in proposing),
    ]
    shown = "、".join(f"{name}「{said(subject, text, present)}」" for name, text in texts)
    return messages.EDITS_CONFLICT.finding(present.params.file, column=subject_name(subject), texts=shown)


def said(subject: Subject, proposal: Proposal, present: Present) -> str:
    """Return a proposal in readable form."""
    if proposal is None:
        return _GONE
    if isinstance(proposal, str):
        return proposal
    return "／".join(_members(subject, proposal, present)) or "（なし）"


def _members(
    subject: Subject, proposal: tuple[int, ...] | tuple[Added, ...], present: Present
) -> Iterator[str]:
    for one in proposal:
        if isinstance(one, str):
            yield one
        elif isinstance(one, NewFigure):
            yield _figure(one)
        else:
            text = present.was(Subject(subject.section, "text", subject.name, one))
            yield f"{str(text)[:12]}…"


def _figure(figure: NewFigure) -> str:
    title = figure.title or f"（{TITLE}なし）"
    if figure.kind == "table":
        return f"表『{title}』{figure.cells}"
    return f"図『{title}』{figure.alt or '説明なし'}（{figure.suffix.strip('.').upper()}）"


def subject_name(subject: Subject) -> str:
    """Return the parameters' entry of a subject."""
    section = f"{subject.section} の " if subject.section else ""
    if subject.kind == "block":
        number = subject.entry.rpartition(".")[2]
        return f"{section}blocks（{f'{number}{_ORDINALS}の blocks' if number else subject.name} の後）"
    entry = (
        subject.name
        if not subject.section or subject.name.startswith(("blocks.", "overrides."))
        else f"prose.{subject.name}"
    )
    match subject.kind:
        case "text":
            return f"{section}{entry} の{subject.index + 1}{_ORDINALS}"
        case "order":
            return f"{section}{entry} の順"
        case _:
            place = f"{subject.index + 1}{_ORDINALS}の後" if subject.index >= 0 else "初め"
            return f"{section}{entry} の{place}"
