"""The first text for a kit's user."""

from kit.installing import SUMS
from kit.wheels import Platform

READ_ME = "読んでください.txt"
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


def read_me(platform: Platform, python: str, version: str) -> bytes:
    """Return the text in a form that Notepad on any Windows displays: UTF-8 with a BOM, and CRLF."""
    commands = _ON_WINDOWS if platform.machine[0] == "nt" else _ELSEWHERE.format(python=python)
    text = _TEXT.format(version=version, platform=platform.title, python=python, commands=commands, sums=SUMS)
    return text.replace("\n", "\r\n").encode("utf-8-sig")
