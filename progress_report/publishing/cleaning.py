"""Remove built reports but for final ones: ``python -m progress_report.publishing.cleaning build``.

Needs nothing but Python: ``make clean`` also runs where no environment was made.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

_MANIFEST = "manifest.json"


def clean(folder: Path, *, finals: bool) -> list[Path]:
    """Remove what lies in a folder of reports; the final reports that stay.

    ``finals``: remove those, too. A report whose manifest cannot be read stays: it may be a final one.
    """
    if finals:
        shutil.rmtree(folder, ignore_errors=True)
        return []
    kept = [path.parent for path in sorted(folder.rglob(_MANIFEST)) if not _is_draft(path)]
    for path in list(_others(folder, kept)):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    if not kept and folder.is_dir():
        folder.rmdir()
    return kept


def _is_draft(manifest: Path) -> bool:
    try:
        return bool(json.loads(manifest.read_bytes())["record"]["edition"] == "draft")
    except (OSError, ValueError, LookupError, TypeError):
        return False


def _others(folder: Path, kept: list[Path]) -> Iterator[Path]:
    """What neither is, nor holds, nor belongs to a report that stays."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path in kept:
            continue
        if any(path in one.parents for one in kept):
            yield from _others(path, kept)
        else:
            yield path


def main() -> None:
    parser = argparse.ArgumentParser(description="作った報告書を消す。確定版は残す。")
    parser.add_argument("folder", type=Path, help="報告書のフォルダ")
    parser.add_argument("--finals", action="store_true", help="確定版も消す")
    given = parser.parse_args()
    for path in clean(given.folder, finals=given.finals):
        print(f"{path} は確定版なので残しました（make clean FINALS=1 で消せます）", file=sys.stderr)


if __name__ == "__main__":
    main()
