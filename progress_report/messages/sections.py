"""params（日付・目標・文章）: the list of sections, their dates and texts, and the errata."""

from progress_report.messages.message import Message

NO_YEAR = Message(
    "P201",
    "年度ではありません（{date}）。",
    "年度ごとの表と比べる時点です。令和5年度 のように年度を書いてください。",
    "年度ごとの表と比べる時点（as_of、comparison）に、日や月が書かれています。"
    "令和5年度 のように年度を書きます。",
)
COMPARISON_NOT_BEFORE = Message(
    "P202",
    "比較する年度（{compared}）が、報告する年度（{reported}）より前ではありません。",
    "前の年度に直すか、比較しないときはこの行を除いてください。",
    "comparison には、as_of より前の年度を書きます。比較しないときは、その行を消します。",
)
NO_ROW_OF_DATE = Message(
    "P203",
    "{label}（{year}）の行がありません。",
    "表に行を加えるか、{params} {line}行目の {name} を直してください。",
    "年度ごとの表に、as_of の年度の行がありません。表に行を加えるか、params の年度を直します。",
)
NO_ROW_OF_COMPARISON = Message(
    "P204",
    "{label}（{year}）の行がありません。",
    "表に行を加えるか、{params} {line}行目の {name} を直してください。"
    "比較する年度がない最初の報告では、その行を除いてください。",
    "年度ごとの表に、comparison の年度の行がありません。表に行を加えるか、params の年度を直します。"
    "最初の報告なら、comparison の行を消します。",
)
NO_NOTEBOOK = Message(
    "P205",
    "ノートブックがありません。",
    "{near}notebooks/ にあるファイル名（拡張子なし）を書いてください。",
    "その名前のファイルが notebooks フォルダーにありません。打ち間違いを直します。",
)
NOTEBOOK_TWICE = Message(
    "P206",
    "同じノートブックが二度あります。",
    "一つにしてください。",
    "sections に同じ節が二つあります。一つを消します。",
)
WRONG_EDITION = Message(
    "P207",
    "{position}番目の訂正は{wanted}のはずですが、第{edition}版と書かれています。",
    "版の番号は2から順に、古い版から並べて書いてください。",
    "errata（正誤表）の版の番号が順になっていません。"
    "この部分は revise が書くので、手で直したときは元に戻します。",
)
CONTRADICTION = Message(
    "P208",
    "「{said}」と書かれていますが、数値は{change}いません。",
    "文章を直してください。",
    "「241件から302件に減少」のように、増減の言葉と二つの数が逆です。言葉か数を直します。",
)
NO_ANCHOR = Message(
    "P209",
    "after の「{name}」が、この節にありません。",
    "{near}この節の見出し、表、図は{known}です。start（節の初め）と end（終わり）も使えます。",
    "blocks の after に書いた見出し、表、図、セルが、その節のノートブックにありません。"
    "示された名前から選びます。"
    "節の初めは start、終わりは end です。",
)
NEXT_BEFORE_REPORT = Message(
    "P211",
    "次回の報告（{following}）が、この報告の日付（{date}）より前です。",
    "next_report か report_date を直してください。",
    "表紙に載る次回の報告の時期が、この報告の日付より前です。年の直し忘れが多いところです。",
)
PERIOD_REVERSED = Message(
    "P210",
    "終わりの日付が、始まりより前です（{start}～{end}）。",
    "どちらかの日付を直してください。",
    "期間の始まりと終わりが逆です。年の直し忘れが多いところです。",
)
