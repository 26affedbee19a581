"""表の説明: indicators and plans."""

from progress_report.messages.message import Message

NO_PARAMETER = Message(
    "D101",
    "「{reference}」が {params} の {member} にありません。",
    "使える名前: {known}。",
    "指標や予定が使う日付や目標の名前が、params にありません。params で名前を変えたときは、"
    "表の説明の indicators の target、plans の due と announcedParameter も同じ名前に直します。",
)
