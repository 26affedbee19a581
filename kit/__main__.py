"""``python -m kit``: create kits."""

import argparse
import re
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from kit.making import make_kit
from kit.wheels import PLATFORMS, KitError
from progress_report.cli.japanese import speak_japanese

_ROOT = Path(__file__).resolve().parents[1]
_RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"


def main(arguments: Sequence[str]) -> int:
    """Create the requested kits; return 0, or 1 if one failed."""
    speak_japanese()
    parser = argparse.ArgumentParser(
        "python -m kit", description="インターネットにつながらないPCのためのキット（zip）を作る。"
    )
    parser.add_argument(
        "--platform", choices=PLATFORMS, action="append", help="使う機械（何度でも書ける。既定: すべて）"
    )
    parser.add_argument(
        "--python", type=_version, action="append", metavar="版",
        help=f"そのPCの Python の版。3.12 のように書く（何度でも書ける。既定: {_RUNNING}）",
    )  # fmt: skip
    parser.add_argument(
        "--out", type=Path, default="build/kit", metavar="フォルダ", help="書き出し先（既定: build/kit）"
    )
    options = parser.parse_args(arguments)
    for name, python in dict.fromkeys(product(options.platform or PLATFORMS, options.python or [_RUNNING])):
        print(f"{PLATFORMS[name].title}・Python {python}: wheel を揃えています。", flush=True)
        try:
            path = make_kit(_ROOT, name, python, options.out)
            megabytes = path.stat().st_size // 2**20
        except (KitError, OSError) as error:
            print(f"【誤り】キットを作れませんでした。{error}", file=sys.stderr)
            return 1
        print(f"{path} を作りました（{megabytes} MB）。", flush=True)
    return 0


def _version(text: str) -> str:
    if not re.fullmatch(r"3\.(?:1[1-9]|[2-9][0-9])", text):
        raise argparse.ArgumentTypeError(f"3.12 のように、3.11以降の版を書いてください（「{text}」）")
    return text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
