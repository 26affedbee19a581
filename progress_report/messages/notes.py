"""記録: information that stops nothing."""

from progress_report.messages.message import note_message

UNWRITTEN_PROSE = note_message(
    "M101",
    "文章「{name}」は書かれていないので、載りません。",
    "載せるなら、prose に「{name}:」を書いてください。{former}",
    "節のノートブックが載せられる文章が、その年度の params にありません。載せないなら、することはありません。"
    "戻すなら、示された年度のファイルから写して直します。",
)
NOTHING_SHOWN = note_message(
    "M102",
    "報告書に何も載せません。{reason}",
    "",
    "節を実行すると、そのセルの使う値が、この年度にないと分かりました。理由は、うしろに続きます。"
    "実施しなかった調査のことなら、示された survey( ) から作ると出なくなります。"
    "ほかの年度の列や設問なら、することはありません。",
)
COLUMNS_LEFT_OUT = note_message(
    "M103",
    "表「{title}」の列を一部載せません。{reason}",
    "",
    "うしろに示された列は、ほかの年度のものです。その列のない表を載せました。することはありません。",
)
INDICATOR_LEFT_OUT = note_message(
    "M104",
    "指標「{name}」は載りません。表（{tables}）を読む節がありません。",
    "",
    "節を載せないので、その節だけが使う表の指標も、報告のポイントと変更点の節に載りません。"
    "載せるなら、sections に節を戻します。",
)
