"""Installing on the office PC: a virtual environment in the project's folder, and nothing elsewhere.

From the wheels of a kit, without any network; in a checkout, which has none, from pip's registry. Only the
standard library is there yet.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from ast import literal_eval
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "wheels"
LOCK, TARGET = f"{FOLDER}/kit.lock", f"{FOLDER}/for.txt"
SUMS = "SHA256SUMS"
ENVIRONMENT = ".venv"
# What an analyst changes on purpose: another hash there is no damage.
_THEIRS = ("params/", "data/", "notebooks/")
# pip's options that lead to the registry. What else is set must not reach the installation.
_REGISTRY = frozenset((
    "index-url", "extra-index-url", "find-links", "no-index", "proxy", "cert", "client-cert", "trusted-host",
    "timeout", "default-timeout", "retries", "keyring-provider", "cache-dir", "no-cache-dir",
))  # fmt: skip
_LONGEST_NAME = 50
_LONGEST_TOLD = 2000


class InstallError(Exception):
    """Its message is in Japanese: what is wrong, and what to do."""


def install() -> int:
    """Make the environment whole, or none; the exit code."""
    try:
        if (ROOT / LOCK).exists():
            require_whole(ROOT)
            require_room(ROOT, int((ROOT / TARGET).read_text(encoding="ascii").split()[2]))
        _install()
    except InstallError as error:
        print(f"【誤り】{error}", file=sys.stderr)
        return 1
    except OSError as error:
        remedy = (
            "このフォルダーの書込み権限と空き容量、報告書を作るコマンドが動いていないかを確かめてください。"
        )
        print(f"【誤り】インストールできませんでした（{error}）。{remedy}", file=sys.stderr)
        return 1
    command = "report.cmd" if os.name == "nt" else f"{ENVIRONMENT}/bin/python report_builder.py"
    print(f"インストールしました。次のように報告書を作れます。\n    {command} build 2024")
    return 0


def require_whole(root: Path) -> None:
    """InstallError naming every file of the kit that is damaged or missing, but for those to be changed."""
    damaged = sorted(_damaged(root))
    if damaged:
        listed = "、".join(damaged[:5]) + (f" など{len(damaged)}個" if len(damaged) > 5 else "")
        raise InstallError(
            f"キットのファイルが壊れています: {listed}。"
            "キット（zip）を写し直し、すべて展開し直してください。何もインストールしていません。"
        )


def _damaged(root: Path) -> Iterator[str]:
    for line in (root / SUMS).read_text(encoding="utf-8").splitlines():
        digest, name = line.split("  ", 1)
        if name.startswith(_THEIRS):
            continue
        try:
            with (root / name).open("rb") as file:
                whole = sha256(file.read()).hexdigest() == digest
        except OSError:
            whole = False
        if not whole:
            yield name


def require_room(root: Path, longest: int) -> None:
    """InstallError where a path of ``longest`` characters below the folder is more than the system takes."""
    folder = Path(tempfile.mkdtemp(prefix=".room-", dir=root))
    try:
        left = longest - len(folder.name) - 1
        deep = folder
        while left > _LONGEST_NAME:
            deep /= "a" * (_LONGEST_NAME - 1)
            left -= _LONGEST_NAME
        deep.mkdir(parents=True, exist_ok=True)
        (deep / ("a" * max(left, 1))).touch()
    except OSError as error:
        raise InstallError(
            f"このフォルダーの名前が長すぎます（{error.strerror}）。C:\\report のような短い場所に移してから、"
            "もう一度実行してください。"
        ) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _install() -> None:
    environment = ROOT / ENVIRONMENT
    print("インストールしています（数分かかります）。", flush=True)
    try:
        _make_environment(environment)
        python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        if (ROOT / LOCK).exists():
            offline = ("--no-index", "--find-links", FOLDER)
            _pip(python, "install", *offline, "--require-hashes", "--no-deps", "--requirement", LOCK)
        else:
            _pip(python, "install", "--require-hashes", "--no-deps", "--requirement", "requirements.lock")
            with tempfile.TemporaryDirectory() as made:
                _run([str(python), "-m", "kit.editable", str(ROOT), made])
                _pip(python, "install", "--no-index", "--no-deps", *map(str, Path(made).glob("*.whl")))
        _pip(python, "check")
    except BaseException:
        shutil.rmtree(environment, ignore_errors=True)  # half of one would only be found out by a build
        raise


def _make_environment(environment: Path) -> None:
    try:
        import ensurepip  # noqa: F401 (Debian has it in a package of its own)
    except ImportError:
        raise InstallError(
            "Python に pip が含まれていません（ensurepip がありません）。Debian や Ubuntu では、"
            "管理者に python3-venv を入れてもらってください。"
        ) from None
    _run([sys.executable, "-m", "venv", "--clear", str(environment)])


def _pip(python: Path, *arguments: str) -> None:
    """Run the environment's pip. Its settings of this machine or user must neither lead elsewhere (``user``,
    ``target``, ``prefix``) nor forbid anything; in a checkout, those that lead to the registry stay.
    """
    settings = {} if (ROOT / LOCK).exists() else _registry_settings(python)
    _run([str(python), "-m", "pip", "--disable-pip-version-check", *arguments], settings)


@cache
def _registry_settings(python: Path) -> Mapping[str, str]:
    """Return, as variables, pip's settings from all its files and variables that lead to the registry."""
    done = _started([str(python), "-m", "pip", "--disable-pip-version-check", "config", "list"], os.environ)
    if done.returncode:
        raise InstallError(
            "pip の設定（pip.conf、pip.ini、PIP_ で始まる環境変数）を読めません。設定を直してから、"
            f"もう一度実行してください。\n{done.stderr.strip()[-_LONGEST_TOLD:]}"
        )
    found: dict[str, str] = {}
    for section in ("global", "install", ":env:"):  # later ones overrule, as in pip
        for line in done.stdout.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(f"{section}.") and (option := name.removeprefix(f"{section}.")) in _REGISTRY:
                found[f"PIP_{option.upper().replace('-', '_')}"] = str(literal_eval(value))
    return found


def _run(command: Sequence[str], pip: Mapping[str, str] = MappingProxyType({})) -> None:
    """Run with these settings of pip alone. InstallError with the end of the output where it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("PIP_")}
    done = _started(command, {**kept, **pip, "PIP_CONFIG_FILE": os.devnull})
    if done.returncode:
        said = (done.stdout + done.stderr).strip()
        raise InstallError(f"インストールできませんでした。\n{said[-_LONGEST_TOLD:]}")


def _started(command: Sequence[str], variables: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run in the project's folder, with no other Python's packages."""
    others = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    environment = {name: value for name, value in variables.items() if name not in others}
    return subprocess.run(
        command, cwd=ROOT, env={**environment, "PYTHONUTF8": "1"}, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
