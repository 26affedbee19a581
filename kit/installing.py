"""Installation into a virtual environment in the project's folder; standard library only.

Nothing is installed elsewhere. A kit installs from its wheels without a network, a checkout from pip's
registry.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import zipfile
from ast import literal_eval
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WHEELS = ROOT / "wheels"  # only in a kit
SUMS = "SHA256SUMS"
ENVIRONMENT = ROOT / ".venv"
SITE_PACKAGES = Path(sysconfig.get_path("purelib", "venv", {"base": str(ENVIRONMENT)}))
# Analysts edit these: a different digest is not damage.
_EDITED = ("params/", "data/", "notebooks/")
# pip's options for the registry. Others (user, target, prefix) must not affect the installation.
_REGISTRY = (
    "index-url", "extra-index-url", "find-links", "no-index", "proxy", "cert", "client-cert", "trusted-host",
    "timeout", "default-timeout", "retries", "keyring-provider", "cache-dir", "no-cache-dir",
)  # fmt: skip
_LONGEST_MESSAGE = 2000


class InstallError(Exception):
    """The installation is impossible. The message, in Japanese, has the cause and the remedy."""


def install() -> int:
    """Install everything or nothing; return the exit code."""
    try:
        if WHEELS.exists():
            _require_undamaged()
            _require_creatable_paths()
        print("インストールしています（数分かかります）。", flush=True)
        try:
            _install()
        except BaseException:
            shutil.rmtree(ENVIRONMENT, ignore_errors=True)
            raise
    except InstallError as error:
        problem = str(error)
    except OSError as error:
        problem = (
            f"インストールできませんでした（{error}）。"
            "このフォルダーの書込み権限と空き容量、報告書を作るコマンドが動いていないかを確かめてください。"
        )
    except KeyboardInterrupt:
        problem = "インストールを中断しました。使うには、もう一度実行してください。"
    else:
        command = "report.cmd" if os.name == "nt" else ".venv/bin/python report_builder.py"
        print(f"インストールしました。次のように報告書を作れます。\n    {command} build 2024")
        return 0
    print(f"【誤り】{problem}", file=sys.stderr)
    return 1


def _require_undamaged() -> None:
    """Raise InstallError naming the files of the kit that are damaged or missing."""
    lines = (ROOT / SUMS).read_text(encoding="utf-8").splitlines()
    files = (line.split("  ", 1) for line in lines)
    damaged = [
        name for digest, name in files if not name.startswith(_EDITED) and _sha256(ROOT / name) != digest
    ]
    if damaged:
        listed = "、".join(damaged[:5]) + (f" など{len(damaged)}個" if len(damaged) > 5 else "")
        raise InstallError(
            f"キットのファイルが壊れています: {listed}。"
            "キット（zip）を写し直し、すべて展開し直してください。何もインストールしていません。"
        )


def _sha256(path: Path) -> str:
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def _require_creatable_paths() -> None:
    """Raise InstallError if the system cannot create the longest path of the installation."""
    names = []
    for wheel in WHEELS.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            names += archive.namelist()
    longest = max(names, key=len) + "a" * len("__pycache__/.cpython-311.pyc")  # added by compilation
    with tempfile.TemporaryDirectory(prefix=".paths-", dir=ROOT, ignore_cleanup_errors=True) as folder:
        path = Path(folder, "a" * (len(str(SITE_PACKAGES)) - len(f"{folder}/")), longest)
        try:
            path.parent.mkdir(parents=True)
            path.touch()
        except OSError as error:
            raise InstallError(
                f"このフォルダーの名前が長すぎます（{error.strerror}）。"
                "C:\\report のような短い場所に移してから、もう一度実行してください。"
            ) from None


def _install() -> None:
    if importlib.util.find_spec("ensurepip") is None:
        raise InstallError(
            "Python に pip が含まれていません（ensurepip がありません）。Debian や Ubuntu では、"
            "管理者に python3-venv を入れてもらってください。"
        )
    _run([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)], {})
    python = str(ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": WHEELS.name}
    settings = offline if WHEELS.exists() else _registry_settings(pip)
    settings = {**settings, "PIP_CONFIG_FILE": os.devnull}
    _run([*pip, "install", "--require-hashes", "--no-deps", "--requirement", "requirements.lock"], settings)
    _run([*pip, "install", "--no-deps", "--no-build-isolation", "--editable", "."], settings)
    # pip writes an absolute path in UTF-8. Python before 3.13 reads it in the system's encoding, so that on a
    # Japanese Windows a Japanese folder name prevents it from starting. A relative path also survives moving
    # the folder.
    (link,) = SITE_PACKAGES.glob("progress_report.pth")
    link.write_text(f"{Path(os.path.relpath(ROOT, SITE_PACKAGES)).as_posix()}\n", encoding="ascii")
    _run([*pip, "check"], settings)


def _registry_settings(pip: list[str]) -> dict[str, str]:
    """Return pip's settings for the registry (from its files and variables) as variables."""
    variables = {name: value for name, value in os.environ.items() if name.upper().startswith("PIP_")}
    unreadable = (
        "pip の設定（pip.conf、pip.ini、PIP_ で始まる環境変数）を読めません。設定を直してから、"
        "もう一度実行してください。"
    )
    listed = _run([*pip, "config", "list"], variables, unreadable)
    settings: dict[str, str] = {}
    for section in ("global", "install", ":env:"):  # later ones override, as in pip
        for option, value in re.findall(rf"^{section}\.({'|'.join(_REGISTRY)})=(.*)$", listed, re.MULTILINE):
            settings[f"PIP_{option.upper().replace('-', '_')}"] = str(literal_eval(value))
    return settings


def _run(
    command: list[str], pip_variables: Mapping[str, str], problem: str = "インストールできませんでした。"
) -> str:
    """Return the output of a command run in the project's folder. InstallError if it fails."""
    others = ("PIP_", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
    variables = {name: value for name, value in os.environ.items() if not name.upper().startswith(others)}
    done = subprocess.run(
        command, cwd=ROOT, env={**variables, **pip_variables, "PYTHONUTF8": "1"}, stdin=subprocess.DEVNULL,
        capture_output=True, encoding="utf-8", errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        raise InstallError(f"{problem}\n{(done.stdout + done.stderr).strip()[-_LONGEST_MESSAGE:]}")
    return done.stdout
