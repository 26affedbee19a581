"""表の説明: tables, columns, keys and computations over them."""

from progress_report.messages.message import Message

UNKNOWN_TABLE = Message(
    "D201",
    "「{name}」は表の説明（{file_name}）にありません。",
    "表の説明にある調査の名前を書いてください（{surveys}）。",
    "params に書いた表や調査の名前が、表の説明のどの名前とも違います。つづりを直します。",
)
TWO_DESCRIPTIONS = Message(
    "D202",
    "datapackage.json もあり、どちらの説明を使うのか決まりません。",
    "data/schema.yaml を使うなら datapackage.json を、使わないなら tables.yaml を、"
    "別のフォルダーに移してください。",
    "その年度に、tables.yaml と以前の形の datapackage.json があります。"
    "使わないほうを別のフォルダーに移します。",
)
TABLE_NOT_IN_SCHEMA = Message(
    "D203",
    "表「{name}」が data/schema.yaml にありません。",
    "data/schema.yaml にある名前を書いてください（{known}）。",
    "tables.yaml に書いた表の名前が、data/schema.yaml にありません。つづりを直すか、"
    "data/schema.yaml にその表を書き加えます。",
)
TABLE_OF_OTHER_YEARS = Message(
    "D204",
    "表「{name}」は、{year}にはない表です。",
    "この表を消すか、data/schema.yaml の from と until を直してください。",
    "data/schema.yaml の from か until によれば、その年度にはない表です。"
    "tables.yaml から消すか、年度を直します。",
)
NO_TABLE_IN_YEAR = Message(
    "D205",
    "{year}の表が、一つもありません。",
    "表を書き加えるか、from と until を直してください。",
    "data/schema.yaml の from と until によれば、その年度の表がありません。年度を直すか、表を書き加えます。",
)
NO_SURVEY_TABLE = Message(
    "D206",
    "表「{name}」は、調査ではありません。",
    "survey を消してください。",
    "調査でない表に survey（期間など）が書かれています。表の名前の取り違えでなければ、消します。",
)
MEMBER_MISSING = Message(
    "D207",
    "表「{name}」の {member} がありません。",
    "tables の {name} か、defaults に書いてください。",
    "status、asOf、publicationDate、sources は、tables.yaml の defaults かその表に、必ず書きます。",
)
TABLE_NOT_DESCRIBED = Message(
    "D208",
    "表「{name}」の記述がありません。",
    "{member} に加えるか、名前を直してください（使える名前: {known}）。",
    "表の説明に、その名前の表がありません。消してしまったか、名前を変えたかのどちらかです。",
)
NO_TABLE = Message(
    "D209",
    "表「{name}」はありません。",
    "使える表: {known}。",
    "検算、指標、予定などに書いた「表.列」の、表の名前が違います。",
)
NO_COLUMN = Message(
    "D210",
    "表「{table}」に列「{name}」はありません。",
    "使える列: {known}。",
    "検算、指標、予定などに書いた「表.列」の、列の名前が違います。英語の名前で書きます。",
)
NOT_BY_YEAR = Message(
    "D211",
    "表「{table}」は年度ごとの表ではありません。",
    "primaryKey が {key} だけの表の列を書いてください。",
    "前年度からの増（increase）と前年度の値（previous）は、年度ごとの行がある表の列にだけ使えます。",
)
BOUNDS_REVERSED = Message(
    "D212",
    "minimum（{least}）が、maximum（{most}）より大きい値です。",
    "二つの値を確認してください。",
    "列の値の下限と上限が逆で、どの値も入れられません。",
)
NO_NUMBERS = Message(
    "D213",
    "「{name}」は数の列ではありません。",
    "件数などの整数の列を書いてください。",
    "足したり比べたりできるのは、数の列だけです。",
)
NO_KEY = Message(
    "D214",
    "「{name}」は表「{table}」の行を選ぶ列ではありません。",
    "{keys} で行を選んでください。",
    "[ ] や where に書けるのは、行を区別する列（primaryKey）です。",
)
NAMED_TWICE = Message(
    "D215",
    "「{name}」が二度あります。",
    "別の名前にしてください。",
    "名前が重なっています。どちらかの name を変えるか、一つを消します。",
)
TOO_MANY_HIGHLIGHTS = Message(
    "D216",
    "報告のポイントに載せる指標（highlight）が{most}つを超えています。",
    "載せない指標の highlight を消してください。",
    "最初の頁に載る指標の数には限りがあります。載せない指標の `highlight: true` を消します。",
)
COLUMN_TWICE = Message(
    "D217",
    "列「{name}」が二度あります。",
    "別の名前にしてください。",
    "一つの表の fields に、同じ名前の列が二つあります。",
)
ENDS_BEFORE_IT_BEGINS = Message(
    "D218",
    "終わりの年度（until）が、始まり（from）より前です。",
    "どちらかの年度を直してください。",
    "列か設問の from はある初めの年度、until はある最後の年度です。逆に書いていないかを見ます。",
)
YEAR_NO_INTEGER = Message(
    "D219",
    "年度の列は整数です。",
    "integer と書いてください。",
    "列 fiscal_year の type は integer と書きます。",
)
UNIT_MISSING = Message(
    "D220",
    "{kind}の列「{name}」に unit（単位）がありません。",
    "unit を書いてください。",
    "数の列には、単位（件、人、%、円など）が要ります。",
)
WRONG_POSITION = Message(
    "D221",
    "列の数え方が違います。",
    "1から500までの整数を書いてください（左端の列が1）。",
    "position と columnCount は、左端の列を 1 とした整数です。",
)
POSITION_TWICE = Message(
    "D222",
    "{position}列目が二度あります。",
    "正しい列の番号にしてください。",
    "二つの列の position が同じです。どちらかを正しい番号に直します。",
)
HEADING_TWICE = Message(
    "D223",
    "同じ見出しの列が二度あり、印刷すると区別できません（「{heading}」）。",
    "group（上の段の見出し）か title を、違う言葉にしてください。",
    "group と title が同じ列が二つあります。position で探す列も、報告書の表の見出しになるので、"
    "group か title を違う言葉にします。",
)
COLUMN_COUNT_MISSING = Message(
    "D224",
    "左から何列目か（position）で探す列がありますが、表全体の列の数が書かれていません。",
    "fields と並べて columnCount（届く表の列の数）を書いてください。列が増えたときに気付くためです。",
    "fields と並べて columnCount: 249 のように、届く表の列の数を書きます。",
)
DECIMALS_OF_NO_NUMBER = Message(
    "D225",
    "decimals（小数点以下の桁数）は、小数の列だけに書けます（列「{name}」）。",
    "消すか、type を number にしてください。",
    "整数や文字の列に decimals があります。",
)
KEYS_DIFFER_IN_NUMBER = Message(
    "D226",
    "参照する列と参照される列の数が違います。",
    "同じ数だけ並べてください。",
    "ほかの表を参照する決まり（foreignKeys）で、二つの列の並びの長さが違います。",
)
UNUSABLE_NAME = Message(
    "D227",
    "名前として使えません。",
    "半角の英数字と _ で書いてください（先頭は数字以外）。",
    "name は内部の名前です。日本語の名前は title に書きます。",
)
NO_FILE_NAME = Message(
    "D228",
    "CSVの名前ではありません。",
    "このファイルと同じフォルダーにあるCSVの名前（例: systems.csv）を書いてください"
    "（systems.xlsx を置くときも、systems.csv と書きます）。",
    "path には、フォルダーを付けずに .csv の名前だけを書きます。Excel のブックを置くときも同じです。",
)
BLANK_ALONE_IS_MISSING = Message(
    "D229",
    "欠けた値は空欄だけです。",
    '[""] と書いてください。',
    "missingValues を変えることはできません。「－」などは、変えなくても空欄として読みます。",
)
NO_PATTERN = Message(
    "D230",
    "正規表現として読めません（「{pattern}」）。",
    "括弧の対応などを確認してください。",
    "値の形を決める pattern の書き方が崩れています。前の年度のファイルから写します。",
)
NO_COLUMN_NAMES = Message(
    "D231",
    "列の名前ではありません。",
    "「表.列」の形の名前を一つ、または [ ] に並べて書いてください。",
    "以前の書き方の検算や指標の列は、systems.done のように、表と列を点でつなぎます。",
)
NO_TREE = Message(
    "D232",
    "書き方が違います。",
    "sum(表.列) のような式を書いてください。",
    "検算、指標、予定の、以前の書き方（cell、sum など）が決まりに合いません。"
    "[式](#式の書き方)に書き直します。",
)
WRONG_CHECK_BY_ROW = Message(
    "D233",
    "行ごとの検算の書き方が違います。",
    "formula に「表.列 <= 表.列」の形の式を書いてください。",
    "以前の書き方（each と column）の検算の、左右が合いません。[式](#式の書き方)に書き直すのが早道です。",
)
WRONG_CHECK = Message(
    "D234",
    "検算の書き方が違います。",
    "formula に式を一つ書いてください。",
    "検算には formula を一つ書きます。以前の書き方なら、left、relation、right の三つが要ります。"
    "両方は書けません。",
)
WRONG_INDICATOR = Message(
    "D235",
    "指標「{name}」の値の書き方が違います。",
    "value に式を一つ書いてください。",
    "指標には value を一つ書きます（以前の書き方の part と whole の組でもかまいませんが、"
    "両方は書けません）。",
)
WRONG_PLAN = Message(
    "D236",
    "予定「{name}」の予定の書き方が違います。",
    "announced か announcedParameter のどちらか一つを書いてください。",
    "予定の数は、表から来る announced か、params から来る announcedParameter の、どちらか一つです。",
)
WRONG_RESULT = Message(
    "D237",
    "予定「{name}」の実績の書き方が違います。",
    "result か resultIndicator のどちらか一つを書いてください。",
    "実績は、表から来る result か、指標から来る resultIndicator の、どちらか一つです。",
)
COLUMN_READ = Message(
    "D238",
    "{user}が読む列「{name}」が、表「{table}」にありません。",
    "名前を直すか、列を加えてください（ある列: {known}）。",
    "セルが読む列が、表の説明のその表にありません。名前のつづりを直します。ほかの年度にはある列なら、"
    "示された一行を貼ります（「[ある年度からの列と設問](#ある年度からの列と設問)」）。",
)
QUESTION_READ = Message(
    "D239",
    "{user}が数える設問「{name}」が、調査「{survey}」にありません。",
    "設問の名前を書いてください（{known}）。",
    "セルが question( ) や figure( ) で使う設問が、表の説明のその調査にありません。名前のつづりを直すか、"
    "設問を書き加えます。ほかの年度にはある設問なら、"
    "示された一行を貼ります（「[ある年度からの列と設問](#ある年度からの列と設問)」）。",
)
