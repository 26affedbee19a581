"""The one font family that charts, HTML and PDF share: its name and its two files."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A family by the name its files carry; a missing file must fail, never become tofu."""

    name: str
    regular: Path
    bold: Path

    @property
    def files(self) -> tuple[Path, Path]:
        return self.regular, self.bold


def noto_sans_cjk_jp() -> FontFamily:
    """The default family, from the two hash-locked font packages (SIL Open Font License)."""
    import noto_cjk_sans_jp_bold as bold
    import noto_cjk_sans_jp_regular as regular

    return FontFamily("Noto Sans CJK JP", Path(regular.FONT_PATH), Path(bold.FONT_PATH))
