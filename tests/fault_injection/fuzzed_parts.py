"""Strategies for parts of generated files: cells, pieces of YAML and of a worksheet, valid and invalid."""

from hypothesis import strategies as st

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

# Cells as people and programs write them, and cells that nobody would write.
cells = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-0",
            "1",
            "△3",
            "1,234",
            "1,23",
            "１２",
            "1e9",
            "9" * 400,
            "²",
            "⑤",
            "－",
            "…",
            "X",
            "NaN",
            "inf",
            "2024",
            "令和6年度",
            "R6",
            "令和元年5月",
            "平成31年4月",
            "昭和64年1月",
            "2024-13",
            "2024/2/30",
            "合計",
            "計",
            "=1+1",
            "\u202e",
            "\0",
            "\r",
            "a\nb",
            '"',
            "𠮟",
            "\ue000",
            "\ufeff",
            "１／２",
            "%",
            "12件",
            "課題",
            "true",
        ]
    ),
    st.text(max_size=8),
    st.integers().map(str),
)
rows = st.lists(st.lists(cells, max_size=6), max_size=8)
inlines = st.sampled_from(
    [
        "a",
        "title",
        "fiscal_year: 令和6年度\n",
        "sections:\n",
        "- ",
        ": ",
        "\n",
        "  ",
        "{",
        "}",
        "[",
        "]",
        ",",
        '"',
        "'",
        "&a ",
        "*a",
        "!!python/object:os.system ",
        "!!int ",
        "<<: ",
        "? ",
        "|\n",
        ">-\n",
        "#",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\t",
        "\0",
        "\u2028",
        "\ufeff",
        "\ud7ff",
        "null",
        "~",
        "0o7",
        "1_000",
        "2024-02-30",
        "1e999",
        "notebook: x\n",
        "値",
        "dates: {a: 2024-07-02}\n",
        "quantities: {t: {value: 1e5, unit: 件}}\n",
        "\\u202e",
        "\\ud800",
        "prose: {a: [b]}\n",
    ]
)
attributes = st.sampled_from(
    [
        "",
        ' r="A1"',
        ' r="B2"',
        ' r="A0"',
        ' r="XFE1"',
        ' r="1"',
        ' r=""',
        ' r="a1"',
        ' t="s"',
        ' t="n"',
        ' t="b"',
        ' t="e"',
        ' t="d"',
        ' t="str"',
        ' t="inlineStr"',
        ' t="x"',
        ' s="0"',
        ' s="99"',
        ' s="-1"',
        ' s="x"',
    ]
)
contents = st.sampled_from(
    [
        "",
        "<v/>",
        "<v>1</v>",
        "<v>-1</v>",
        "<v>99</v>",
        "<v>x</v>",
        "<v>1e308</v>",
        "<v>1e309</v>",
        "<v>NaN</v>",
        "<v>2024-01-01</v>",
        "<v>2024-01-01T25:00:00</v>",
        "<f>1+1</f>",
        '<f t="shared" si="0"/>',
        '<f t="array" ref="A1:ZZ9"/>',
        '<f t="dataTable"/>',
        "<is><t>x</t></is>",
        "<is><r><t>x</t></r></is>",
        "<is/>",
        "<v>#REF!</v>",
        "<x/>",
    ]
)
sheet_cells = st.builds(lambda one, two, held: f"<c{one}{two}>{held}</c>", attributes, attributes, contents)
sheet_rows = st.builds(
    lambda start, held: f"<row{start}>{''.join(held)}</row>",
    st.sampled_from(
        ["", ' r="1"', ' r="2"', ' r="0"', ' r="x"', ' r="1048577"', ' hidden="1"', ' hidden="x"']
    ),
    st.lists(sheet_cells, max_size=4),
)
after = st.sampled_from(
    [
        "",
        '<mergeCells><mergeCell ref="A1:B2"/></mergeCells>',
        '<mergeCells><mergeCell ref="B2:A1"/></mergeCells>',
        '<mergeCells><mergeCell ref="A:A"/></mergeCells>',
        '<mergeCells><mergeCell ref=""/></mergeCells>',
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        '<mergeCells count="x"/>',
        "<unknown/>",
        "</x>",
        '<autoFilter ref="x"/>',
        '<dataValidations><dataValidation sqref="A1"/></dataValidations>',
    ]
)
columns = st.sampled_from(
    [
        "",
        '<cols><col min="1" max="1" hidden="1"/></cols>',
        '<cols><col min="1" max="16384" hidden="1"/></cols>',
        '<cols><col min="9" max="1" hidden="1"/></cols>',
        '<cols><col min="x" max="1"/></cols>',
        "<cols/>",
    ]
)
sheets = st.builds(
    lambda before, held, behind: (
        f'<worksheet xmlns="{_SPREADSHEET}">{before}'
        f"<sheetData>{''.join(held)}</sheetData>{behind}</worksheet>"
    ),
    columns,
    st.lists(sheet_rows, max_size=5),
    after,
)
