"""Alternative texts, generated from what is drawn: type of chart, key values, conclusion."""

from collections.abc import Callable, Sequence

from progress_report.authoring.charts.data import BarData, Event, Series, Target
from progress_report.model.blocks import SAMPLE_STAMP
from progress_report.model.inline import Date, Fragment, Number, concluded, decided, joined, words
from progress_report.model.quantity import PERCENT, Quantity, point_difference, total

# A reader of the alternative text hears it at one go; the table below the chart has the rest.
_MOST_VALUES = 8
JUDGED_EXACTLY = "（丸める前の値で判定）"
_FEW = 4  # so many categories or fewer: the least of them is worth saying; of more, the runners-up

Named = tuple[Fragment, Quantity]


def stacked(data: BarData, illustrative: bool) -> Fragment:
    parts = _opening("横積み上げ棒グラフ", illustrative)
    if len(data.categories) * len(data.series) <= _MOST_VALUES:
        parts += _each(data)
    changes = _changes(data)
    if len(data.categories) > 1 and not changes:
        totals = [total(series.values[row] for series in data.series) for row in range(len(data.categories))]
        every = [value for series in data.series for value in series.values]
        parts += concluded(_ranking("合計が", list(zip(data.categories, totals, strict=True))), every)
    return parts + changes


def grouped(data: BarData, illustrative: bool) -> Fragment:
    parts = _opening("横棒グラフ", illustrative)
    if len(data.categories) * len(data.series) <= _MOST_VALUES:
        parts += _each(data)
    if changes := _changes(data):
        return parts + changes
    for series in data.series:
        ranking = _ranking(
            (*series.label, *words("が")), list(zip(data.categories, series.values, strict=True))
        )
        parts += concluded(ranking, series.values)
    return parts


def single(data: BarData, target: Target | None, illustrative: bool) -> Fragment:
    parts = _opening("横棒グラフ", illustrative)
    series = data.series[0]
    if len(data.categories) <= _MOST_VALUES:
        listed = [
            (*category, *words("は"), *_value(series, row)) for row, category in enumerate(data.categories)
        ]
        parts += (*joined(listed), *words("。"))
    ranking = _ranking("", list(zip(data.categories, series.values, strict=True)))
    parts += concluded(ranking, series.values)
    return parts + (_gap(data, target) if target else ())


def over_time(data: BarData, illustrative: bool) -> Fragment:
    """Each year's share, then the way from the first to the last that has one."""
    (series,) = data.series
    shares = series.shares or ()
    listed = [
        (*category, *words("は"), Number(share))
        for category, share in zip(data.categories, shares, strict=True)
    ]
    parts = (*_opening("縦棒グラフ", illustrative), *series.label, *words("の割合は、"), *joined(listed))
    defined = [
        (category, share)
        for category, share in zip(data.categories, shares, strict=True)
        if share.displayed is not None
    ]
    return (*parts, *words("。"), *_way(defined))


def _way(defined: Sequence[Named]) -> Fragment:
    """From the first to the last that has a value: by how much it rose or fell, as displayed."""
    if len(defined) < 2:
        return ()
    (first, before), (last, after) = defined[0], defined[-1]
    if before.displayed == after.displayed:
        return (*first, *words("と"), *last, *decided("は同じである。", before, after))
    difference = _difference(*((after, before) if before < after else (before, after)))
    verb = "増加している。" if before < after else "減少している。"
    return (
        *first,
        *words("から"),
        *last,
        *words("までに"),
        Number(difference),
        *decided(verb, before, after),
    )


def band(data: BarData, illustrative: bool) -> Fragment:
    parts = _opening("帯グラフ", illustrative)
    for row, category in enumerate(data.categories):
        shares = [(series.label, series.shares[row]) for series in data.series if series.shares]
        subject = (*category, *words("は")) if category else ()
        listed = [(*label, *words(" "), Number(share)) for label, share in shares]
        parts += (
            *subject,
            *joined(listed),
            *words("。"),
            *concluded(_ranking("", shares, least=False), [share for _, share in shares]),
        )
    return parts


def dated(events: Sequence[Event], illustrative: bool) -> Fragment:
    listed = [(event.date, *words("に"), *event.label) for event in events]
    return (*_opening("年表", illustrative), *joined(listed), *words("。"))


def _opening(kind: str, illustrative: bool) -> Fragment:
    return words(f"{SAMPLE_STAMP}の{kind}。" if illustrative else f"{kind}。")


def _value(series: Series, row: int) -> Fragment:
    share = (*words("（"), Number(series.shares[row]), *words("）")) if series.shares else ()
    return (Number(series.values[row]), *share)


def _each(data: BarData) -> Fragment:
    """令和4年度は対応済241手続（39.0%）、未対応377手続（61.0%）。"""
    parts: Fragment = ()
    for row, category in enumerate(data.categories):
        listed = [(*series.label, *_value(series, row)) for series in data.series]
        parts += (*category, *words("は" if category else ""), *joined(listed), *words("。"))
    return parts


def _changes(data: BarData) -> Fragment:
    """What rose or fell, where the categories are two points in time."""
    moments = [[run.moment.iso for run in category if isinstance(run, Date)] for category in data.categories]
    if len(moments) != 2 or not all(moments) or moments[0] == moments[1]:
        return ()
    earlier, later = (0, 1) if moments[0] < moments[1] else (1, 0)
    listed: list[Fragment] = []
    for series in data.series:
        before, after = series.values[earlier], series.values[later]
        if before.displayed is None or after.displayed is None:
            continue
        verb = (
            "から変わらず"
            if before.displayed == after.displayed
            else ("に増加" if before.displayed < after.displayed else "に減少")
        )
        end = () if before.displayed == after.displayed else (*words("から"), Number(after))
        listed.append((*series.label, *words("は"), Number(before), *end, *decided(verb, before, after)))
    return (*joined(listed), *words("。")) if listed else ()


def _ranking(subject: str | Fragment, named: Sequence[Named], *, least: bool = True) -> Fragment:
    """最も多いのはA（合計120件）、最も少ないのはB（10件）; all that are equal are named."""
    defined = [(name, value) for name, value in named if value.displayed is not None]
    if len(defined) < 2:
        return ()
    start = words(subject) if isinstance(subject, str) else subject
    shares = defined[0][1].unit == PERCENT
    high, low = ("高い", "低い") if shares else ("多い", "少ない")
    most, fewest = _extreme(defined, max), _extreme(defined, min)
    if len(most) == len(defined):
        alike = "いずれも同じで" if len(defined) == len(named) else "値のあるものはいずれも同じで"
        return (*start, *words(alike), Number(most[0][1]), *words("。"))
    parts = (*start, *words(f"最も{high}のは"), *_names(most))
    if least and len(defined) > _FEW:
        parts += (*words("、次いで"), *joined(_runners_up([one for one in defined if one not in most])))
    elif least:
        parts += (*words(f"、最も{low}のは"), *_names(fewest))
    return (*parts, *words("。"))


def _runners_up(followers: Sequence[Named]) -> list[Fragment]:
    """The next value with all that have it; the one after it too, where each stands alone."""
    second = _extreme(followers, max)
    rest = [one for one in followers if one not in second]
    third = _extreme(rest, max) if rest else []
    return [_names(second), *([_names(third)] if len(second) == 1 == len(third) else [])]


def _extreme(named: Sequence[Named], choose: Callable[..., object]) -> list[Named]:
    extreme = choose(value.displayed for _, value in named)
    return [(name, value) for name, value in named if value.displayed == extreme]


def _names(named: Sequence[Named]) -> Fragment:
    return (*joined([name for name, _ in named]), *words("（"), Number(named[0][1]), *words("）"))


def _gap(data: BarData, target: Target) -> Fragment:
    """How the categories stand to the target, and by how much the farthest of them misses it."""
    return concluded(_standing(data, target), (*data.series[0].values, target.value))


def _standing(data: BarData, target: Target) -> Fragment:
    named = list(zip(data.categories, data.series[0].values, strict=True))
    defined = [(name, value) for name, value in named if value.value is not None]
    reached = [name for name, value in defined if value >= target.value]
    missing = [(name, _difference(target.value, value)) for name, value in defined if value < target.value]
    opening = (*target.label, Number(target.value), *words("に"))
    if not defined:
        return ()
    if not missing:
        if len(named) == 1:
            return (*opening, *words("達している。"))
        return (
            *(words("値のあるものは、") if len(defined) < len(named) else ()),
            *opening,
            *words("すべて達している。"),
        )
    farthest = _extreme(missing, max)
    # What misses its target by less than a reader sees has no difference worth telling.
    told = bool(farthest[0][1].displayed)
    if len(named) == 1:
        gap = (*words("（差は"), Number(farthest[0][1]), *words("）")) if told else words(JUDGED_EXACTLY)
        return (*opening, *words("達していない"), *gap, *words("。"))
    reach = (*words("達しているのは"), *joined(reached)) if reached else words("達した項目はない")
    if not told:
        return (*opening, *reach, *words(f"{JUDGED_EXACTLY}。"))
    return (*opening, *reach, *words("。目標との差が最も大きいのは"), *_names(farthest), *words("。"))


def _difference(goal: Quantity, value: Quantity) -> Quantity:
    if goal.unit != PERCENT:
        return goal - value
    # A target of 90% may be stated without the decimals of the shares it is compared with.
    decimals = max(goal.decimals, value.decimals)
    return point_difference(value.with_decimals(decimals), goal.with_decimals(decimals))
