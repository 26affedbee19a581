"""Comparison of the numbers printed by a report with the published ones."""

from collections import Counter
from collections.abc import Iterator, Sequence

from progress_report.comparison.differences import Difference
from progress_report.document.document import Document
from progress_report.inputs.params.errata import ABSENT
from progress_report.inputs.years.publication import PRINTED, Publication, PublishedRow
from progress_report.model.findings import Finding
from progress_report.provenance.ledger import ledger_rows
from progress_report.provenance.record import MANIFEST, sha256

_MOST_SHOWN = 20
_LONGEST_SHOWN = 60


def printed_rows(document: Document) -> Iterator[PublishedRow]:
    """Yield the printed numbers of a report, in reading order."""
    for row in ledger_rows(document):
        yield PublishedRow(
            PRINTED,
            identifier=row.identifier,
            place=f"{row.section} {row.place}",
            printed=row.printed,
            value=row.value,
            unit=row.unit,
        )


def publication_findings(publication: Publication, document: Document, manifest: bytes) -> list[Finding]:
    """Return the differences between ``published.csv`` and a report of the same revision."""
    same = publication.manifest == sha256(manifest)
    found = printed_differences(publication, document)
    if same:  # a later version of the program may list more numbers, but none is missing
        found = [one for one in found if one.wrong != ABSENT]
    if found:
        message = f"公表した値の記録と、報告書の数字が違います（{len(found)}か所）。"
        remedy = "どちらが公表したものかを確かめ、もう一方を元に戻してください。"
        return [Finding(message, remedy, publication.file), *grouped_differences(found)]
    if not same:
        message = (
            f"公表した値の記録にある {MANIFEST} の SHA-256（{publication.manifest[:12]}…）が、"
            f"実際（{sha256(manifest)[:12]}…）と違います。"
        )
        return [Finding(message, "公表した報告書かを確かめてください。", publication.file)]
    return []


def printed_differences(publication: Publication, document: Document) -> list[Difference]:
    """Return the printed numbers of a document that differ from the published ones, place by place."""
    then = Counter((row.place, row.printed) for row in publication.of_kind(PRINTED))
    now = Counter((row.place, row.printed) for row in printed_rows(document))
    gone, come = _by_place(then - now), _by_place(now - then)
    return [
        Difference(place, "、".join(gone.get(place, [])) or ABSENT, "、".join(come.get(place, [])) or ABSENT)
        for place in dict.fromkeys([*gone, *come])
    ]


def _by_place(counted: Counter[tuple[str, str]]) -> dict[str, list[str]]:
    places: dict[str, list[str]] = {}
    for (place, printed), count in counted.items():
        places.setdefault(place, []).extend([printed] * count)
    return places


def grouped_differences(found: Sequence[Difference]) -> Iterator[Finding]:
    """Yield the differences grouped by their words, limited to the first few."""
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
    """Return the part of a text around its first difference."""
    if len(text) <= _LONGEST_SHOWN:
        return text
    begins = max(0, differs_at - _LONGEST_SHOWN // 3)
    part = text[begins : begins + _LONGEST_SHOWN]
    return f"{'…' if begins else ''}{part}{'…' if begins + len(part) < len(text) else ''}"
