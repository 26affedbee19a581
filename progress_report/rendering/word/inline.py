"""Inline runs in Word: numbers and dates in their own controls, links for marks and references."""

from collections.abc import Sequence
from itertools import groupby

from progress_report.document.runs import Date, LineBreak, NoteMark, Number, Placeholder, Reference, Run
from progress_report.rendering.word.elements import PLAIN, Element, RunLook, line_break, link, text_run
from progress_report.rendering.word.printed_runs import printed
from progress_report.rendering.word.slots import PROSE, Slot, SlotRecorder


def inline(
    base: SlotRecorder, runs: Sequence[Run], slot: Slot | None, look: RunLook = PLAIN
) -> list[Element]:
    """Return the runs; ``slot``: of their paragraph.

    In prose, all runs of a placeholder are one control, so that the placeholder can be restored.
    """
    made: list[Element] = []
    for placeholder, group in groupby(runs, key=lambda one: _placeholder(one, slot)):
        together = list(group)
        if placeholder is None:
            for one in together:
                made += _with_control(base, [one], getattr(one, "placeholder", None), slot, look)
        else:
            made += _with_control(base, together, placeholder, slot, look)
    return made


def _placeholder(one: Run, slot: Slot | None) -> Placeholder | None:
    return getattr(one, "placeholder", None) if slot is not None and slot.kind == PROSE else None


def _with_control(
    base: SlotRecorder, runs: list[Run], placeholder: Placeholder | None, slot: Slot | None, look: RunLook
) -> list[Element]:
    is_value = any(isinstance(one, Number | Date) for one in runs)
    is_prose = slot is not None and slot.kind == PROSE
    content = [_element(one, look) for one in runs]
    if not is_value and (placeholder is None or not is_prose):
        return content
    shown = runs[0] if len(runs) == 1 else next((one for one in runs if not isinstance(one, Number)), runs[0])
    return base.control(base.value(shown, printed(runs), placeholder, slot), content)


def _element(one: Run, look: RunLook) -> Element:
    match one:
        case LineBreak():
            return line_break()
        case NoteMark():
            return link(one.anchor or "", text_run(f"[{one.mark}]", look._replace(raised=True)))
        case Reference():
            return link(one.anchor or "", text_run(one.text, look))
        case _:
            return text_run(one.text, look)
