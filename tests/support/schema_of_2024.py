"""The ward's schema as it was before 令和7年度 began."""

import re
from pathlib import Path

_ENTRY_FROM_2025 = re.compile(r"  - name: .*\n(?:    (?!from: ).*\n)*    from: 2025\n")


def end_in_2024(root: Path) -> None:
    """Remove from the schema what begins in 2025, and the end of what it replaced."""
    path = root / "data/schema.yaml"
    text = path.read_text(encoding="utf-8")
    assert _ENTRY_FROM_2025.search(text)
    path.write_text(_ENTRY_FROM_2025.sub("", text).replace("    until: 2024\n", ""), encoding="utf-8")
