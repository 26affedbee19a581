"""前年度の報告との関係: renamed rows, restated values, and published values."""

from progress_report.messages.message import Message

NO_FORMER_NAMES = Message(
    "Y101",
    "前年度の報告がないため、名称の変わった行はありません。",
    "この記録を消してください。",
    "renamed に行がありますが、比べる前の年度の報告がありません。その行を消します。",
)
NOT_COMPARED_BY_NAME = Message(
    "Y102",
    "「{table}」は、行の名前を前年度と比べる表ではありません。",
    "使える名前: {known}。",
    "renamed に書けるのは、両方の年度にあり、一つの列の名前で行が決まる表だけです。表の名前を直します。",
)
NO_ROW_OF_NAME = Message(
    "Y103",
    "{year}の表に「{name}」の行がありません。",
    "使える名前: {known}。",
    "renamed の from には前の年度の表の名前を、to には今年の表の名前を、そのまま書きます。",
)
OLD_NAME_REMAINS = Message(
    "Y104",
    "「{name}」の行は、{year}の表にもあります。",
    "名称が変わったのなら、今年度の表のその行を新しい名前にしてください。",
    "renamed の from に書いた古い名前の行が、今年の表にも残っています。今年の表の行を新しい名前に直すか、"
    "名前が変わっていないのなら renamed のその行を消します。",
)
NEW_NAME_IS_OLD = Message(
    "Y105",
    "「{name}」の行は、{year}の表にもあります。",
    "名称が変わっていないのなら、この記録を消してください。",
    "renamed の to に書いた新しい名前の行が、前の年度の表にもあります。"
    "名前が変わったのではないので、renamed のその行を消します。",
)
RENAMED_TWICE = Message(
    "Y106",
    "同じ行の名称の変更が、二度書かれています。",
    "一つにしてください。",
    "renamed の二つの行が、同じ行のことを言っています。一つを消します。",
)
NO_FORMER_VALUES = Message(
    "Y107",
    "前年度の報告がないため、修正する値がありません。",
    "この記録を消してください。",
    "前の年度の params や data がないのに、restatements が書かれています。",
)
NOT_COMPARED_BY_YEAR = Message(
    "Y108",
    "「{table}」は、{former}の報告と照合する表ではありません。",
    "年度ごとの表の名前を書いてください（使える名前: {known}）。",
    "restatements の table に、年度ごとの表でないものが書かれています。",
)
NO_COMPARED_COLUMN = Message(
    "Y109",
    "照合する列「{name}」がありません。",
    "使える列: {known}。",
    "restatements の column の名前が違います。英語の名前で書きます。",
)
NO_COMPARED_ROW = Message(
    "Y110",
    "{former}の報告と今年度の表の両方にある行ではありません（{key}）。",
    "表にある行を書いてください（年度: {known}）。",
    "restatements の year（または row）の行が、前の報告か今年の表のどちらかにありません。",
)
ROW_BY_YEAR_ALONE = Message(
    "Y111",
    "この表の行は、年度だけで決まります。",
    "row を消してください。",
    "restatements に row は要りません。row を消します。",
)
WRONG_ROW_KEYS = Message(
    "Y112",
    "行を決める列が足りないか、余分です。",
    "row: {{{form}}} の形で書いてください。",
    "年度だけでは行が決まらない表です。row に、残りの列と値を書きます。",
)
RECORDED_OTHERWISE = Message(
    "Y113",
    "{where}の値（{found}）と違います（{written}）。",
    "{member}: {entry} と書くか、表の値を確認してください。",
    "restatements に書いた値が、前の報告（published）か今年の表（revised）の値と違います。"
    "示された値に直します。",
)
NOTHING_RESTATED = Message(
    "Y114",
    "{former}の報告と同じ値です（{value}）。",
    "修正がないので、この記録を消してください。",
    "もう違いがないのに、restatements に記録が残っています。その行を消します。",
)
RESTATED_TWICE = Message(
    "Y115",
    "同じ値の記録が二度あります。",
    "一つにしてください。",
    "restatements に、同じ値についての行が二つあります。一つを消します。",
)
RESTATEMENT_MISSING = Message(
    "Y116",
    "{former}の報告では{published}でしたが、{revised}になっています。",
    "値を直してください。見直した値なら、{params} の restatements: の下に「{entry}」を加え、"
    "reason に理由を書いてください。",
    "前の年度の報告に載せた値と、今年の表の同じ年度の値が違います。写し間違いなら表を直します。"
    "見直して改めた値なら、示された行を params の restatements に貼り、理由を書きます。",
)
PUBLICATION_DAMAGED = Message(
    "Y117",
    "公表した値の記録が壊れています。{damage}。",
    "手で直すファイルではありません。公表したときのファイルに戻してください（リポジトリの履歴などから）。"
    "公表した報告書のフォルダーがあれば、このファイルを別の場所に移してから build を実行すると、"
    "書き直します。",
    "前の年度の `published.csv` が、書き換えられたか、途中で切れています。手で直すファイルではありません。"
    "リポジトリの履歴などから、公表したときのファイルに戻します。確定版のフォルダーが残っていれば、"
    "このファイルを移してから、その年度の `build` を実行しても直ります。",
)
NO_LONGER_AS_PUBLISHED = Message(
    "Y118",
    "{kind}「{name}」は、公表した{year}の報告では{published}でしたが、"
    "いまの data/{start} と params/{start}.yaml からは{now}になります。",
    "公表したときの内容に戻してください。公表した報告書の訂正なら revise {start} を使ってください。",
    "前の年度の個票、params、指標や予定の書き方が、公表したあとに変わっています。"
    "公表したときの内容に戻します。"
    "公表した報告書の訂正なら、その年度の `revise` を使います。",
)
KEYS_CHANGED = Message(
    "Y119",
    "表「{table}」の行を決める列が、公表したときと違います（{keys}）。",
    "この表の説明を、公表したときの内容に戻してください。",
    "前の年度の表の説明の primaryKey が、公表したあとに変わっています。元に戻します。",
)
UNIT_CHANGED = Message(
    "Y120",
    "表「{table}」の列「{name}」の単位が、公表したとき（{published}）と違います（{now}）。",
    "この表の説明を、公表したときの内容に戻してください。",
    "前の年度の表の説明の unit が、公表したあとに変わっています。元に戻します。",
)
COLUMN_CHANGED = Message(
    "Y121",
    "公表した値「{value}」が、表「{table}」の列「{name}」の記述に合いません。",
    "この表の説明を、公表したときの内容に戻してください。",
    "前の年度の表の説明の列の型や条件が、公表したあとに変わっています。元に戻します。",
)
INDICATOR_NOT_COMPARABLE = Message(
    "Y122",
    "指標「{name}」は、前年度の報告と比べられません（単位が{one}と{other}です）。",
    "定義を変えた指標には別の name を付けてください。",
    "前の年度と単位が違うため、増減を計算できません。"
    "定義が変わったのなら、指標の name を新しい名前にします。",
)
TARGET_NOT_COMPARABLE = Message(
    "Y123",
    "指標「{name}」は、目標と比べられません（単位が{one}と{other}です）。",
    "目標「{target}」の unit を、指標の単位に合わせてください。",
    "指標と目標の単位が違います。params の目標の unit か、指標の unit を直します。",
)
RESULT_NOT_COMPARABLE = Message(
    "Y124",
    "予定「{name}」は、実績と比べられません（単位が{one}と{other}です）。",
    "予定と同じ単位の実績を指してください。",
    "前の年度の予定と、今年の実績の単位が違います。予定が指す実績を、同じものを数える値に直します。",
)
