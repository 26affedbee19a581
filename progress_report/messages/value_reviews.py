"""要確認: valid but unusual values and dates."""

from progress_report.messages.message import Message
from progress_report.model.findings import Severity

TYPED_FIGURE = Message(
    "K201",
    "文章に「{figure}」と、数値が直接書かれています（{same}）。",
    "値が変わっても、この文は変わりません。節の quantities に書いて {{名前}} で差し込むか、"
    "表の値を載せるノートブックの文に任せてください。",
    "文に打ち込んだ数値は、表の値が変わっても変わりません。（ ）に、同じ値を差し込める名前か、"
    "同じ値のある所を示します。差し込めるものは {名前} に替え、打ち込むほかない数値は、"
    "確かめてから confirmed に理由を書きます。日付、第1回のような順序、年齢、法令や事業の名前の数は、"
    "ここに出ません。",
    severity=Severity.REVIEW,
    kind="数値",
)
CHANGED = Message(
    "K202",
    "前年度の{old}から{new}に、{factor}倍を超えて変わっています（{key}）。",
    "桁や行の取り違えがないか確認してください。",
    "前の年度の何倍にも増えたか、減りました。桁や行の取り違えでなければ、confirmed に理由を書きます。"
    "倍率は largest_change で変えられます。",
    severity=Severity.REVIEW,
    kind="変化",
)
UNCHANGED = Message(
    "K203",
    "数値がすべて前年度と同じです（{title}）。",
    "今年度の値に替えたか確認してください。",
    "表の数が、前の年度と全部同じです。古い表を入れていないかを確かめます。",
    severity=Severity.REVIEW,
    kind="同値",
)
AS_OF_NOT_MOVED = Message(
    "K204",
    "時点が{year}の報告から進んでいません（{date}）。",
    "asOf を直してください。",
    "表の説明のその表の asOf（いつの値か）が、前の年度より新しくありません。",
    severity=Severity.REVIEW,
    kind="時点",
)
DATE_FAR_OFF = Message(
    "K205",
    "報告の年度から離れた日付です（{date}）。",
    "年を確認してください。",
    "params の日付が、報告の年度の5年度より先か、3年度より前です。年の打ち間違いを確かめます。",
    severity=Severity.REVIEW,
    kind="日付",
)
DATE_NOT_MOVED = Message(
    "K206",
    "{year}の報告と同じ日付です（{date}）。",
    "今年度の日付に直してください。",
    "毎年進むはずの日付が、前の年度のままです。今年の日付に直します。",
    severity=Severity.REVIEW,
    kind="同日",
)
PART_ABOVE_WHOLE = Message(
    "K207",
    "指標「{name}」の割られる数が割る数より大きく、{value}です。",
    "式と、表の値を確認してください。",
    "一部が全体より大きく、割合が100%を超えています。表の値と、指標の式を確かめます。",
    severity=Severity.REVIEW,
    kind="内数",
)
RATES_BELOW_ONE = Message(
    "K208",
    "割合がどれも1%以下です（初めの値は{value}）。",
    "0.9 と書けば 0.9% です。90% なら 90 と書いてください。",
    "単位が % の列に、0.992 のような、全体を1とした割合が入っているようです。99.2 と入れ直します。",
    severity=Severity.REVIEW,
    kind="割合",
)
RATE_ABOVE_ALL = Message(
    "K209",
    "この値だけが、100%を超える割合です（{value}）。",
    "小数点が抜けていないか確認してください。",
    "単位が % の列で、ほかの値は100以下なのに、一つだけ超えています。小数点の打ち忘れがないかを確かめます。",
    severity=Severity.REVIEW,
    kind="割合",
)
PERCENTAGE_UNUSUAL = Message(
    "K210",
    "1%に満たないか、100%を超える割合です（{value}）。",
    "0.9 と書けば 0.9% です。90% なら 90 と書いてください。",
    "params の quantities にある % の値です。0.9 と書くと 0.9% になります。90% のつもりなら 90 と書きます。",
    severity=Severity.REVIEW,
    kind="割合",
)
ROUNDED_OTHERWISE = Message(
    "K211",
    "表示した割合どうしの差と、丸める前の差を丸めた値とが異なります"
    "（{before}と{after}の差は{shown}、丸める前の差は{exact}）。",
    "元の表の値を確認してください。",
    "まちがいではありません。[案と確定版](#案と確定版)のとおり、表の値を確かめて confirmed に書きます。",
    severity=Severity.REVIEW,
    kind="丸め",
)
FEWER_RESPONDENTS = Message(
    "K212",
    "回答者が、{year}の{then}から{now}に、半分以下に減っています。",
    "回答の行が揃っているか確認してください。",
    "個票の行が、前の年度の半分以下です。行が抜けていないかを確かめます。",
    severity=Severity.REVIEW,
    kind="回答者数",
)
NOT_EXCLUSIVE = Message(
    "K213",
    "「{choice}」と、ほかの選択肢が、ともに選ばれています（{rows}）。",
    "回答の入力を確認してください。",
    "無回答や「特にない」が、ほかの答えと一緒に選ばれています。回答の入力を直します。",
    severity=Severity.REVIEW,
    kind="排他",
)
NOTHING_CHOSEN = Message(
    "K214",
    "どの選択肢も選ばれず、「{unanswered}」でもない回答があります（{rows}）。",
    "答えていない人は「{unanswered}」を {chosen} に、尋ねていない人は空欄にしてください。",
    "「無回答」の選択肢がある設問に、0 だけの行があります。答えていない人は無回答を 1 に、"
    "聞いていない人は空欄にします。そのままでは、回答者数に数えられます。",
    severity=Severity.REVIEW,
    kind="無選択",
)
CHOSEN_TWICE = Message(
    "K215",
    "同じ選択肢が、二つの順位に選ばれています（{rows}）。",
    "回答の入力を確認してください。",
    "第1希望と第2希望などに、同じものが選ばれています。回答の入力を直します。"
    "「その他」は二度でもかまいません。",
    severity=Severity.REVIEW,
    kind="重複",
)
NOT_ASKED = Message(
    "K216",
    "この設問を尋ねていない人の回答があります（{rows}）。",
    "「{question}」に{answers}と答えた人への設問です。ほかの人の欄は、空欄にしてください。",
    "設問の asked に書いた答えを選んでいない人が、その設問に答えています。"
    "そのままでは、回答者数に数えられます。回答を空欄にするか、前の設問の答えを直します。",
    severity=Severity.REVIEW,
    kind="対象外",
)
