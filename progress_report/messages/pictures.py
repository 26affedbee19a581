"""theme.yaml（色、ロゴ、書体、用紙）: the logo, and pictures that are added to a section."""

from progress_report.messages.message import Message

_SHAPES_ALONE = "図形だけの SVG（文字はアウトライン、つまり図形に変えたもの）にして、保存し直してください。"

NO_SVG = Message(
    "L301",
    "{what}のファイルがこわれているか、SVGではありません（{name}）。",
    "SVGで保存し直してください。",
    "ロゴか、節に足す絵が、写している途中で切れたか、別の種類のファイルです。"
    "作ったソフトから SVG で保存し直します。",
)
NO_PNG = Message(
    "L302",
    "{what}のファイルがこわれているか、PNGではありません（{name}）。",
    "PNGで保存し直してください。",
    "ロゴか、節に足す写真が、写している途中で切れたか、別の種類のファイルです。PNG で保存し直します。",
)
NO_SIZE = Message(
    "L303",
    "{what}の大きさ（viewBox）が分かりません（{name}）。",
    "viewBox を付けて、SVGで保存し直してください。",
    "ロゴか、節に足す絵の SVG に viewBox がないと、大きさを変えられません。作ったソフトから保存し直します。",
)
ENTITY = Message(
    "L304",
    "{what}に、使えないもの（実体や書式の宣言）があります（{name}）。",
    _SHAPES_ALONE,
    "ロゴか、節に足す絵に、図形のほかのものが入っています。作ったソフトで、図形だけの SVG に保存し直します。",
)
NO_SHAPE = Message(
    "L305",
    "{what}に、使えないもの（{found}）があります（{name}）。",
    _SHAPES_ALONE,
    "ロゴと節に足す絵には、文字、画像、スクリプト、ほかのファイルへの参照は使えません。"
    "文字はアウトライン（図形）に変え、図形だけの SVG に保存し直します。",
)
TOO_LARGE = Message(
    "L306",
    "{what}の縦横が大きすぎます（{name}、{width}×{height}画素）。",
    "長いほうが{most}画素までになるように縮めてください。",
    "ロゴか、節に足す写真の画素が多すぎます。画像のソフトで縮めてから、PNG で保存し直します。",
)
DAMAGED_PNG = Message(
    "L307",
    "{what}のファイルの中身がこわれています（{name}）。",
    "画像を開いて確かめ、PNGで保存し直してください。",
    "ロゴか、節に足す写真の PNG が、途中で切れているなど、最後まで読めません。"
    "開いて確かめ、PNG で保存し直します。",
)
NOT_DRAWN = Message(
    "L308",
    "Wordの図を描けません（{reason}）。",
    "ロゴや節に足した絵のファイルと、書体（fonts）を確かめてください。",
    "Word のファイルに入れる図を作れませんでした。（ ）の中が理由で、書体にない文字があるときにも出ます。"
    "ロゴ、節に足した絵、theme.yaml の fonts を、一つずつ外して確かめます。",
)
