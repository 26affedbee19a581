"""ノートブック（節を作るセル）: files that are not readable notebooks."""

from progress_report.messages.message import Message

_REMEDY = "JupyterLabで作り直すか、Gitやバックアップから、前のファイルに戻してください。"

UTF16 = Message(
    "N201",
    "ノートブックの文字コードがUTF-16です。",
    "JupyterLabで保存し直すか、UTF-8で保存し直してください。",
    "エディターでノートブックを開き、別の文字の形で保存しています。UTF-8 を選んで保存し直します。",
)
EMPTY = Message(
    "N202",
    "ノートブックのファイルが空です。",
    _REMEDY,
    "大きさ0のファイルです。控えから戻します。",
)
BROKEN_JSON = Message(
    "N203",
    "ノートブックがJSONとして壊れています。",
    _REMEDY,
    "示された行で、ファイルの形が崩れています。控えから戻します。",
)
NO_NOTEBOOK = Message(
    "N204",
    "JSONですが、ノートブックではありません。",
    _REMEDY,
    "中身が { } の形ではありません。控えから戻します。",
)
OTHER_FORMAT = Message(
    "N205",
    "ノートブックの形式の版（nbformat）が {expected} ではありません（{found}）。",
    "JupyterLabで開いて保存し直すか、nbconvert --to notebook で変換してください。",
    "古い形式か、新しすぎる形式です。JupyterLab で開き、保存し直します。",
)
NO_MINOR_VERSION = Message(
    "N206",
    "ノートブックの nbformat_minor が整数ではありません。",
    _REMEDY,
    "形式の版が書かれていません。JupyterLab で開き、保存し直します。",
)
NO_CELLS = Message(
    "N207",
    "ノートブックに、セルの一覧（cells）がありません。",
    _REMEDY,
    "ノートブックの中身がなくなっています。控えから戻します。",
)
METADATA = Message(
    "N208",
    "ノートブックの metadata の書き方が違います。",
    _REMEDY,
    "ノートブックの情報が壊れています。控えから戻すか、JupyterLab で保存し直します。",
)
NO_CELL = Message(
    "N209",
    "{position}番目のセルの書き方が違います。",
    _REMEDY,
    "そのセルが { } の形ではありません。JupyterLab で作り直します。",
)
CELL_TYPE = Message(
    "N210",
    "{cell}の種類（cell_type）が、{known} のどれでもありません。",
    _REMEDY,
    "セルの種類が読めません。JupyterLab で作り直します。",
)
CELL_ID = Message(
    "N211",
    "{cell}の id が文字列ではないか、使えない文字を含みます。",
    _REMEDY,
    "セルの名前（id）が読めません。JupyterLab で作り直します。",
)
CELL_METADATA = Message(
    "N212",
    "{cell}の metadata の書き方が違います。",
    _REMEDY,
    "セルの情報が壊れています。JupyterLab で作り直します。",
)
NO_SOURCE = Message(
    "N213",
    "{cell}に、内容（source）がありません。",
    _REMEDY,
    "セルの中身がありません。JupyterLab で作り直します。",
)
LONE_SURROGATE = Message(
    "N214",
    "{cell}に、半分だけの文字（サロゲート）があります。",
    "その文字を打ち直してください。",
    "壊れた文字です。その行を打ち直します。",
)
