"""params（日付・目標・文章）: the parameters of a year."""

from progress_report.messages.message import Message

NO_FONT_FILE = Message(
    "P101",
    "フォントのファイルがありません（{font}）。",
    "置き場所を確認してください。",
    "font（theme.yaml なら fonts）に書いた場所に、書体のファイルがありません。その項目を消せば、"
    "いつもの書体になります。",
)
DAMAGED_FONT = Message(
    "P102",
    "フォントのファイルがこわれているか、読めません（{font}）。",
    "入れ直すか、別のフォントを指定してください。",
    "写している途中で切れたなど、書体のファイルが完全でありません。入れ直すか、"
    "font（theme.yaml なら fonts）の項目を消していつもの書体に戻します。",
)
NO_REVIEW_CODE = Message(
    "P103",
    "要確認の番号ではありません（「{code}」）。",
    "要確認の文の終わりの〔 〕の中の番号を、K113 のように書いてください。",
    "confirmed の code に、確認済みとできる要確認の番号ではないものが書かれています。番号を直すか、"
    "code の行を消し、表示された subject をそのまま写します。",
)
NO_OPENING = Message(
    "P104",
    "報告のポイントの節がないので、{sheet} を作れません。",
    "params の sections のはじめに「- notebook: 0_summary」を加えるか、--formats から points を"
    "除いてください。",
    "報告のポイントの一枚は、報告書のはじめの番号のない節（0_summary）から作ります。その節を sections の"
    "はじめに置くか、build の --formats から points を除きます。",
)
