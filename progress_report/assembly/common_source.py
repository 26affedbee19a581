"""The source of most tables and figures, named once at the report's beginning instead of below each."""

from collections import Counter
from collections.abc import Iterator

from progress_report.document.blocks import Chart, Fact, Paragraph, Table
from progress_report.document.document import Document
from progress_report.document.runs import Text, runs_text

_SOURCE = "出典"
_FEWEST = 3  # minimum number of figures with the same source


def state_source_once(document: Document) -> None:
    """Add a sentence on the most frequent source to the introduction, and mark its facts as printed there.

    Facts named by the data files themselves stay. Do nothing if no source is shared by three figures.
    """
    facts = list(_sources(document))
    counts = Counter(runs_text(fact.content) for fact in facts)
    (source, count), *_ = counts.most_common(1) or [("", 0)]
    if count < _FEWEST:
        return
    common = [fact for fact in facts if runs_text(fact.content) == source]
    for fact in common:
        fact.elsewhere = True
    content = [
        Text(text="表及び図の出典は、特に断りのない限り、"),
        *common[0].content,
        Text(text="である。"),
    ]
    document.introduction.append(
        Paragraph(type="paragraph", content=content, illustrative=False, quantities={}, findings=[])
    )


def _sources(document: Document) -> Iterator[Fact]:
    for block in document.blocks:
        if isinstance(block, Table | Chart):
            yield from (fact for fact in block.facts if fact.label == _SOURCE)
