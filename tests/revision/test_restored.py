"""Files that a failed revision may have changed are as they were before it."""

from pathlib import Path

import pytest

from progress_report.revision import revision


def test_changed_new_and_removed_files_are_restored(tmp_path: Path) -> None:
    changed, new, removed = (tmp_path / name for name in ("changed", "new", "removed"))
    changed.write_bytes(b"before")
    removed.write_bytes(b"before")
    with pytest.raises(KeyboardInterrupt), revision._restored(changed, new, removed):
        changed.write_bytes(b"after")
        new.write_bytes(b"after")
        removed.unlink()
        raise KeyboardInterrupt
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "changed": b"before",
        "removed": b"before",
    }
