"""A table on a terminal stays aligned with any characters in its cells."""

import pytest

from progress_report.model.display_width import aligned, display_width


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("か\u3099", 2),  # か and a combining mark: macOS's form of が
        ("👨\u200d👩\u200d👧", 2),  # one picture made of three joined emoji
        ("辻\U000e0100", 2),
        ("①※…", 6),  # ambiguous, wide in Japanese fonts
        ("ﾊﾟ", 2),
        ("申請 (%)", 8),
        ("", 0),
    ],
)
def test_width(text: str, width: int) -> None:
    assert display_width(text) == width
    before, after = aligned([(text, "|"), ("一二三四五", "|")])
    assert before == text + " " * (10 - width) + "  |"
    assert after == "一二三四五  |"
