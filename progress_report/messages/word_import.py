"""Word files that come back: why a file is not read, and edits that are not imported."""

from progress_report.messages.message import Message
from progress_report.model.findings import Grade

_SAVE_AGAIN = "Wordで開き、「Word文書（*.docx）」で保存し直してください。"
_ASK_AGAIN = "直した人に、もう一度受け取ってください。"

NOT_WORD = Message(
    "W101",
    "Wordの文書（.docx）ではありません（{kind}）。",
    _SAVE_AGAIN,
    "import-word が読むのは .docx だけです。古いWord（.doc）やPDF、パスワードの付いた文書は読みません。"
    "Wordで開き、「Word文書（*.docx）」で、パスワードを付けずに保存し直します。",
)
DAMAGED_WORD = Message(
    "W102",
    "Wordの文書が壊れています。",
    _ASK_AGAIN,
    "ファイルが途中で切れているか、Wordの文書の形になっていません。"
    "Wordで開けるなら保存し直し、開けなければもう一度受け取ります。",
)
WORD_TOO_LARGE = Message(
    "W103",
    "Wordの文書が大きすぎます（{what}が{most}を超えています）。",
    "貼り付けた大きな図や表を除いて、保存し直してください。",
    "読む量には上限があります。報告書の回覧で、これを超えることはありません。"
    "文書に大きなものが貼り付けられていないかを確かめます。",
)
WORD_DOCUMENT_TYPE = Message(
    "W104",
    "Wordの文書に、あってはならない宣言（DTD）があります。",
    "送り主を確かめてください。Wordで保存した文書にはありません。",
    "Wordの文書に文書型宣言を書くことは、形式が禁じています。安全のため読みません。",
)
WORD_MACROS = Message(
    "W105",
    "マクロのあるWordの文書です。",
    _SAVE_AGAIN,
    "マクロ（VBA）のある文書は、安全のため読みません。「Word文書（*.docx）」で保存し直すと、マクロは除かれます。",
)
WORD_LINKS = Message(
    "W106",
    "ほかのファイルやウェブの内容を取り込むWordの文書です（{target}）。",
    "Wordで「リンクの解除」をし、内容を文書の中に収めて保存し直してください。",
    "図や部分が文書の外にあり、開いた人によって内容が変わります。"
    "リンクを解除して保存し直します。文の中の、ウェブページへのリンクはそのままで構いません。",
)
NO_WORD_BASE = Message(
    "W107",
    "回覧に出したときの内容の記録が、文書に残っていません。",
    "回覧に出した report.docx を、--base に指定してください。",
    "記録は report.docx の中にありますが、.doc や .odt で保存したり、ほかの文書に写したりすると失われます。"
    "回覧に出したときの report.docx を --base に指定すると、それと比べます。",
)
OTHER_WORD_BASE = Message(
    "W108",
    "{other} とは別の版の report.docx から直したものです。",
    "同じ版から直したファイルだけを、一度に取り込んでください。",
    "一度に取り込むファイルは、同じ report.docx から直したものでなければなりません。"
    "版ごとに分けて、import-word を実行します。",
)
OTHER_WORD_YEAR = Message(
    "W109",
    "{year}の報告書から直したものです。",
    "年度を確かめてください。",
    "指定した年度とは別の年度の report.docx から直した文書です。コマンドに書いた年度かファイルを直します。",
)
EDITS_CONFLICT = Message(
    "W201",
    "直しが食い違っています。{texts}。",
    "どれにするかを決めて、params に書いてください。取り込んでいません。",
    "同じ段落が、二つのファイルで違うように直されたか、回覧のあいだに params でも直されました。"
    "どちらも取り込みません。示された文を見比べ、決めたものを params に書きます。",
)
EDIT_UNPLACED = Message(
    "W202",
    "{what}を、置く所が決まらないため取り込めません。「{text}」。",
    "要るものなら、params の prose か blocks に書いてください。",
    "足された段落、表、図、脚注などのうち、params で表せないものや、置く所の決まらないものです。"
    "文は示したとおりです。params の blocks に段落、表、写真として書けば載ります。",
)
NUMBER_EDITED = Message(
    "W203",
    "数値などが「{was}」から「{now}」に直されています。",
    "もとを確かめ、誤りならそちらを直してください: {source}。",
    "数値や日付は表や params から入るので、Wordで直しても取り込みません。"
    "示されたファイルの行と列を確かめ、誤っていればそこを直します。正しければ、直した人に伝えます。",
    severity=Grade.REVIEW,
)
COMPUTED_EDITED = Message(
    "W204",
    "計算した文が直されています。前「{was}」、後「{now}」。",
    "言い換えるなら、params のこの節に次のように書いてください: {override}。",
    "データから作る文と見出しは、Wordで直しても取り込みません。"
    "この年度だけ言い換えるには、示されたとおり overrides に書きます。",
    severity=Grade.REVIEW,
)
FIXED_EDITED = Message(
    "W205",
    "データや設定から作る部分が直されています。前「{was}」、後「{now}」。",
    "もとの表、params、ノートブックのどれかを直してください。取り込んでいません。",
    "表題、表の中、注、表紙などは、表、params、ノートブックから作るので、Wordで直しても取り込みません。"
    "直すなら、もとを直します。",
    severity=Grade.REVIEW,
)
FIXED_REMOVED = Message(
    "W206",
    "データや設定から作る部分が消されています。「{was}」。",
    "載せないのなら、もとの表、params、ノートブックのどれかを直してください。取り込んでいません。",
    "見出し、計算した文、表、図の題などが、Wordで消されています。消しても次に作るとまた載ります。",
    severity=Grade.REVIEW,
)
FIXED_MOVED = Message(
    "W207",
    "「{text}」が、ほかの所へ移されています。",
    "移すなら、ノートブックのセルか params の節の順を変えてください。取り込んでいません。",
    "見出しや計算した文の順は、ノートブックで決まります。"
    "文章も、別の節へは移せません（節の日付や数値を差し込んでいることがあるため）。",
    severity=Grade.REVIEW,
)
COMMENT = Message(
    "W208",
    "コメントがあります（{author}）。「{text}」。",
    "",
    "Wordで付けられたコメントです。すべて示します。対応はこの仕組みの外で決めます。",
    severity=Grade.NOTE,
)
TABLE_UNUSABLE = Message(
    "W210",
    "足された表を取り込めません（{reason}）。「{text}」。",
    "見出しが一行の表（CSV か xlsx）を作り、params の blocks に table として書いてください。",
    "Wordで足された表は、見出しが一行で、結合したセルや空の見出しがなく、300行、15列までなら取り込みます。"
    "また、節の見出し、表や図、文章の最後の段落などのすぐ後にある表だけです。"
    "それ以外は、示された内容で表のファイルを作り、params の blocks に書きます。",
)
PICTURE_UNUSABLE = Message(
    "W211",
    "足された図を取り込めません（{reason}）。「{text}」。",
    "PNG で保存して年度の data フォルダーに置き、params の blocks に picture として書いてください。",
    "取り込むのは、Wordに貼られた PNG と、文字のない SVG だけです。写真に多い JPEG、図形、グラフ、"
    "トリミングや回転をした図は取り込みません。Wordの図なら、右クリックの「図として保存」で PNG を選びます。"
    "節の見出し、表や図、文章の最後の段落などのすぐ後でない図も、取り込みません。",
)
FIGURE_UNFINISHED = Message(
    "W212",
    "足された{what}に、{lacking}がありません。「{text}」。",
    "--apply は要確認の印を付けて書き込むので、params に{lacking}を書き、印を消してください。",
    "Wordで足された表や図のすぐ上か下に題（図表番号）がないか、図の代替テキストがありません"
    "（Wordが自動で作ったものは、書かれていないものとします）。"
    "params には仮の言葉が入り、書き直して要確認の印を消すまで、確定版は作れません。",
    severity=Grade.REVIEW,
)
NOT_WRITTEN = Message(
    "W209",
    "直しを params に書き込めません。",
    "示した直しを、手で書いてください。何も書いていません。",
    "params の書き方（一行にまとめた { } や [ ] など）のために、ほかの所を変えずに書き込むことができません。"
    "import-word を --apply なしで実行し、示された直しを手で書きます。",
)
