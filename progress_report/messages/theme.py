"""theme.yaml（色、ロゴ、書体、用紙）: the appearance of reports."""

from progress_report.messages.message import Message

ABSENT = Message(
    "L101",
    "テーマのファイルがありません。",
    "theme.yaml という名前にしてください。",
    "theme.yaml によく似た名前のファイルがあります。theme.yaml という名前に直します。",
)
NO_COLOUR = Message(
    "L102",
    "色がありません。",
    '"#0017C1" のように、# から二重引用符で囲んで書いてください。',
    "引用符がないと、# から後ろはメモとみなされて読まれません。",
)
UNREADABLE_COLOUR = Message(
    "L103",
    "色として読めません（{colour}）。",
    '"#0017C1" のように、# と16進の数字6桁を二重引用符で囲んで書いてください。',
    "色は、色の名前や3桁ではなく、# と6桁で書きます。",
)
ILLEGIBLE = Message(
    "L104",
    "白い紙の上では文字が読みにくい色です（「{colour}」、明るさの比 {ratio}）。",
    "比が{least}以上になる、もっと濃い色にしてください。",
    "薄い色の文字は、印刷でも画面でも読めない人がいます。同じ色合いの、濃い色を選びます。",
)
INVISIBLE = Message(
    "L105",
    "白い紙の上では線が見えにくい色です（「{colour}」、明るさの比 {ratio}）。",
    "比が{least}以上になる、もっと濃い色にしてください。",
    "薄い色の線は、印刷すると消えます。濃い色を選びます。",
)
SERIES_ALIKE = Message(
    "L106",
    "白黒で印刷すると、{darker}（{one}）と{lighter}（{other}）の区別がつきません（明るさの比 {ratio}）。",
    "{darker}をもっと濃い色{lightened}にして、比を{least}以上にしてください。",
    "図の色は main、dark、middle、light の順に明るくします。main だけを書けば、"
    "ほかは main から作られます。それでもこの文が出るときは、main をもっと濃い色にします。",
)
TEXT_ON_BACKGROUND = Message(
    "L107",
    "{ground}（{one}）に重なる{text}の文字（{other}）が読めません（明るさの比 {ratio}）。",
    "{ground}をもっと{change}色にして、比を{least}以上にしてください。",
    "図の帯の中の数値や、表の見出しの文字が、地の色と近すぎます。示された地の色を直します。",
)
LOGO_NAME = Message(
    "L108",
    "ロゴのファイルの名前として使えません（{name}）。",
    "params フォルダーに置いた SVG か PNG の名前を、logo.svg のように書いてください。",
    "ロゴは params フォルダーに置き、末尾が .svg か .png（小文字）の名前にします。",
)
NO_LOGO = Message(
    "L110",
    "ロゴのファイルがありません（{file_name}）。",
    "params フォルダーに置くか、名前を直してください。",
    "logo の file に書いた名前のファイルが、params フォルダーにありません。",
)
UNREADABLE_LOGO = Message(
    "L111",
    "ロゴのファイルを読めません（{reason}）。",
    "権限を確かめてください。",
    "ファイルの権限を見直すか、開いているソフトを閉じます。",
)
LARGE_LOGO = Message(
    "L112",
    "ロゴのファイルが大きすぎます（{file_name}、{size}バイト）。",
    "{most}バイトまでにしてください。",
    "ロゴは、ページにも PDF にも入ります。写真ではなく、図形の SVG か、小さな PNG にします。",
)
NUMERAL_IN_ALT = Message(
    "L109",
    "ロゴの説明に数字は書けません（「{text}」）。",
    "言葉だけで書いてください。",
    "報告書の数字は、すべて出どころが要ります。年度などは書かず、「市章」のように書きます。",
)
