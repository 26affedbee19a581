"""表とブック（CSV、Excel）: the values of tables, and what must hold between them."""

from progress_report.messages.message import Message

CHECK_VIOLATED = Message(
    "V101",
    "検算「{name}」が成り立ちません（{violation}）。",
    "{explanation}この値か、{other}の値を確認してください。",
    "二つの表の数、または一つの行の二つの数が合いません（一致しない、または超えている）。"
    "文のうしろに決まりの説明と、もう一つの場所が出ます。両方の元の資料を見て、違うほうを直します。",
)
NO_ROW_OF_YEAR = Message(
    "V102",
    "{label}の行がありません。",
    "年度が {year} の行を加えてください。",
    "年度ごとの表に、その年度の行がまだありません。行を加えます。",
)
