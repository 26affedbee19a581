"""Errors of ``accessibility``."""

from progress_report.messages.message import Message

FORM_EXISTS = Message(
    "A101",
    "すでにあります。何も書いていません。",
    "記入したものなら、名前を変えるか別の場所に移してください。書き直してよければ --force を付けてください。",
    "人が記入した様式かもしれないので、機械が作ったときと違う内容のものは、書き換えません。"
    "報告書を作り直したあとなら、新しい様式を作り、前の記入を写します。",
)
