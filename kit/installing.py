"""Installing on the office PC: a virtual environment in the project's folder, and nothing elsewhere.

From the wheels of a kit, without any network; in a checkout, which has none, from pip's registry. Only the
standard library is there yet.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "wheels"
LOCK, TARGET = f"{FOLDER}/kit.lock", f"{FOLDER}/for.txt"
SUMS = "SHA256SUMS"
ENVIRONMENT = ".venv"
# What an analyst changes on purpose: another hash there is no damage.
_THEIRS = ("params/", "data/", "notebooks/")
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
    _run([str(python), "-m", "pip", "--disable-pip-version-check", *arguments])


def _run(command: Sequence[str]) -> None:
    """In the project's folder. InstallError with the end of what was said where it fails.

    Within a kit, pip's settings of this machine or user must neither lead elsewhere nor forbid anything.
    """
    settings = dict(os.environ)
    if (ROOT / LOCK).exists():
        settings = {name: value for name, value in settings.items() if not name.startswith("PIP_")}
        settings["PIP_CONFIG_FILE"] = os.devnull
    for name in ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV"):
        settings.pop(name, None)
    settings["PYTHONUTF8"] = "1"
    done = subprocess.run(
        command, cwd=ROOT, env=settings, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise InstallError(f"インストールできませんでした。\n{done.stdout.strip()[-_LONGEST_TOLD:]}")
