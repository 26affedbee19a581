"""Errors of validating PDFs with veraPDF (``build --validate-pdf``)."""

from progress_report.messages.message import Message

_CHECK_CHANGES = (
    "何も書き出していません。テンプレート、書体、ロゴ、図のうち、最後に変えたものを確かめてください。"
)

NO_VERAPDF = Message(
    "B101",
    "PDFを検査する veraPDF が入っていません（足りないパッケージ: {packages}）。何も作っていません。",
    "{how} で入れるか、--validate-pdf を付けずに作ってください。",
    "--validate-pdf は、veraPDF という検査の道具を使います。報告書を作るだけなら要らないので、"
    "ふつうの用意では入りません。ネットワークのあるPCで、一度だけ入れます。",
)
FAILED = Message(
    "B102",
    "veraPDF が最後まで動きませんでした（{error}）。PDFは検査されていません。",
    "もう一度実行してください。続くときは、メモリの空きを確かめるか、make verapdf で入れ直してください。",
    "検査の結果が悪いのではなく、検査の道具が途中で止まりました。報告書は書き出していません。"
    "veraPDF は、一つのPDFに1 GBまでのメモリを使います。",
)
TOO_SLOW = Message(
    "B103",
    "veraPDF が{seconds}秒たっても終わりません。PDFは検査されていません。",
    "ほかの重い処理が終わってから、もう一度実行してください。",
    "検査の結果が悪いのではなく、時間がかかりすぎたので止めました。報告書は書き出していません。",
)
VIOLATED_RULE = Message(
    "B104",
    "{standard} の規則 {rule} に合わない所が{times}か所あります（{demand}）。",
    _CHECK_CHANGES,
    "PDFが、読み上げや長期の保存のための規格に合っていません。規則の番号は規格の箇条のもの、"
    "（ ）の中は veraPDF の説明（英語）です。表の値や文章ではなく、テンプレート、書体、ロゴ、"
    "ノートブックの図のどれかを変えたときに起こります。分からなければ、この文をプログラムの管理者に伝えます。"
    "--validate-pdf を付けなければ作れますが、公表する前に直します。",
)
