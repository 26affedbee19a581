"""要確認: marks left by ``new-year``, and data not shown in any section."""

from progress_report.messages.message import review_message

_MARK_REMEDY = "確かめて、この印を消してください。"

MARK_WITH_REASON = review_message(
    "K301",
    "「{mark}」の印が残っています（{reason}）。",
    _MARK_REMEDY,
    "new-year か import-word が付けた印です。（ ）が、印を付けた理由です。"
    "値や文が今年のものかを確かめ、直してから、"
    "「#」から行の終わりまでを消します。",
)
MARK = review_message(
    "K302",
    "「{mark}」の印が残っています。",
    _MARK_REMEDY,
    "new-year が付けた印か、「要確認」と書いた覚え書きです。値や文が今年のものかを確かめ、直してから、"
    "この言葉を消します。",
)
UNCONFIRMED = review_message(
    "K303",
    "「{title}」に確かめていない項目があります（{names}）。",
    "確かめたものから、unconfirmed の中の名前を消してください。",
    "datapackage.json のその表に、new-year が一年進めただけの項目や、前の年度のままの項目があります。"
    "（ ）の項目を一つずつ確かめ、確かめたら unconfirmed の [ ] からその名前を消します。",
)
TABLE_UNUSED = review_message(
    "K304",
    "表「{title}」（{table}）を、どの節も使っていません。",
    '節のノートブックで section.table("{table}") と書いて載せるか、'
    "要らない表なら {member} から除いてください。",
    "データを入れた表が、どの節にも、検算にも、指標にも使われていません。"
    "使わない表なら表の説明から除くか、confirmed に理由を書きます。",
    kind="載せない表",
)
QUESTION_UNUSED = review_message(
    "K305",
    "設問「{title}」（{question}）の回答を、どの節も載せていません。",
    '節のノートブックに「survey(section, "{survey}").figure("{question}")」のセルを加えて載せてください。',
    "調査の設問にデータがあるのに、その図がどの節にもありません。"
    "示された一行のセルを節のノートブックに加えるか、載せない設問なら confirmed に理由を書きます。",
    kind="載せない設問",
)
