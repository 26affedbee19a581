"""要確認: valid but unusual input; a final report has no unconfirmed one."""

from progress_report.messages.message import review_message

UNDECLARED_FILE = review_message(
    "K101",
    "表の説明にないファイルです。表としては使われません。",
    "使う表なら {file_name} の {member} に加え、使わないなら別のフォルダーに移してください。",
    "data の年度のフォルダーに、どの表でもなく、params の blocks にもないファイルがあります。"
    "表なら data/schema.yaml か blocks に書き、要らなければ別の場所に移します。",
    kind="使わないファイル",
)
DATE_FAR_OFF = review_message(
    "K102",
    "{title}（{name}）が、報告の年度から離れた日付です（{date}）。",
    "年を確認してください。",
    "表の説明の時点（asOf）、公表の時期（publicationDate）、調査期間が、報告の年度の翌年度より先か、"
    "20年度より前です。年の打ち間違いを確かめます。",
    kind="日付",
)
AS_OF_DIFFERS = review_message(
    "K103",
    "表の時点（asOf、{as_of}）が、節の時点（{literal}、{file_name} {line}行目の {name}）と違います。",
    "どちらかの日付を直してください。",
    "節の文と図には params の as_of が、"
    "表紙の次の指標と公開する表には、表の説明の asOf が載ります。どちらかの日付が前のままか、"
    "打ち間違いです。",
    kind="時点",
)
MONTH_FAR_OFF = review_message(
    "K104",
    "報告の年度から離れた年月です（{date}）。",
    "年を確認してください。",
    "表の年月が、報告の年度から遠く離れています（5年度より先か、20年度より前）。"
    "年の打ち間違いを確かめます。前の年度の報告と同じ値には出ません。",
    kind="年月",
)
DATE_CHANGED = review_message(
    "K105",
    "{year}の報告では{then}でしたが、{now}になっています。",
    "打ち間違いがないか確認してください。",
    "導入年月のように、年度ごとではない表の年月が、前の年度の報告に載せたものと違います。"
    "打ち間違いなら表を直します。正しければ confirmed に理由を書きます。",
    kind="改訂",
)
YEARS_NOT_ADDED = review_message(
    "K106",
    "表が{newest}までです（{year}の報告では{before}まで）。",
    "{due}の行までが揃っているか確認してください。",
    "年度ごとの表の行が、前の年度よりちょうど一年分だけ増えていません。今年の行を入れ忘れたか、"
    "先の年度の行が入っていないかを確かめます。",
    kind="年度",
)
INDICATOR_SAME_YEAR = review_message(
    "K107",
    "指標「{name}」が、{year}の報告と同じ年度（{same}）の値です。",
    "式に書かれた年度を除くか、今回の年度に直してください。",
    "指標の式に書かれた年度（以前の書き方では where）が、前の年度のままです。年度を除くか、一つ進めます。",
    kind="指標",
)
INDICATOR_BEHIND = review_message(
    "K108",
    "指標「{name}」は{read}の値ですが、表には{newest}の値もあります。",
    "式に書かれた年度を除くか、今回の年度に直してください。",
    "指標の式に書かれた年度（以前の書き方では where）が、表の一番新しい年度ではありません。"
    "年度を除くか、進めます。わざと前の年度を示すのなら、confirmed に理由を書きます。",
    kind="指標",
)
PLAN_WITHOUT_RESULT = review_message(
    "K109",
    "{year}の報告の予定「{plan}」の実績になる指標「{indicator}」がありません。",
    "その name の指標を indicators に加えてください。",
    "前の年度に予定したことの実績を示す指標が、今年の表の説明の indicators にありません。"
    "名前を変えたのなら、元の名前に戻します。",
    kind="実績",
)
SURVEY_PERIOD = review_message(
    "K110",
    "調査期間（{start}～{end}）が、params の日付のどれとも違います。",
    "本文に載る日付と、図の下に載る日付を揃えてください。",
    "調査の期間は、params の日付（本文に載る）と表の説明の periodStart・periodEnd（図の下に載る）"
    "の二か所にあります。同じ日にします。",
    kind="期間",
)
TEXT_OF_FORMER_YEAR = review_message(
    "K111",
    "{year}の報告と同じく、年を含んでいます（「{text}」）。",
    "今年度のものに直してください。",
    "表の説明の表題・説明・出典に、前の年度と同じ文があり、年が入っています。今年のものに直します。",
    kind="年",
)
INVENTED = review_message(
    "K112",
    "公表された値（published）とされていますが、説明は架空としています（「{text}」）。",
    "status か、sources・description・licenses を直してください。",
    "本物の値に替えたのに、出典・説明・利用条件に「架空」が残っています。実際の出典に書き直します。",
    kind="架空",
)
SAME_TEXT = review_message(
    "K113",
    "{year}の報告と同じ文章です（「{beginning}」）。",
    "今年度の内容に書き直してください。",
    "前の年度と一字一句同じ文です。書き忘れなら直します。定義のように毎年同じでよい文なら、"
    "confirmed に理由を書きます。",
    kind="同文",
)
UNEXPLAINED_YEAR = review_message(
    "K114",
    "文章に「{named}」とありますが、この節の日付のどれにも当たりません。",
    "前年度の文章の残りなら直し、そうでなければ dates に書いて {{名前}} で差し込んでください。",
    "文の中の年が、その節の dates にも報告の年度にもありません。前の年度の文の残りでないかを確かめます。",
    kind="年",
)
REMARK = review_message(
    "K115",
    "「#」から後（「{beginning}」）は注釈として読み飛ばされ、文章に入りません。",
    "文章の一部なら、文章全体を二重引用符で囲んでください。",
    "文の途中に、空白と「#」があります。そこから後は報告に載りません。文の一部なら、"
    "文全体を二重引用符で囲みます。自分用の覚え書きなら、"
    "そのままでもかまいません（confirmed に理由を書きます）。",
    kind="注釈",
)
PERHAPS_RENAMED = review_message(
    "K116",
    "前年度の「{gone}」がなくなり、「{new}」が加わっています。名前が変わったのですか。",
    "名前だけが変わったのなら、{params} の renamed: の下に「{entry}」を加えてください。"
    "打ち間違いなら表を直してください。別のものとするのが",
    "名前が似ているか、数がすべて同じです。打ち間違いなら表を直します。名前が変わったのなら、"
    "表示された行を renamed に貼ります。別のものなら、confirmed に理由を書きます。",
    kind="名称",
)
IDLE_CONFIRMATION = review_message(
    "K117",
    "当てはまる要確認がないのに、確認済みと書かれています（「{subject}」）。",
    "subject の書き方を確かめるか、この項目を消してください。",
    "confirmed に書いた subject に当たる要確認が、もうありません。つづりが違うか、"
    "値を直したあとです。その行を消すか、表示のとおりに直します。",
)
TERM_UNUSED = review_message(
    "K119",
    "用語「{term}」は、報告書の文章で使われていません。",
    "使わなくなった用語なら terms から消し、別の書き方で使っているなら also に書き加えてください。",
    "terms の用語が、報告書の段落、箇条書き、注のどこにも、一つの言葉として出てきません"
    "（「課題解消」の中の「課題」のように、長い言葉の一部は数えません）。"
    "見出し、表、図だけで使う用語なら、confirmed に理由を書きます。"
    "節を実行して分かることなので、build と check --run が示します。",
    kind="用語",
)
DAY_FAR_OFF = review_message(
    "K118",
    "報告の年度から離れた日付です（{date}）。",
    "年を確認してください。",
    "表の日付が、報告の年度から遠く離れています（5年度より先か、20年度より前）。"
    "年の打ち間違いを確かめます。前の年度の報告と同じ値には出ません。",
    kind="年月",
)
