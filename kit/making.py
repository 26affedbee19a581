"""Creation of a kit: one zip file with the project, the wheels of its lock, their SHA-256 and a read-me."""

import tempfile
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from kit.installing import SUMS
from kit.wheels import PLATFORMS, Platform, download_wheels
from progress_report.inputs.parsing.file_names import is_aside

_TOP = "progress-report"  # short: Windows has 260 characters for a whole path
# Parts needed to build, install and explain. Files need not be committed to be included.
_PARTS = (
    "report_builder.py", "progress_report", "templates", "notebooks", "params", "data", "requirements.lock",
    "pyproject.toml", "install.py", "install.cmd", "report.cmd", "kit", "docs", "LICENSE", "README.md",
    "README.ja.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md", "sbom.cdx.json",
)  # fmt: skip
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the earliest date in a zip file
_READABLE_FILE, _UNIX = 0o100644 << 16, 3
_READ_ME = "読んでください.txt"
_ON_WINDOWS = """\
エクスプローラーでこのフォルダーを開き、上のアドレス欄に cmd と打って Enter キーを押すと、
黒い画面（コマンド プロンプト）が開きます。次の二行を、一行ずつ打って Enter キーを押します。

    install.cmd
    report.cmd build 2024
"""
_ELSEWHERE = """\
端末でこのフォルダーに移り、次の二行を実行します。

    python{python} install.py
    .venv/bin/python report_builder.py build 2024
"""
_TEXT = """\
取組進捗の報告書を作る　オフラインキット　{version}
{platform}、Python {python} 用

インターネットにつながらないPCで、報告書を作るためのものです。管理者の権限は要りません。
要るのは、Python {python}（64ビット）だけです。

{commands}
一行目は、はじめの一度だけです（数分かかります）。このフォルダーの中に .venv フォルダーを作り、
ほかの場所には何も書きません。報告書は build フォルダーの 2024 にできます。

うまくいかないとき
・「名前が長すぎます」と表示されたら、このフォルダーを C:\\report のような短い場所に移します。
・「壊れています」と表示されたら、キット（zip）を写し直し、すべて展開し直します。
・やめるときは、このフォルダーを消すだけです。

このあとの手順は docs/guide.ja.md（手引き）にあります。
入っているものの一覧とハッシュは {sums}、部品表（CycloneDX）は sbom.cdx.json です。
"""


def make_kit(root: Path, platform_name: str, python: str, out: Path) -> Path:
    """Write the kit for a platform and Python (``3.12``) into ``out``; return its path.

    It is reproducible for the same project and lock. KitError if a wheel is missing. OSError.
    """
    platform = PLATFORMS[platform_name]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    files = {path.relative_to(root).as_posix(): path.read_bytes() for path in _project_files(root)}
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        download_wheels(files["requirements.lock"].decode(), platform, python, Path(folder))
        files |= {f"wheels/{wheel.name}": wheel.read_bytes() for wheel in Path(folder).glob("*.whl")}
    system, machine = platform.machine[2:]
    files["wheels/for.txt"] = f"{python} {system} {machine}\n".encode("ascii")
    files[_READ_ME] = _read_me(platform, python, project["version"])
    sums = "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    files[SUMS] = sums.encode()
    path = out / f"{project['name']}-{project['version']}-{platform_name}-py{python.replace('.', '')}.zip"
    _write_archive(path, files)
    return path


def _read_me(platform: Platform, python: str, version: str) -> bytes:
    """Return the text in a form that Notepad on any Windows displays: UTF-8 with a BOM, and CRLF."""
    commands = _ON_WINDOWS if platform.machine[0] == "nt" else _ELSEWHERE.format(python=python)
    text = _TEXT.format(version=version, platform=platform.title, python=python, commands=commands, sums=SUMS)
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def _project_files(root: Path) -> Iterator[Path]:
    for part in _PARTS:
        for path in (root / part, *(root / part).rglob("*")):
            names = path.relative_to(root).parts
            if path.is_file() and not any(is_aside(name) or name == "__pycache__" for name in names):
                yield path


def _write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip file atomically, with bytes that depend only on names and contents. OSError.

    Nothing is compressed: wheels already are, and zlib's output differs between its versions.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    staging = path.with_name(f".{path.name}.new")
    try:
        with zipfile.ZipFile(staging, "w", zipfile.ZIP_STORED) as archive:
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(f"{_TOP}/{name}", _EARLIEST)
                entry.create_system, entry.external_attr = _UNIX, _READABLE_FILE
                archive.writestr(entry, content)
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)
