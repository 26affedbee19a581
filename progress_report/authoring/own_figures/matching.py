"""Matching of drawn numbers to a row or column of the data: by names of positions, else in order."""

from collections.abc import Iterator, Sequence

from progress_report.authoring.own_figures.label_reader import mark_text
from progress_report.authoring.own_figures.value_vectors import DataValues, Vector, VectorEntry
from progress_report.model.findings import Finding
from progress_report.model.quantity import Quantity

Point = tuple[str, float]  # the position's name, empty if it is not one of the data's, and the number there

GUIDES = "データの値でない形（目安、近似など）なら、figure の guides= に渡してください。"
_MOST_NAMED = 3


def matched(
    points: Sequence[Point], vectors: Sequence[Vector], *, blanks_are_zero: bool = True
) -> list[VectorEntry] | None:
    """Return the values shown by the points, from the first vector that contains them all; None without one.

    ``blanks_are_zero``: a shape without length may represent a blank.
    """
    for vector in vectors:
        found = _assigned(points, vector, blanks_are_zero)
        if all(found):
            return [one for one in found if one is not None]
    return None


def mismatches(
    kind: str, points: Sequence[Point], vectors: Sequence[Vector], values: DataValues
) -> Iterator[Finding]:
    """Yield the problems of points that match no vector: their order, or single numbers."""
    drawn = [value for _, value in points]
    if any(all(any(one.shows(value) for one in vector.entries) for value in drawn) for vector in vectors):
        more = "など" if len(drawn) > _MOST_NAMED else ""
        numbers = "、".join(map(mark_text, drawn[:_MOST_NAMED])) + more
        message = f"図の{kind}が示す値（{numbers}）の並びが、表の行と違います。"
        remedy = "表の行と同じ順に描くか、軸に表の行の名前（plain(data) の行の名前）を付けてください。"
        yield Finding(message, remedy)
        return
    tried = [(vector, _assigned(points, vector, True)) for vector in vectors]
    best, found = max(tried, key=lambda one: sum(map(bool, one[1])), default=(None, [None] * len(points)))
    wrong = [point for point, entry in zip(points, found, strict=True) if entry is None]
    for name, value in wrong[:_MOST_NAMED]:
        right = [one.quantity for one in (best.entries if best else ()) if one.name == name and one.quantity]
        message = f"図の{kind}{f'「{name}」' if name else ''}が示す{mark_text(value)}は、表の値ではありません"
        if right:
            message += f"（表の値は{right[0].text}）"
        elif (near := _nearest(value, values)) is not None:
            message += f"（近い値は{near.text}）"
        yield Finding(f"{message}。", f"plain(data) の値をそのまま描いてください。{GUIDES}")


def _assigned(points: Sequence[Point], vector: Vector, blanks_are_zero: bool) -> list[VectorEntry | None]:
    """Return the value that each point shows of a vector: by its name, else following the previous ones."""
    names = [name for name, _ in points if name]
    best: list[VectorEntry | None] = [None] * len(points)
    if len(vector.entries) < len(points) or not {one.name for one in vector.entries}.issuperset(names):
        return best
    for entries in (vector.entries, vector.entries[::-1]) if names else (vector.entries,):
        found: list[VectorEntry | None] = []
        begin = 0
        for name, drawn in points:
            at = next(
                (
                    i
                    for i, one in enumerate(entries)
                    if (one.name == name if name else i >= begin)
                    and (one.shows(drawn) or (blanks_are_zero and drawn == 0 and not one.numbers))
                ),
                None,
            )
            found.append(None if at is None else entries[at])
            begin = begin if at is None else at + 1
        best = max(best, found, key=lambda one: sum(map(bool, one)))
    return best


def _nearest(value: float, values: DataValues) -> Quantity | None:
    known = [one for one in values.entries() if one.numbers]
    return min(known, key=lambda one: abs(one.numbers[0] - value)).quantity if known else None
