"""Frames previewed in JupyterLab: quantities look as they will be printed."""

from progress_report.authoring.notebook_shell import preview
from tests.support.sections import section_of_2024


def test_a_frame_is_shown_as_printed() -> None:
    frame = section_of_2024("2_online_procedures").table("online_procedures")
    shown = preview(frame)
    assert list(shown.index) == ["令和4年度", "令和5年度"]
    assert list(shown["online"]) == ["241手続", "302手続"]
    assert list(preview(section_of_2024("2_online_procedures").table("priorities"))["excluded"]) == [
        "2手続",
        "",
        "",
        "",
    ]
