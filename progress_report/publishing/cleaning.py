"""Remove built reports except final ones: ``python -m progress_report.publishing.cleaning build``.

It needs only Python, because ``make clean`` also runs before an environment is made.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

_MANIFEST = "manifest.json"


def clean(folder: Path, *, finals: bool) -> list[Path]:
    """Remove the content of a folder of reports; return the final reports kept.

    ``finals``: remove those, too. A report with an unreadable manifest is kept, because it may be final.
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
    """Yield the paths that neither are, contain nor belong to a kept report."""
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
