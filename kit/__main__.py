"""``python -m kit``: make the kits."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from kit.faults import KitError
from kit.making import make_kit
from kit.targets import PLATFORMS, VERSION, Target, running_python
from progress_report.commands.japanese import speak_japanese

ROOT = Path(__file__).resolve().parents[1]
_MEGABYTE = 1024 * 1024


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 where every kit was made, 1 where one was not."""
    speak_japanese()
    parser = argparse.ArgumentParser(
        "python -m kit", description="インターネットにつながらないPCのためのキット（zip）を作る。"
    )
    parser.add_argument(
        "--platform", choices=PLATFORMS, action="append", help="使う機械（何度でも書ける。既定: すべて）"
    )
    parser.add_argument(
        "--python",
        type=_version,
        action="append",
        metavar="版",
        help=f"そのPCの Python の版。3.12 のように書く（何度でも書ける。既定: {running_python()}）",
    )
    parser.add_argument(
        "--out",
        type=Path,
        default=Path("build/kit"),
        metavar="フォルダ",
        help="書き出し先（既定: build/kit）",
    )
    given = parser.parse_args(arguments)
    for platform in dict.fromkeys(given.platform or PLATFORMS):
        for python in dict.fromkeys(given.python or [running_python()]):
            try:
                path = make_kit(ROOT, Target(PLATFORMS[platform], python), given.out, _tell)
                size = path.stat().st_size
            except (KitError, OSError) as error:
                print(f"【誤り】キットを作れませんでした。{error}", file=sys.stderr)
                return 1
            _tell(f"{path} を作りました（{size // _MEGABYTE} MB）。")
    return 0


def _version(text: str) -> str:
    if not VERSION.fullmatch(text):
        raise argparse.ArgumentTypeError(f"3.12 のように、3.11以降の版を書いてください（「{text}」）")
    return text


def _tell(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
