"""ノートブック（節を作るセル）: names used by a notebook, and files that it opens."""

from progress_report.messages.message import Message

NO_TABLE = Message(
    "N401",
    "{cell}が読む表「{table}」が、{file_name} にありません。",
    "名前を直すか、{member} に加えてください（{known}）。",
    "セルが section.table( ) などで読む表が、表の説明にありません。名前のつづりを直すか、表を書き加えます。",
)
TABLE_OF_OTHER_YEAR = Message(
    "N402",
    "{cell}が読む表「{table}」は、{year}にはない表です（{file_name}）。",
    "この年度の節から外すか、表の from と until を直してください。",
    "表の説明の from か until によれば、その年度にはない表を読む節です。"
    "params のその年度の sections からその節を消すか、年度を直します。",
)
NO_SURVEY = Message(
    "N403",
    "{cell}が使う「{survey}」は、調査ではありません（survey の記述がありません）。",
    "調査の名前（{known}）を書いてください。",
    "survey( ) に書いた名前の表に、表の説明で survey（設問）が書かれていません。調査の名前に直します。",
)
NO_VALUE = Message(
    "N404",
    "{cell}の文に差し込む「{name}」が、dates にも quantities にもありません。",
    "節「{section}」の dates か quantities に {name} を書いてください。",
    "文、見出し、題の { } の中の名前が、その節の日付にも数値にもなく、値も渡されていません。"
    "つづりを直すか、params に書き加えるか、「名前=値」を渡します。",
)
NO_HEADING = Message(
    "N405",
    "列「{name}」の見出しが分かりません。",
    '.label({name}="見出し") を加えてください。',
    "節を実行して分かります。ノートブックで作った列には、表の説明の見出しがありません。"
    '示されたとおり、.label(列="見出し") を加えます。',
)
NO_SOURCE = Message(
    "N406",
    "この表が、どのデータの表によるものか分かりません。",
    "section.table や years で開いた表から作るか、source=その表 を加えてください"
    "（時点・単位・出典は、その表の記述から書かれます）。",
    "節を実行して分かります。ほかから作った表では、時点や出典が書けません。"
    "section.table( ) などで開いた表から作るか、source= にその表を書きます。",
)
NO_ROWS = Message(
    "N407",
    "表「{title}」に、載せる行がありません。",
    "行を選ぶ条件を確かめてください。",
    "節を実行して分かります。選んだ行が一つもない表です。年度や名前で行を選ぶ所が、"
    "データと合っているかを見ます。",
)
NO_PLACEHOLDER_VALUE = Message(
    "N408",
    "差し込む値「{name}」がありません（使える名前: {known}）。",
    "{near}「{name}=…」を渡すか、文章を直してください。",
    "節を実行して分かります。文の { } の中の名前に、値が渡されていません。"
    "示された名前から選ぶか、「名前=値」を渡します。",
)
NO_ANSWERS = Message(
    "N409",
    "「{survey}」は未収録のため集計できません。",
    "データを収録するか、集計しないようにしてください。",
    "節を実行して分かります。params の not_available に書いた調査を、数えようとしています。"
    "図を載せるだけなら、survey( ) から作ると、未収録の旨が載ります。",
)
NO_QUESTIONS = Message(
    "N410",
    "「{survey}」に survey（設問）の記述がありません。",
    "survey を書いてください。",
    "節を実行して分かります。調査として読んだ表に、表の説明で survey（設問）が書かれていません。",
)
NO_QUESTION = Message(
    "N411",
    "「{survey}」に設問「{question}」がありません。",
    "使える設問: {known}。",
    "節を実行して分かります。設問の名前のつづりが違います。示された名前から選びます。",
)
OPENS_OTHER_YEAR = Message(
    "N412",
    "{asked}の報告書で、{opened}の節を開こうとしています。",
    "open_section の年度と、それより前のセルで fiscal_year を書き換えていないかを確かめてください。"
    "前の年度とは、section.previous などで比べます。",
    "節を実行して分かります。open_section( ) に、報告書と違う年度が渡されています。fiscal_year と書きます。",
)
OPENS_OTHER_SECTION = Message(
    "N413",
    "節「{asked}」のノートブックで、別の節「{opened}」を開こうとしています。",
    'open_section(fiscal_year, "{asked}") と書いてください。',
    "節を実行して分かります。ノートブックを写したときに、元の節の名前が残っています。自分の名前に直します。",
)
NO_MUNICIPALITY = Message(
    "N414",
    "このノートブックが、どの自治体のものか分かりません（作業フォルダー: {folder}）。",
    "自治体の notebooks フォルダーで実行してください。papermill では、"
    "--cwd examples/shiokaze/notebooks のように、そのフォルダーを指定してください。",
    "ノートブックを、自治体のフォルダーの外で実行しています。notebooks フォルダーで開き直します。",
)
TWO_MUNICIPALITIES = Message(
    "N415",
    "このノートブックが、二つの自治体のどちらのものか分かりません（作業フォルダー: {folder}）。",
    NO_MUNICIPALITY.remedy,
    "ノートブックのある自治体と、実行しているフォルダーの自治体が違います。"
    "そのノートブックのある notebooks フォルダーで実行します。",
)
