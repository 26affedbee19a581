"""PDFs that are validated by veraPDF as a report is built (``build --validate-pdf``)."""

from progress_report.messages.message import Message

_REPORT_IT = (
    "報告書は書き出していません。--validate-pdf を付けなければ作れますが、公表する前に、"
    "この文をプログラムの管理者に知らせてください。"
)

NO_VERAPDF = Message(
    "B101",
    "PDFを検査する veraPDF が入っていません（足りないパッケージ: {packages}）。何も作っていません。",
    "make verapdf（make がなければ、手引きの「PDFを検査する」のコマンド）で入れるか、"
    "--validate-pdf を付けずに作ってください。",
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
BROKEN_RULE = Message(
    "B104",
    "{standard} の規則 {rule} に合わない所が{times}か所あります（{demand}）。",
    _REPORT_IT,
    "PDFが、読み上げと長期の保存のための規格に合っていません。規則の番号は規格の箇条のもの、"
    "（ ）の中は veraPDF の説明（英語）です。表や params の直し方の誤りではなく、"
    "テンプレート、書体、ロゴ、ノートブックの図のどれかを変えたときに起こります。最後に変えたものを疑います。",
)
MORE_RULES = Message(
    "B105",
    "{standard} の規則で、合わないものがほかに{count}個あります。",
    "先に示された規則から直してください。",
    "多くの規則に合わないときは、初めのほうだけを示します。",
)
