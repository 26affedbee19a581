"""Rankings and movements of named values in words, used in conclusions and alternative texts."""

from collections.abc import Callable, Sequence

from progress_report.model.inline import (
    Date,
    Inline,
    LineBreak,
    Number,
    concluded,
    decided,
    plain_text,
    text,
)
from progress_report.model.quantity import PERCENT, Computed, Quantity, point_difference

_ONE_LINE = 40  # characters that fit in the printed width
Named = tuple[Inline, Quantity]


def quoted_label(label: Inline) -> Inline:
    """Return 「label」 on one line; leave a date or an empty label unquoted."""
    label = tuple(run for run in label if not isinstance(run, LineBreak))
    if not label or all(isinstance(run, Date) for run in label):
        return label
    return (*text("「"), *label, *text("」"))


def defined(named: Sequence[Named]) -> list[Named]:
    """Return the entries that have a value."""
    return [(name, value) for name, value in named if value.displayed is not None]


def extreme(named: Sequence[Named], choose: Callable[..., object]) -> list[Named]:
    """Return all entries whose displayed value is the chosen one (max, min)."""
    chosen = choose(value.displayed for _, value in named)
    return [(name, value) for name, value in named if value.displayed == chosen]


def names_of(named: Sequence[Named]) -> Inline:
    """Return 「A」「B」."""
    return tuple(run for name, _ in named for run in quoted_label(name))


def of_one_whole(shares: Sequence[Quantity] | None) -> bool:
    """Return whether all are shares of the same quantity, so that the largest share is the largest part."""
    origins = [share.origin for share in shares or ()]
    wholes = {
        origin.operands[1].identifier if isinstance(origin, Computed) and origin.operation == "÷" else None
        for origin in origins
    }
    return len(wholes) == 1 and None not in wholes


def leading(named: Sequence[Named], before: Inline = (), *, runner_up: bool = True) -> Inline:
    """Return 「A」が{before}234件で最多、次いで「B」が185件; all equal ones are named.

    ``before`` precedes the first value (合計). The second is omitted if the line has no room for it.
    """
    ranked = defined(named)
    every = [value for _, value in named]
    if not ranked:
        return decided("値の定まる項目はない", *every)
    first = extreme(ranked, max)
    value = (*before, Number(first[0][1]))
    if len(first) == len(ranked):
        alike = "いずれも" if len(ranked) == len(named) else "値の定まる項目は、いずれも"
        subject = text(alike) if len(named) > 1 else (*quoted_label(named[0][0]), *text("は"))
        return concluded((*subject, *value), every) if subject else value
    parts = (*names_of(first), *text("が"), *value, *text("で最多"))
    second = extreme([one for one in ranked if one not in first], max)
    longer = (*parts, *text("、次いで"), *names_of(second), *text("が"), Number(second[0][1]))
    return concluded(longer if runner_up and len(plain_text(longer)) <= _ONE_LINE else parts, every)


def highest_and_lowest(named: Sequence[Named]) -> Inline:
    """Return 「A」が81%で最も高く、「B」が77%で最も低い."""
    ranked = defined(named)
    if not ranked or len(extreme(ranked, max)) == len(ranked):
        return leading(named)
    high, low = extreme(ranked, max), extreme(ranked, min)
    parts = (*names_of(high), *text("が"), Number(high[0][1]), *text("で最も高く、"))
    parts += (*names_of(low), *text("が"), Number(low[0][1]), *text("で最も低い"))
    return concluded(parts, [value for _, value in named])


def first_to_last(subject: Inline, named: Sequence[Named], *, dated: bool) -> Inline:
    """Return {subject}は39.0%から42.1%へ3.1ポイント上昇, from the first to the last defined value.

    ``dated``: include the names (points in time) of both.
    """
    known = defined(named)
    every = [value for _, value in named]
    if not known:
        return (*subject, *decided("の値が定まる時点はない", *every))
    (first, before), (last, after) = known[0], known[-1]
    if len(known) == 1:
        when = (*first, *text("に")) if dated or len(named) > 1 else ()
        return concluded((*subject, *text("は"), *when, Number(before)), every)
    if before.displayed == after.displayed:
        when = (*text("、"), *first, *text("も"), *last, *text("も")) if dated else ()
        end = text("" if dated else "で変わらない")
        return concluded((*subject, *text("は"), *when, Number(after), *end), every)
    rises = before < after
    change = value_difference(*((before, after) if rises else (after, before)))
    shares = after.unit == PERCENT
    verb = ("上昇" if rises else "低下") if shares else ("増加" if rises else "減少")
    start, end = ((*first, *text("の")), (*last, *text("の"))) if dated else ((), ())
    return (
        *subject,
        *text("は、" if dated else "は"),
        *start,
        Number(before),
        *text("から"),
        *end,
        Number(after),
        *text("へ"),
        Number(change),
        *decided(verb, *every),
    )


def value_difference(less: Quantity, more: Quantity) -> Quantity:
    """Return the difference; for shares, in points between the displayed shares."""
    if more.unit != PERCENT:
        return more - less
    # A target of 90% may be written without the decimals of the shares it is compared with.
    decimals = max(more.decimals, less.decimals)
    return point_difference(less.with_decimals(decimals), more.with_decimals(decimals))


def points_in_time(categories: Sequence[Inline]) -> list[str]:
    """Return the ISO dates of the categories if each has exactly one and all differ; else nothing."""
    found = [[run.moment.iso for run in category if isinstance(run, Date)] for category in categories]
    moments = [one[0] for one in found if len(one) == 1]
    return moments if len(set(moments)) == len(categories) else []


def in_time(named: Sequence[Named]) -> list[Named]:
    """Return named values in the order of their dates."""
    moments = points_in_time([name for name, _ in named])
    return [one for _, one in sorted(zip(moments, named, strict=True), key=lambda pair: pair[0])]
