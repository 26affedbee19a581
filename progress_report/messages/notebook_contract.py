"""ノートブック（節を作るセル）: notebooks must be short, without their own logic and typed numbers."""

from progress_report.messages.message import Message, note_message

_CHECKS_REMEDY = "表を読んだ後、文や表を載せる前に、checks(section, …) のセルを置いてください。"

NO_TITLE = Message(
    "N301",
    "節のノートブックは「# 」の見出しで始めてください。",
    "見出しは、節の題になります。",
    "初めのセルに、節の題が「# 題」の形でありません。",
)
NO_PARAMETER = Message(
    "N302",
    "パラメータ「{parameter}」が parameters のセルにありません。",
    "「{parameter}: int = 2024」のセルに、タグ {tag} を付けてください。",
    "年度を受け取るセルがありません。見出しの次のあたりに「fiscal_year: int = 2024」のセルを置き、"
    "タグ parameters を付けます。",
)
UNKNOWN_PARAMETER = Message(
    "N303",
    "パラメータ「{parameter}」の値が渡されません。",
    "parameters のセルから除いてください。",
    "parameters のセルには fiscal_year だけを書きます。ほかの名前は、別のセルに移します。",
)
TYPED_NUMERAL = Message(
    "N304",
    "{cell}で、文に数字を直接書くことはできません（「{text}」）。",
    "データ・パラメータの値を {{名前}} で差し込んでください。",
    "打ち込んだ数字は、データが変わっても変わりません。表や params の値を {名前} で差し込みます。",
)
NO_PYTHON = Message(
    "N305",
    "{cell}の{line}行目が、Pythonとして読めません。",
    "括弧や引用符の閉じ忘れ、字下げ、全角の記号がないかを確認してください。",
    "括弧や引用符の閉じ忘れなど、書き間違いのある行です。その少し前に原因があることもあります。",
)
LOST_BLOCK = Message(
    "N306",
    "{cell}の文・表・図のうち、最後でないものは報告書に載りません。",
    "一つのセルに一つだけ書き、セルを分けてください。",
    "一つのセルで報告書に載るのは、最後の行の文・表・図だけです。セルを分けます。",
)
FORMER_FUNCTION = Message(
    "N307",
    "「{function}」は、なくなりました。{cells}が使っています。",
    "「{instead}」に書き換えてください（docs/notebooks.ja.md）。",
    "前の版の書き方です。示された書き方に替えます（[節のノートブックの書き方](notebooks.ja.md)）。",
)
NESTED_CODE = Message(
    "N308",
    "{cell}の式の入れ子が深すぎます。",
    "短い式に分けてください。",
    "括弧が何百重にもなった式です。ふつうの書き方では起こりません。途中の値に名前を付けて、分けます。",
)
MANY_CELLS = note_message(
    "N351",
    "セルが{count}個あります。",
    "{most}個までにすると読みやすくなります。",
    "記録です。長いノートブックは読みにくくなります。30個までが目安です。",
)
BEGINNING = note_message(
    "N352",
    "見出し、節が答える問い、parameters のセルの順に始まっていません。",
    "見出しの次に、この節が答える問いを書いたセル（タグ {tag}）を置いてください。",
    "記録です。ノートブックを開いた人が、何の節かをすぐ読めるようにする順です。",
)
OUTPUTS = note_message(
    "N353",
    "{cells}に、実行結果が残っています。",
    "報告書には使われません。JupyterLabで出力を消してください。",
    "記録です。JupyterLab で実行した結果が保存されています。報告書には使われません。",
)
LONG_CELL = note_message(
    "N354",
    "{cells}が{most}行より長くなっています。",
    "セルを分けると読みやすくなります。",
    "記録です。セルを分けると、確かめやすくなります。",
)
COMPUTED_PARAMETER = note_message(
    "N355",
    "{cells}のパラメータが、値そのものではありません。",
    "2024 のように、計算しない値を書いてください。",
    "記録です。parameters のセルには「= 2024」のように値だけを書きます。",
)
LOGIC = note_message(
    "N356",
    "{cells}に、処理の書き方（{words}）があります。",
    "計算は表や、表の説明の指標（indicators）に任せると、確かめやすくなります。",
    "記録です。計算や場合分けは、ノートブックよりも表や指標に任せると、確かめやすくなります。"
    "`figure` で図を描くセルは除きます。",
)
TYPED_VALUE = note_message(
    "N357",
    "{cells}に、数値が直接書かれています。",
    "報告書の値なら、params の quantities に書いて差し込んでください。",
    "記録です。報告書に載る値なら、params の quantities に書いて差し込みます。"
    "並びの番号などなら、そのままで構いません。",
)
NOT_CONDUCTED_UNSAID = note_message(
    "N358",
    "調査（{call}）を実施しなかった年度に載せる文がありません。",
    "「{variable}」とだけ書いたセルを、見出しの後に加えてください。",
    "記録です。示された変数の名前だけを書いたセルがあると、実施しなかった年度に、その旨の一文が載ります。",
)
CHECKS_UNSHOWN = note_message(
    "N359",
    "検算のある表（{tables}）の検算を載せていません。",
    _CHECKS_REMEDY,
    "記録です。checks のセルがあると、ノートブックを見る人が検算の結果を確かめられます。",
)
CHECKS_LATE = note_message(
    "N360",
    "検算のセルが、文や表を載せるセルより後にあります。",
    _CHECKS_REMEDY,
    "記録です。確かめてから述べる順にします。",
)
