"""Compilation of Typst files with the report's own fonts."""

from pathlib import Path
from typing import Any

import typst

from progress_report.model.fonts import FontFamily


def compile_with_fonts(main: Path, fonts: FontFamily, **options: Any) -> tuple[Any, str]:
    """Compile a file with no fonts except the two given; return the result and the messages of warnings.

    A warning has to be an error: an unknown font or a character that no font has would end as tofu on the
    page. typst.TypstError if the file cannot be compiled.
    """
    folder = main.parent / "fonts"
    folder.mkdir()
    for path in fonts.files:
        (folder / path.name).symlink_to(path)
    made, warnings = typst.compile_with_warnings(
        main, root=main.parent, font_paths=[folder], ignore_system_fonts=True, **options
    )
    return made, "、".join(dict.fromkeys(warning.message for warning in warnings))
