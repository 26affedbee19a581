"""params（日付・目標・文章）: sections, additions to them, and names between braces in their texts."""

from progress_report.messages.message import Message

OTHER_YEAR = Message(
    "P301",
    "{year}のファイルに{written}と書かれています。",
    "fiscal_year とファイル名を合わせてください。",
    "ファイルの名前の年度と、中の fiscal_year が違います。正しいほうに合わせます。",
)
NO_SECTION = Message(
    "P302",
    "節「{section}」がありません。",
    "sections: にノートブック名を書いてください。",
    "その節が sections にありません。載せない節なら、その節を使う指標や予定も外します。",
)
NO_ENTRY = Message(
    "P303",
    "節「{section}」の {member} に「{name}」がありません（{cell}が使います）。",
    "{member}: の下に {name} を書いてください。",
    "節のノートブックが使う日付や数値が、params のその節にありません。"
    "示された名前で書き加えるか、つづりを直します。",
)
FEW_DECIMALS = Message(
    "P304",
    "decimals（{decimals}）が、value に書いた小数点以下の桁数より少なく、表示が丸められます。",
    "decimals を消すか、value の桁数に合わせてください。",
    "87.5% の目標を 88% と印刷しないためです。decimals を書かなければ、value に書いた桁数で印刷します。",
)
SMALL_FACTOR = Message(
    "P305",
    "1より大きい数ではありません（{factor}）。",
    "3 のように書いてください。",
    "largest_change は、何倍を超えて変われば要確認にするかの倍率です。1以下の数には意味がありません。",
)
LIMIT = Message(
    "P306",
    "上限は1以上です（{number}）。",
    "1以上の整数を書いてください。",
    "limits の値が0か、負の数です。消せば、いつもの上限になります。",
)
KINDS_OF_BLOCK = Message(
    "P311",
    "{kinds} のうち、どれか一つを書いてください（いま{given}）。",
    "二つ足すときは、「- 」を二つに分けます。",
    "blocks の一つの「- 」には、段落、箇条書き、表、写真のどれか一つを書きます。"
    "二つ足すときは、「- 」を二つに分けます。",
)
LACKING_IN_BLOCK = Message(
    "P312",
    "{kind} の {members} がありません。",
    "この項目を書いてください。",
    "blocks の表には title（題）が、写真には title と alt（写っているものの説明）が要ります。",
)
IDLE_IN_BLOCK = Message(
    "P313",
    "{kind} に {members} は使えません。",
    "その項目を消してください。",
    "blocks のその項目は、別の種類のものです。段落と箇条書きには、after のほかに何も書きません。",
)
NO_FILE_NAME = Message(
    "P314",
    "ファイルの名前ではありません（{name}）。",
    "年度の data フォルダーに置いた{kind}の名前を書いてください。",
    "blocks の table と picture には、ファイルの名前だけを、フォルダーを付けずに書きます。",
)
UNUSABLE_FILE = Message(
    "P315",
    "{kind}として使えないファイルの名前です（{name}）。",
    "末尾が {suffixes} のファイルにしてください。",
    "blocks の表は CSV か xlsx、写真は PNG か SVG です（末尾は小文字）。"
    ".jpg や .heic の写真は、PNG で保存し直します。",
)
UNUSABLE_NAME = Message(
    "P316",
    "表・図の名前にできません（{name}）。",
    "英字で始まる半角の英数字と _ と - で書いてください。",
    "blocks の name は、CSVファイルの名前にもなります。半角の英数字にします。",
)
UNPRINTED_PROSE = Message(
    "P322",
    "この文章は、節のノートブックで使われていないため、報告書に載りません。",
    "{near}名前を直すか（この節で使う名前: {known}）、blocks に書くか、この項目を消してください。",
    "prose の項目の名前を打ち間違えたか、その文を載せるセルがありません。名前を直すか、"
    "その文を載せるセルを節のノートブックに加えます。載せない文なら、項目を消します。",
)
NOTHING_OVERRIDDEN = Message(
    "P321",
    "言い換える{kind}「{name}」が、この節のノートブックにありません。",
    "{near}この節で言い換えられる{kind}: {known}。",
    "overrides に書いた見出しや文が、節のノートブックにありません。ノートブックが変わったか、打ち間違いです。"
    "示された名前から選ぶか、その行を消します。",
)
WIDE_BRACES = Message(
    "P331",
    "半角でない波括弧があります（「{text}」）。",
    "値を差し込むなら半角の {{ }} で囲み、そうでなければ別の括弧に直してください。",
    "｛plan｝ のような全角の波括弧は、差し込みになりません。半角の { } に直します。",
)
DOUBLED_BRACES = Message(
    "P332",
    "波括弧が二重になっています（「{text}」）。",
    "{{名前}} のように一重にしてください。",
    "{{plan}} のように二重に書くと、差し込みになりません。{plan} と一重にします。",
)
UNMATCHED_BRACES = Message(
    "P333",
    "波括弧の対応が取れていません（「{text}」）。",
    "{{名前}} のように、始まりと終わりの半角の波括弧を一つずつ書いてください。",
    "{ か } の片方だけがあります。{名前} のように、始まりと終わりを一つずつ書きます。",
)
UNUSABLE_PLACEHOLDER = Message(
    "P334",
    "差し込みの書き方が違います（「{{{written}}}」）。",
    "{{名前}} とだけ書いてください。",
    "波括弧の中が空か、「!」や「:」が付いています。{名前} とだけ書きます。",
)
NOTHING_FILLED_IN = Message(
    "P335",
    "ここには値を差し込めません（「{{{name}}}」）。",
    "波括弧のない文に直してください（値は、前書きと節の文章に差し込めます）。",
    "表題、所管課などの表紙の文、前年度報告の修正の理由には、値を差し込めません。波括弧のない文に直します。",
)
REFERENCE_IN_INTRODUCTION = Message(
    "P336",
    "前書きから表・図を参照することはできません（「{{{name}}}」）。",
    NOTHING_FILLED_IN.remedy,
    "前書きに差し込めるのは、報告の年度、自治体の名前、節の日付と数値です。",
)
NO_FIGURE = Message(
    "P337",
    "{word}「{name}」がありません。",
    "名前は、作った報告書の tables にあるCSVファイルの名前（.csv を除く）です。",
    "文の {表:…} や {図:…} の名前が、どのノートブックの表や図の名前でもありません。"
    "作った報告書の tables にあるCSVファイルの名前を書きます。",
)
NO_VALUE = Message(
    "P338",
    "差し込む値「{name}」がありません。",
    "{known}を書いてください。新しい日付や数値なら、節の dates か quantities に加えます。",
    "文の { } の中の名前が、その節の日付にも数値にも、表の行の名前にもありません。直し方に、"
    "使える名前が出ます。つづりを確かめて、その一つに直します。"
    "新しい日付や数値なら、節の dates か quantities に書き加えます（なければ、`dates:` の行から書きます）。",
)
