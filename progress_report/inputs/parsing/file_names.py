"""Names of files: those that are no inputs, and those similar to the name of a missing file."""

import unicodedata
from pathlib import Path

WORKBOOKS = (".xlsx", ".xlsm")  # macros of the latter are not read
_OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers", ".xltx")
_TABLE, _WORKBOOK = ".csv", ".xlsx"
_YAML = (".yaml", ".yml")


def is_aside(name: str) -> bool:
    """Return whether a file or folder of this name is not an input: hidden, or a lock file of Excel."""
    return name.startswith((".", "~$"))


def similar_file_remedy(path: Path) -> str:
    """Return a remedy that names a file that was probably meant, such as ``systems (1).xlsx``."""
    try:
        names = sorted(one.name for one in path.parent.iterdir() if one.is_file() and one.name != path.name)
    except OSError:
        return ""
    found = [name for name in names if _is_similar(name, path)]
    if not found:
        return ""
    listed = "、".join(f"「{name}」" for name in found)
    if len(found) > 1:
        return f"{listed}があります。使うものを一つ選び、{_expected(path)} という名前にしてください。"
    suffix = Path(_normal(found[0])).suffix
    if path.suffix == _TABLE and suffix in _OTHER_WORKBOOKS:
        return f"{listed}があります。Excelで開き、{path.stem}{_WORKBOOK} という名前で保存し直してください。"
    name = f"{path.stem}{suffix}" if path.suffix == _TABLE and suffix in WORKBOOKS else path.name
    return f"{listed}があります。名前を {name} に直してください（末尾の拡張子まで確かめてください）。"


def _is_similar(name: str, path: Path) -> bool:
    """Return whether a name is the expected one's stem followed by a sign, not another word."""
    if is_aside(name):
        return False
    normal, stem = _normal(name), _normal(path.stem)
    rest = normal.removeprefix(stem)
    if (
        not normal.startswith(stem)
        or not rest
        or (rest[0].isascii() and (rest[0].isalnum() or rest[0] in "_-"))
    ):
        return False
    suffixes = {one for one in Path(normal).suffixes if one.isascii()}
    return bool(suffixes & _kinds(path))


def _kinds(path: Path) -> set[str]:
    """Return the extensions under which such a file may be received."""
    if path.suffix == _TABLE:
        return {_TABLE, ".tsv", ".txt", *WORKBOOKS, *_OTHER_WORKBOOKS}
    return {*_YAML} if path.suffix in _YAML else {path.suffix}


def _normal(name: str) -> str:
    return unicodedata.normalize("NFKC", name).lower()


def _expected(path: Path) -> str:
    return f"{path.name}（ワークブックなら {path.stem}{_WORKBOOK}）" if path.suffix == _TABLE else path.name
