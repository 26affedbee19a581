"""ノートブック（節を作るセル）: the sections' notebooks, before they run."""

from progress_report.messages.message import Message

TAGS_NO_LIST = Message(
    "N101",
    "{cell}のタグ（tags）が、文字列の一覧になっていません。",
    'ファイルで ["タグ", "タグ"] の形に直すか、JupyterLabで付け直してください。',
    "ノートブックのファイルを手で直したときに、tags の [ ] が抜けています。",
)
SEVERAL_TAGGED = Message(
    "N102",
    "タグ {tag} のセルが{count}個あります（{cells}）。",
    "初めの一つだけを残してください。",
    "年度を受け取るセル（parameters）は一つだけです。二つめは、年度を書き換えてしまいます。"
    "初めの一つを残して消します。",
)
TAG_OF_CODE = Message(
    "N103",
    "{cell}のタグ「{tag}」は、コードのセルにだけ付けられます。",
    "タグを除いてください。",
    "parameters を、文のセルに付けています。タグを除きます。",
)
TAG_OF_HEADING = Message(
    "N104",
    "{cell}のタグ「{tag}」は、初めの見出しのセルにだけ付けられます。",
    "タグを除いてください。",
    "unnumbered は、節の番号を付けないためのタグで、節の初めの見出しにだけ効きます。タグを除きます。",
)
FORMER_TAG = Message(
    "N105",
    "{cell}のタグ「{tag}」は使われなくなりました。",
    'タグを除き、調査のことは「survey(section, "{survey}")」から作ってください。',
    "前の版で、調査のセルに付けていたタグです。いまは、survey( ) から作ったものは、"
    "実施しなかった年度には載りません。タグを除きます。",
)
TAG_HIDES_ELSEWHERE = Message(
    "N106",
    "{cell}のタグ「{tag}」では、報告書から除かれません。",
    "報告書に載せないセルには {instead} を、載せるセルなら何も付けないでください。",
    "remove-cell など、ほかの道具で隠すためのタグです。"
    "報告書に載せない覚え書きなら notebook-only に替え、載せるならタグを除きます。",
)
UNKNOWN_TAG = Message(
    "N107",
    "{cell}のタグ「{tag}」は、使えるタグではありません。",
    "使えるタグ: {known}。",
    "セルのタグの打ち間違いです。知らないタグのセルは、ふつうのセルとして報告書に載ってしまうため、"
    "止めます。示された名前に直すか、タグを除きます。",
)
SAME_ID = Message(
    "N108",
    "セルの id「{identifier}」が{count}個のセルにあります。",
    "JupyterLabで、セルを作り直してください。",
    "ノートブックのファイルを手でつなげたときに起きます。JupyterLabで、片方のセルを作り直します。",
)
RAW_CELL = Message(
    "N109",
    "{cell}は Raw のセルなので、報告書に載りません。",
    "載せるなら Markdown のセルに変え、載せないならタグ {tag} を付けてください。",
    "JupyterLabで、セルの種類が Raw になっています。載せる文なら Markdown に変えます。",
)
MARKUP = Message(
    "N110",
    "{cell}のマークダウンに{markup}がありますが、報告書には載せられません。",
    "言葉だけで書くか、セルにタグ {tag} を付けてください。",
    "文のセルに、マークダウンの表、画像、リンク、数式があります。表や図はデータから作り、"
    "文は言葉だけで書きます。",
)
CONTROL_CHARACTER = Message(
    "N111",
    "{cell}に、見えない制御文字（文字の向きを変えるものなど）があります。",
    "その行を打ち直してください。",
    "ほかから貼り付けた文に、目に見えない文字が入っています。その行を打ち直します。",
)
YEAR_CHANGED = Message(
    "N112",
    "{cell}が、年度を変えています（「{code}」）。",
    "この行を除いてください。年度は、報告書を作るときの指定で決まります。",
    "試しに書いた fiscal_year = … の行が残っています。そのままでは、別の年度の数値が載ります。"
    "その行を消します。",
)
OTHER_YEAR = Message(
    "N113",
    "{cell}が、{year}ではない年度の節を開いています（「{code}」）。",
    "年度には fiscal_year と書いてください。年度は、報告書を作るときの指定で決まります。",
    "open_section に年度が直に書かれています。fiscal_year と書きます。",
)
OTHER_SECTION = Message(
    "N114",
    "{cell}が、別の節を開いています（「{code}」）。",
    '節の名前には "{section}" と書いてください。',
    "ノートブックを写したときに、元の節の名前が open_section に残っています。自分の名前に直します。",
)
