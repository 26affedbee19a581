"""The font family shared by charts, HTML and PDF: its name and its two files."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontFamily:
    """A font family, named as in its files; a missing file must raise, never produce tofu."""

    name: str
    regular: Path
    bold: Path

    @property
    def files(self) -> tuple[Path, Path]:
        return self.regular, self.bold


def noto_sans_cjk_jp() -> FontFamily:
    """Return the default family, from the two hash-locked font packages (SIL Open Font License)."""
    import noto_cjk_sans_jp_bold as bold
    import noto_cjk_sans_jp_regular as regular

    return FontFamily("Noto Sans CJK JP", Path(regular.FONT_PATH), Path(bold.FONT_PATH))
