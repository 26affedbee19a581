"""要確認: rows and words of tables that may not be items or values."""

from progress_report.messages.message import Message
from progress_report.model.findings import Severity

SUM_OF_ROWS = Message(
    "K221",
    "数がどれも、{others}の和と同じ行です（「{key}」）。",
    "合計や小計の行なら、消してください。",
    "名前は合計のようでなくても、数がほかの行（上の行、下の行）を足したものになっています。"
    "合計や小計の行なら消します。たまたま同じなら、confirmed に理由を書きます。",
    severity=Severity.REVIEW,
    kind="行の和",
)
NAMED_LIKE_TOTAL = Message(
    "K222",
    "ほかの行の合計か、一部のような名前の行です（「{key}」）。",
    "ほかの行と重ねて数える行なら、消してください。",
    "「窓口計」「うち窓口」のような名前です。ほかの行と重ねて数える行なら消します。"
    "そういう名前の項目なら、confirmed に理由を書きます。",
    severity=Severity.REVIEW,
    kind="行",
)
NAME_ALONE = Message(
    "K223",
    "値のない行です（「{name}」）。",
    "注なら、行の初めに「※」を付けて表のいちばん下に置くか、消してください。値があるなら入力してください。",
    "名前だけで、ほかの欄がすべて空です。注なら、初めに ※ を付けて表のいちばん下に置きます。"
    "値がないと分かっている行なら、confirmed に理由を書きます。",
    severity=Severity.REVIEW,
    kind="空の行",
)
GAP_BETWEEN_RANGES = Message(
    "K224",
    "範囲の間（{gap}）が空いています（{below}と{above}）。",
    "この行か{row_below}行目の、下限か上限を確認してください。",
    "「100～500」の次が「1,000～」のように、どの範囲にも入らない値があります。"
    "下限か上限の打ち間違いを確かめます。",
    severity=Severity.REVIEW,
    kind="範囲",
)
AMBIGUOUS_WORD = Message(
    "K225",
    "文字の列に、{what}があります（「{word}」）。",
    "値を書くか、空欄にしてください。",
    "None、NULL、nan、TRUE、0 などは、ほかのシステムや Excel の数式が、値のない欄に書くものです。"
    "「同上」「要確認」「xxx」、続いた「?」、`&amp;` のような書き方も、そのまま報告書に載ってしまいます。"
    "本当の値に直すか、空欄にします。そのとおりの名前なら、confirmed に理由を書きます。",
    severity=Severity.REVIEW,
    kind="値",
)
TITLE_OF_OTHER_YEAR = Message(
    "K226",
    "表の上に、別の年度が書かれています（「{title}」）。",
    "この表の年度（{years}）の値かを確認し、古い表なら替え、表題の誤りなら直してください。",
    "表題の年度や時点が、表の説明の asOf（いつの値か）、報告の年度、表の最後の年度のどれとも違います。"
    "前の年度の表を入れていないかを確かめます。",
    severity=Severity.REVIEW,
    kind="表題",
)
