"""How many paragraphs a prose entry may have where it is printed."""

from progress_report.inputs.params import Params
from progress_report.model.findings import Finding

_COUNTED = ("", "一つ", "二つ", "三つ", "四つ", "五つ", "六つ", "七つ", "八つ", "九つ")


def paragraph_fault(params: Params, section: int, name: str, *, single: bool) -> Finding | None:
    """Return that a prose entry has no paragraph, or several where it is printed as a ``single`` one."""
    count = len(params.report.sections[section].prose[name])
    source = params.source("sections", section, "prose", name)
    if not count:
        remedy = "「- 文章」の行を書いてください。"
        return Finding(f"{name} に段落がありません。", remedy, source.file, source.line, f"prose.{name}")
    if not single or count == 1:
        return None
    now = _COUNTED[count] if count < len(_COUNTED) else f"{count}個"
    message = f"{name} に書ける段落は一つです（いま{now}あります）。"
    remedy = "一つの段落にまとめるか、別の項目に分け、ノートブックに prose のセルを加えてください。"
    return Finding(message, remedy, source.file, source.line, f"prose.{name}")
