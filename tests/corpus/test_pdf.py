"""The text of a PDF is read in its order, once, and as it looks, however it was drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from textwrap import wrap

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Document, UnreadableError
from corpus.readers.pdf import read_pdf
from tests.documents import FONT, drawn_pdf, encoded_pdf, packed_pdf, write

Draw = Callable[[Canvas], None]

LEFT = (
    "渡口边的茶馆开了三代人，早上五点卸下门板，炉上的水就没有断过。赶船的人坐下喝一碗，"
    "话不多，听见汽笛便起身，碗底总留着几片叶子，掌柜说那是给河神的。"
)
RIGHT = (
    "后来上游修了大桥，渡船停了，茶馆却没有关。老人们照旧来，只是不再看钟；年轻人周末从城里"
    "开车回来，说是要尝尝外公说过的那碗茶，也听一听桥下的水声。"
)
WIDE = "本文写的是一座渡口在大桥通车前后的二十年，材料来自作者的走访、县志的记载以及茶馆的账本。"


def read(*pages: Draw, title: str = "") -> Document:
    """Read a PDF of drawn pages."""
    return read_pdf(drawn_pdf(*pages, title=title), 1_000_000)


def texts(document: Document) -> list[str]:
    """Return the text of each block."""
    return [block.text for block in document.blocks]


def lines(text: str, width: int = 16) -> list[str]:
    """Return a paragraph as lines of a column, the first one indented."""
    return wrap("\u3000\u3000" + text, width, drop_whitespace=False)


def columns(canvas: Canvas, *texts: str, top: float = 600) -> None:
    """Draw columns one after the other."""
    for number, text in enumerate(texts):
        write(canvas, (60 + 230 * number, top), *lines(text))


def across(canvas: Canvas, *texts: str, top: float = 600) -> None:
    """Draw columns line by line, each line across both."""
    pairs = zip(*(lines(text) for text in texts), strict=False)
    for number, pair in enumerate(pairs):
        for column, line in enumerate(pair):
            write(canvas, (60 + 230 * column, top - 18 * number), line)


@pytest.mark.parametrize("draw", [columns, across])
def test_two_columns(draw: Callable[..., None]) -> None:
    """Two columns are read one after the other, in whatever order they are drawn."""
    assert [LEFT, RIGHT] == texts(read(lambda canvas: draw(canvas, LEFT, RIGHT)))


def test_columns_whose_lines_are_not_level() -> None:
    """Columns are read one after the other although their lines are not level."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 600), *lines(LEFT))
        write(canvas, (290, 607), *lines(RIGHT))

    assert [LEFT, RIGHT] == texts(read(draw))


def test_three_columns() -> None:
    """Three columns are read from left to right."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate((LEFT, RIGHT, WIDE)):
            write(canvas, (40 + 170 * number, 600), *lines(text, 12))

    assert [LEFT, RIGHT, WIDE] == texts(read(draw))


def test_a_headline_over_two_columns() -> None:
    """A headline and an abstract over two columns come first, a note across them last."""

    def draw(canvas: Canvas) -> None:
        across(canvas, LEFT, RIGHT)
        write(canvas, (180, 720), "渡口与大桥之间", size=22)
        write(canvas, (60, 670), *lines(WIDE, 36))
        write(canvas, (60, 300), *lines(WIDE, 36))

    document = read(draw)

    assert ["渡口与大桥之间", WIDE, LEFT, RIGHT, WIDE] == texts(document)
    assert "渡口与大桥之间" == document.metadata["title"]


@pytest.mark.parametrize("falls", [(0, 2), (0, 7), (8, 0), (0, 4, 9), (6, 0, 3)])
def test_a_title_over_columns_that_are_not_level(falls: Sequence[float]) -> None:
    """Under a title of full width, columns are parted by the gutter, level or not."""
    written = ((LEFT + RIGHT, "一、船工"), (RIGHT, "二、茶客"), (WIDE, "三、后来"))[: len(falls)]

    def draw(canvas: Canvas) -> None:
        write(canvas, (120, 780), "从渡口到大桥：一条河的两种过法", size=20)
        for number, ((text, heading), fall) in enumerate(zip(written, falls, strict=True)):
            write(canvas, (40 + 175 * number, 700 - fall), heading, size=15)
            write(canvas, (40 + 175 * number, 670 - fall), *lines(text, 13))

    expected = [part for text, heading in written for part in (heading, text)]
    assert ["从渡口到大桥：一条河的两种过法", *expected] == texts(read(draw))


@pytest.mark.parametrize("fall", [0, 6])
def test_an_abstract_above_columns(fall: float) -> None:
    """An abstract of full width is read between title and columns, and the name above it known."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (200, 780), "渡口账本", size=20)
        write(canvas, (280, 750), "何晓舟", size=11)
        write(canvas, (60, 725), *lines("摘要：" + WIDE, 40), size=10)
        write(canvas, (60, 660), *lines(LEFT))
        write(canvas, (290, 660 - fall), *lines(RIGHT))

    document = read(draw)

    assert ["渡口账本", "摘要：" + WIDE, LEFT, RIGHT] == texts(document)
    assert "何晓舟" == document.metadata["author"]


@pytest.mark.parametrize("fall", [0, 6])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_caption_or_table_between_columns(count: int, fall: float) -> None:
    """A caption or a table of full width parts the columns above it from those below."""
    table = (
        ("年份", "船次", "茶客", "备注"),
        ("1998", "4120", "三万", "通航"),
        ("2008", "0", "一万", "停航"),
    )
    caption = (("图2　大桥通车那年的渡口，左岸是茶馆，右岸是新修的公路",),)
    rows = [row[:count] for row in (table if count > 1 else caption)]

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 780), *lines(LEFT))
        write(canvas, (290, 780 - fall), *lines(RIGHT))
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                write(canvas, (70 + 460 / count * column, 600 - 18 * number), cell, size=10)
        write(canvas, (60, 500), *lines(RIGHT))
        write(canvas, (290, 500 - fall), *lines(LEFT))

    between = "\n".join(" | ".join(row) for row in rows).replace("\u3000", " ")
    assert [LEFT, RIGHT, between, RIGHT, LEFT] == texts(read(draw))


@pytest.mark.parametrize("is_longer_left", [True, False])
def test_columns_of_unequal_height(is_longer_left: bool) -> None:  # noqa: FBT001
    """The longer of two columns is read to its end, whichever it is."""
    parts = [LEFT + WIDE + RIGHT, RIGHT] if is_longer_left else [LEFT, RIGHT + WIDE + LEFT]

    def draw(canvas: Canvas) -> None:
        write(canvas, (160, 760), "渡口与大桥之间", size=22)
        write(canvas, (60, 700), *lines(parts[0]))
        write(canvas, (290, 695), *lines(parts[1]))

    assert ["渡口与大桥之间", *parts] == texts(read(draw))


def test_a_title_beside_a_heading() -> None:
    """Larger text beside the margin is no column of its own."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 780), "渡口文化研究通讯")
        write(canvas, (200, 740), "茶馆里的渡口", "一个县的二十年", size=22)
        write(canvas, (60, 640), "一、码头", size=16)
        write(canvas, (60, 600), *lines(LEFT, 36))

    assert ["渡口文化研究通讯", "茶馆里的渡口一个县的二十年", "一、码头", LEFT] == texts(
        read(draw)
    )


def test_a_column_goes_on_in_the_next() -> None:
    """A paragraph that goes on at the top of the next column is one paragraph."""

    def draw(canvas: Canvas) -> None:
        parts = lines(LEFT + RIGHT)
        write(canvas, (60, 600), *parts[:5])
        write(canvas, (290, 600), *parts[5:])

    assert [LEFT + RIGHT] == texts(read(draw))


def test_a_table_is_read_row_by_row() -> None:
    """The cells of a table are no columns; its rows stay together."""

    def draw(canvas: Canvas) -> None:
        for number, (year, count) in enumerate(
            (("年份", "船次"), ("1998", "4120"), ("2008", "0"))
        ):
            write(canvas, (60, 600 - 18 * number), year)
            write(canvas, (290, 600 - 18 * number), count)

    assert ["年份 | 船次\n1998 | 4120\n2008 | 0"] == texts(read(draw))


@pytest.mark.parametrize("page_turn", [0, 90])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page(turn: int, page_turn: int) -> None:
    """Text that is turned is read along its lines, whether or not the page is turned too."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(page_turn)
        canvas.translate(300, 400)
        canvas.rotate(turn)
        write(canvas, (-150, 100), *lines(LEFT))

    assert [LEFT] == texts(read(draw))


@pytest.mark.parametrize("is_reversed", [False, True])
def test_vertical_writing(is_reversed: bool) -> None:  # noqa: FBT001
    """The columns of vertical writing are read from right to left."""
    parts = lines(LEFT + RIGHT)
    shown = [
        (500 - 20 * number, 700, part.encode("utf-16-be")) for number, part in enumerate(parts)
    ]
    data = encoded_pdf(shown[::-1] if is_reversed else shown, "UniGB-UCS2-V", "GB1")

    assert [LEFT + RIGHT] == texts(read_pdf(data, 10_000))


def test_vertical_writing_character_by_character() -> None:
    """Vertical writing is recognized in upright characters, with the page number left out."""

    def draw(canvas: Canvas) -> None:
        for column, part in enumerate(lines(LEFT)):
            for row, character in enumerate(part):
                write(canvas, (400 - 20 * column, 700 - 13 * row), character)
        write(canvas, (300, 40), "12")

    assert [LEFT] == texts(read(draw))


def test_marks_aside_in_vertical_writing() -> None:
    """A mark that is drawn in the upper corner of its square keeps its place in the text."""

    def draw(canvas: Canvas) -> None:
        for column, part in enumerate(lines(LEFT)):
            for row, character in enumerate(part):
                rise = 15 if character in "，。" and row else 0
                write(canvas, (400 - 20 * column, 700 - 13 * row + rise), character)
        write(canvas, (60, 760), "渡口志　2008年第2期", size=8)

    assert LEFT in texts(read(draw))


@pytest.mark.parametrize(
    ("encoding", "ordering", "codec"),
    [
        ("GBK-EUC-H", "GB1", "gbk"),
        ("GBKp-EUC-H", "GB1", "gbk"),
        ("GBK2K-H", "GB1", "gb18030"),
        ("UniGB-UCS2-H", "GB1", "utf-16-be"),
        ("B5pc-H", "CNS1", "big5"),
        ("ETen-B5-H", "CNS1", "big5"),
        ("ETenms-B5-H", "CNS1", "big5"),
        ("HKscs-B5-H", "CNS1", "big5hkscs"),
        ("UniCNS-UTF16-H", "CNS1", "utf-16-be"),
    ],
)
def test_predefined_encodings(encoding: str, ordering: str, codec: str) -> None:
    """Text in an encoding that PDF predefines is read without its font."""
    text = "农业保险的赔付率" if ordering == "GB1" else "農業保險的賠付率"

    data = encoded_pdf([(100, 700, text.encode(codec))], encoding, ordering)

    assert [text] == texts(read_pdf(data, 10_000))


@pytest.mark.parametrize(
    ("encoding", "ordering", "codec"),
    [("UniGB-UTF8-H", "GB1", "utf-8"), ("CNS-EUC-H", "CNS1", "big5"), ("None-H", "GB1", "gbk")],
)
def test_unknown_encodings(encoding: str, ordering: str, codec: str) -> None:
    """Letters of a script that no article has are reported, with the page and a remedy."""
    text = (
        LEFT if ordering == "GB1" else "渡口邊的茶館開了三代人早上五點卸下門板爐上的水就沒有斷過"
    )
    data = encoded_pdf([(100, 700, text.encode(codec))], encoding, ordering)

    with pytest.raises(UnreadableError, match="page 1 in an encoding that is not known"):
        read_pdf(data, 10_000)


def test_numbers_that_pass_for_signs() -> None:
    """Numbers of glyphs that no font explains are reported although they look like signs."""
    numbers = "".join(map(chr, range(0x21, 0x41))).encode("utf-16-be")
    data = encoded_pdf([(100, 700, numbers)], "Identity-H", "Identity")

    with pytest.raises(UnreadableError, match="page 1 in an encoding that is not known"):
        read_pdf(data, 10_000)


def test_headers_and_footers() -> None:
    """Headers, footers and page numbers are left out, and the paragraph goes on over the page."""
    parts = lines(LEFT + RIGHT, 36)

    def page(number: int, body: Sequence[str]) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, (60, 800), "渡口志", size=9)
            write(canvas, (480, 800), f"第{number}页", size=9)
            write(canvas, (60, 760), *body)
            write(canvas, (60, 40), "县地方志办公室编", size=9)
            write(canvas, (290, 25), f"— {number} —", size=9)

        return draw

    assert [LEFT + RIGHT] == texts(read(page(7, parts[:2]), page(8, parts[2:])))


def test_first_lines_that_differ_stay() -> None:
    """What stands at the top of each page stays if it says something else on each."""
    parts = (("第一节", LEFT), ("第二节", RIGHT), ("第三节", WIDE))

    def page(heading: str, text: str) -> Draw:
        def draw(canvas: Canvas) -> None:
            write(canvas, (60, 760), heading, size=16)
            write(canvas, (60, 700), *lines(text, 36))

        return draw

    document = read(*(page(*part) for part in parts))

    assert [text for part in parts for text in part] == texts(document)


def test_a_short_line_on_a_page_of_its_own() -> None:
    """A short line that ends a page is not joined with the next page."""
    document = read(
        lambda canvas: write(canvas, (60, 760), "献给摆渡的人"),
        lambda canvas: write(canvas, (60, 760), *lines(LEFT, 36)),
    )

    assert ["献给摆渡的人", LEFT] == texts(document)


def test_text_that_is_drawn_twice() -> None:
    """Text that is drawn again beside itself for boldness is read once."""

    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4, 0.8):
            write(canvas, (60 + shift, 700), "渡口的账本记到了1998年")

    assert ["渡口的账本记到了1998年"] == texts(read(draw))


@pytest.mark.parametrize("parts", [("茶馆的账本",), ("茶", "馆的账", "本")])
def test_text_that_is_drawn_again_later(parts: Sequence[str]) -> None:
    """A line that is drawn again after others, in whatever parts, is read once."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 740), "茶馆的账本")
        write(canvas, (60, 700), *lines(LEFT, 36))
        x = 60.5
        for part in parts:
            write(canvas, (x, 740), part)
            x += 12 * len(part)

    assert ["茶馆的账本", LEFT] == texts(read(draw))


@pytest.mark.parametrize("blank", ["", " "])
def test_spread_lines(blank: str) -> None:
    """A line that is spread over its width is closed up, blanks and all."""
    text = "分散对齐的一行讲渡船"

    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(60, 700)
        line.setCharSpace(12)
        line.textLine(blank.join(text))
        canvas.drawText(line)

    assert [text] == texts(read(draw))


def test_a_spread_line_with_digits() -> None:
    """A line whose characters are drawn one by one, far apart, is closed up, digits and all."""
    text = "到2008年，船停了"

    def draw(canvas: Canvas) -> None:
        for number, character in enumerate(text):
            write(canvas, (60 + 27 * number, 700), character)

    assert [text] == texts(read(draw))


def test_blanks_of_spread_words_stay() -> None:
    """Letters may be spread a little; the blanks between words and between names stay."""

    def draw(canvas: Canvas) -> None:
        line = canvas.beginText(60, 700)
        line.setFont("Helvetica", 12)
        line.setCharSpace(1.5)
        line.textLine("Ferry houses of 1998")
        canvas.drawText(line)
        write(canvas, (60, 640), "何晓舟　季长安　司徒清")

    assert ["Ferry houses of 1998", "何晓舟 季长安 司徒清"] == texts(read(draw))


def test_gaps_in_one_text() -> None:
    """Words are apart where a gap within one text parts them, whether or not a blank is drawn."""

    def draw(canvas: Canvas) -> None:
        canvas._code.append(
            "BT /F1 12 Tf 60 700 Td [(Boats) -400 (lie ) -300 (at) -500 (rest )] TJ (now) Tj ET"
        )

    assert ["Boats lie at rest now"] == texts(read(draw))


def test_blanks_in_a_line_stay() -> None:
    """A blank between the parts of a heading stays, and so do spaces beside Latin words."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), "第一章\u3000渡口")
        write(canvas, (60, 600), "用 Python 写的 long story")

    assert ["第一章 渡口", "用 Python 写的 long story"] == texts(read(draw))


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (("1.5×10", "^8", "公里"), "1.5×10⁸公里"),
        (("约10", "^-9", "米"), "约10⁻⁹米"),
        (("排放的CO", "_2", "少了"), "排放的CO₂少了"),
        (("面积是40m", "^2", "，不大"), "面积是40m²，不大"),
        (("面积是40平方公里", "^2", "。"), "面积是40平方公里²。"),
        (("每年渡河的有35", "^1", "人"), "每年渡河的有35¹人"),
        (("县志这样记载。", "^12", "后来"), "县志这样记载。后来"),
        (("县志这样记载", "^[3]", "，后来"), "县志这样记载，后来"),
        (("县志", "^①", "记载"), "县志记载"),
    ],
)
def test_raised_and_lowered(runs: Sequence[str], expected: str) -> None:
    """Raised and lowered characters are kept as such; the mark of a note is left out."""

    def draw(canvas: Canvas) -> None:
        x = 60.0
        for run in runs:
            shift = {"^": 5, "_": -2}.get(run[0], 0)
            text, size = (run[1:], 7) if shift else (run, 12)
            write(canvas, (x, 700 + shift), text, size=size)
            x += canvas.stringWidth(text, FONT, size)

    assert [expected] == texts(read(draw))


@pytest.mark.parametrize(("rise", "fall"), [(2.4, 2.4), (3, 1.5), (4.8, 1.8), (6, 3)])
def test_raised_above_lowered(rise: float, fall: float) -> None:
    """Of raised text above lowered text the lowered one comes first, and the line stays whole."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 600), "井水含SO")
        edge = 60 + canvas.stringWidth("井水含SO", FONT, 12)
        write(canvas, (edge, 600 - fall), "4", size=7)
        write(canvas, (edge, 600 + rise), "2-", size=7)
        write(canvas, (edge + 10, 600), "不多，离河远的井里更少。")

    assert ["井水含SO₄²⁻不多，离河远的井里更少。"] == texts(read(draw))


@pytest.mark.parametrize("fall", [1.5, 3, 6])
def test_a_lowered_digit_that_is_drawn_last(fall: float) -> None:
    """A lowered digit finds its line, up to half a size below it, and wherever it is drawn."""

    def draw(canvas: Canvas) -> None:
        digit = 60 + canvas.stringWidth("炉里的CO", FONT, 12)
        write(canvas, (60, 700), "炉里的CO")
        write(canvas, (digit + 7, 700), "随烟散去，")
        write(canvas, (60, 683), "谁也不在意。")
        write(canvas, (digit, 700 - fall), "2", size=7)

    assert ["炉里的CO₂随烟散去，谁也不在意。"] == texts(read(draw))


@pytest.mark.parametrize("hyphen", ["-", "\u2010"])
def test_hyphenation(hyphen: str) -> None:
    """A hyphen at the end of a line is mended; other Latin words are joined with a space."""
    written = (f"The old ferry stopped run{hyphen}", "ning when the long dam", "was built.")

    document = read(lambda canvas: write(canvas, (60, 700), *written))

    assert ["The old ferry stopped running when the long dam was built."] == texts(document)


def test_title_and_headings_by_size() -> None:
    """The largest text of the first page is the title, other large lines are headings."""

    def first(canvas: Canvas) -> None:
        write(canvas, (60, 780), "渡口文化研究通讯")
        write(canvas, (200, 740), "茶馆里的渡口", "一个县的二十年", size=22)
        write(canvas, (60, 640), "一、码头", size=16)
        write(canvas, (60, 600), *lines(LEFT, 36))

    def second(canvas: Canvas) -> None:
        write(canvas, (60, 640), "二、大桥", size=16)
        write(canvas, (60, 600), *lines(RIGHT, 36))

    document = read(first, second)

    assert "茶馆里的渡口一个县的二十年" == document.metadata["title"]
    assert [(1, "茶馆里的渡口一个县的二十年"), (2, "一、码头"), (2, "二、大桥")] == [
        (block.level, block.text) for block in document.blocks if block.kind == "heading"
    ]


def test_a_line_above_the_title() -> None:
    """A short line above the title belongs to the page, and is not quoted."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 790), "渡口文化研究通讯")
        write(canvas, (60, 750), "关于做好渡口老建筑登记保护工作", "有关事项的说明", size=22)
        write(canvas, (60, 600), *lines(LEFT, 36))

    document = read(draw)

    assert "关于做好渡口老建筑登记保护工作有关事项的说明" == document.metadata["title"]
    assert [True, False, False] == [block.is_furniture for block in document.blocks]


def test_a_poem_above_the_largest_line() -> None:
    """More than a few short lines above the largest text are the author's own."""
    poem = ("渡口无人舟自横", "茶烟一缕过桥声", "旧时碗底留余叶", "说与河神听到明")

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(poem):
            write(canvas, (200, 780 - 26 * number), line)
        write(canvas, (200, 640), "茶馆里的渡口", size=22)
        write(canvas, (60, 600), *lines(LEFT, 36))

    blocks = read(draw).blocks

    assert not any(block.is_furniture for block in blocks)
    assert "".join(poem) in "".join(block.text for block in blocks)


@pytest.mark.parametrize(
    ("stated", "expected"), [("Template 7", "茶馆里的渡口"), ("渡口志", "渡口志")]
)
def test_a_stated_title(stated: str, expected: str) -> None:
    """A Latin title in the properties gives way to a Chinese one on the page."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (200, 740), "茶馆里的渡口", size=22)
        write(canvas, (60, 600), *lines(LEFT, 36))

    assert expected == read(draw, title=stated).metadata["title"]


def test_bold_headings() -> None:
    """A line in bold is a heading; a paragraph that begins in bold is none."""

    def draw(canvas: Canvas) -> None:
        canvas._code.append("2 Tr 0.3 w")
        write(canvas, (60, 740), "二、茶客")
        write(canvas, (60, 500), "器物：")
        canvas._code.append("0 Tr")
        write(canvas, (60, 700), *lines(LEFT, 36))
        write(canvas, (96, 500), "渡船，茶碗，铜壶")

    document = read(draw)

    assert ["二、茶客"] == [block.text for block in document.blocks if block.kind == "heading"]
    assert "器物：渡船，茶碗，铜壶" == document.blocks[-1].text


def test_a_table_among_paragraphs() -> None:
    """A table is a block of its own, with a line for each row."""
    rows = (("年份", "船次", "茶客"), ("1998", "4120", "三万"), ("2008", "0", "一万"))

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 760), *lines(LEFT, 36))
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                write(canvas, (60 + 120 * column, 660 - 18 * number), cell)
        write(canvas, (60, 560), *lines(RIGHT, 36))

    table = "年份 | 船次 | 茶客\n1998 | 4120 | 三万\n2008 | 0 | 一万"
    assert [("paragraph", LEFT), ("table", table), ("paragraph", RIGHT)] == [
        (block.kind, block.text) for block in read(draw).blocks
    ]


@pytest.mark.parametrize(
    ("top", "bottom"),
    [
        (("渡口研究　2014年第2期",), ()),
        (("渡口研究", "第3卷第2期", "15"), ()),
        (("16", "何晓舟：渡口账本"), ()),
        (("渡口学刊2014年第2期",), ("· 15 ·",)),
        (("2024/3/5 14:22", "渡口账本 - 渡口网"), ("https://dukou.example.com/a/12.html", "1/3")),
        (("11/28/24, 6:21 PM", "渡口账本 - 渡口网"), ("file:///home/he/a.html", "1/1")),
        ((), ("渡口网　2024年3月5日　第1页",)),
        (("Ferry Studies Vol. 3 No. 2",), ()),
    ],
)
def test_the_running_head_of_a_page(top: Sequence[str], bottom: Sequence[str]) -> None:
    """On a single page too, a running head with an issue, date, page or address is not quoted."""

    def draw(canvas: Canvas) -> None:
        for y, parts in ((806, top), (36, bottom)):
            for number, part in enumerate(parts):
                write(canvas, (60 + 190 * number, y), part, size=9)
        write(canvas, (60, 740), *lines(LEFT, 36))
        write(canvas, (60, 640), *lines(RIGHT, 36))

    blocks = read(draw).blocks

    assert [LEFT, RIGHT] == [block.text for block in blocks if not block.is_furniture]


@pytest.mark.parametrize(
    "line",
    [
        "献给1998年的渡口",
        "本文写于2014年",
        "他在2014年5月回到渡口。",
        "编者按：以下为第3期的一部分",
        "2008年，第1座桥通了车",
        "渡口的人从不看钟",
    ],
)
def test_a_line_in_the_margin_stays(line: str) -> None:
    """A small line at the top of a page that may be the author's own is text."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 806), line, size=9)
        write(canvas, (60, 740), *lines(LEFT, 36))

    assert (line, False) in [(block.text, block.is_furniture) for block in read(draw).blocks]


def test_paragraphs_without_indents() -> None:
    """A short line ends its paragraph where paragraphs are neither indented nor set apart."""
    written = (LEFT[:69], RIGHT[:64], LEFT[:75])
    parts = [text[at : at + 20] for text in written for at in range(0, len(text), 20)]

    assert list(written) == texts(read(lambda canvas: write(canvas, (60, 700), *parts)))


def test_a_quotation_that_is_indented() -> None:
    """A paragraph all of whose lines are indented is one, to its last line."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), *lines(LEFT, 36))
        write(canvas, (96, 600), RIGHT[:33], RIGHT[33:66], RIGHT[66:])
        write(canvas, (60, 540), *lines(WIDE, 36))

    assert [LEFT, RIGHT, WIDE] == texts(read(draw))


def test_a_heading_beside_a_narrow_gutter() -> None:
    """A large heading at the height of a line beside it does not join the columns."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), *lines(LEFT + RIGHT, 20))
        write(canvas, (312, 700), *lines(WIDE, 20))
        write(canvas, (312, 628), "二、大桥", size=17)
        write(canvas, (312, 598), *lines(WIDE, 20))

    assert [LEFT + RIGHT, WIDE, "二、大桥", WIDE] == texts(read(draw))


def test_rare_characters() -> None:
    """Characters beyond the basic plane are read whole, and so is what follows on their line."""
    text = "渡口老人姓𠮷，住𡋾上村"
    data = encoded_pdf([(100, 700, text.encode("utf-16-be"))], "UniGB-UTF16-H", "GB1")

    assert [text] == texts(read_pdf(data, 10_000))


def test_several_threads() -> None:
    """Files are read right in several threads at once, although PDFium knows only one."""
    data = drawn_pdf(lambda canvas: across(canvas, LEFT, RIGHT))

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: texts(read_pdf(data, 10_000)), range(20)))

    assert [[LEFT, RIGHT]] * 20 == found


def test_a_title_that_is_drawn_in_parts() -> None:
    """A single character of a title stays in its line, and is no initial."""

    def draw(canvas: Canvas) -> None:
        for x, part in ((200, "茶馆里的"), (291, "渡"), (317, "口")):
            write(canvas, (x, 740), part, size=22)
        write(canvas, (60, 600), *lines(LEFT, 36))

    assert ["茶馆里的渡口", LEFT] == texts(read(draw))


def test_the_title_of_a_program_does_not_count() -> None:
    """A title that a program gave the file gives way to the one on the page."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (200, 740), "茶馆里的渡口", size=22)
        write(canvas, (60, 600), *lines(LEFT, 36))

    assert "茶馆里的渡口" == read(draw, title="Microsoft Word - 稿3.doc").metadata["title"]
    assert "渡口志" == read(draw, title="渡口志").metadata["title"]


@pytest.mark.parametrize("mark", ["①", "[1]", "*"])
@pytest.mark.parametrize("is_raised", [True, False])
def test_notes_at_the_foot_of_a_page(mark: str, is_raised: bool) -> None:  # noqa: FBT001
    """A note at the foot stands with its sentence, and breaks no paragraph over the page."""
    if mark == "*" and not is_raised:
        return
    parts = lines(LEFT + RIGHT, 36)

    def first(canvas: Canvas) -> None:
        write(canvas, (60, 700), parts[0])
        write(canvas, (60, 682), parts[1][:20])
        size = 7 if is_raised else 12
        write(canvas, (300, 682 + 5 * is_raised), mark, size=size)
        write(canvas, (300 + canvas.stringWidth(mark, FONT, size), 682), parts[1][20:])
        write(canvas, (60, 60), f"{mark} 见县志第三卷，民国二十年印，", "那一卷今存县馆。", size=9)

    document = read(first, lambda canvas: write(canvas, (60, 700), *parts[2:]))

    place = 34 + 20
    number = mark.strip("[]")
    text = f"{(LEFT + RIGHT)[:place]}[{number}]{(LEFT + RIGHT)[place:]}"
    note = f"[{number}] 见县志第三卷，民国二十年印，那一卷今存县馆。"
    assert [(text, (note,))] == [(block.text, block.notes) for block in document.blocks]


def test_notes_that_begin_with_one_on_each_page() -> None:
    """Each page has its own first note, which stands with the paragraph on that page."""

    def page(canvas: Canvas, text: str, note: str) -> None:
        write(canvas, (60, 700), *lines(text, 36))
        write(canvas, (60, 560), "　　账本上也这样写①。")
        write(canvas, (60, 60), f"① {note}", size=9)

    document = read(
        lambda canvas: page(canvas, LEFT, "第一册，第九页。"),
        lambda canvas: page(canvas, RIGHT, "第二册，第三页。"),
    )

    assert [(), ("[①] 第一册，第九页。",), (), ("[①] 第二册，第三页。",)] == [
        block.notes for block in document.blocks
    ]


def test_the_number_of_a_source_is_no_mark_of_a_note() -> None:
    """A raised number leads to the note, and the number of a source in brackets does not."""

    def draw(canvas: Canvas) -> None:
        text = "The ferry has been described before [1] but not its teahouse."
        write(canvas, (60, 700), text)
        write(canvas, (60 + canvas.stringWidth(text, FONT, 12), 705), "1", size=7)
        write(canvas, (60, 64), "1", size=5)
        write(canvas, (64, 60), "An exception is the county gazette of 1998.", size=8)

    (block,) = read(draw).blocks

    assert "The ferry has been described before [1] but not its teahouse.[1]" == block.text
    assert ("[1] An exception is the county gazette of 1998.",) == block.notes


def test_items_in_circles_are_no_notes() -> None:
    """Circled numbers in small type at the foot of a page, to which no mark leads, are text."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), *lines(LEFT, 36))
        write(canvas, (60, 60), "① 早船五点开", "② 晚船九点停", size=9)

    assert [LEFT, "① 早船五点开", "② 晚船九点停"] == texts(read(draw))


def test_an_abstract_in_smaller_type_outweighs_nothing() -> None:
    """A long English abstract in small type makes no headings of the paragraphs in Chinese."""
    english = "The teahouse at the ferry has been open for three generations of boatmen. " * 6

    def draw(canvas: Canvas) -> None:
        write(canvas, (200, 780), "渡口账本", size=20)
        write(canvas, (60, 740), *wrap(english, 90), size=9)
        write(canvas, (60, 600), *lines(LEFT, 36))
        write(canvas, (60, 530), *lines(RIGHT, 36))

    assert ["渡口账本"] == [one.text for one in read(draw).blocks if one.kind == "heading"]


def test_a_blank_in_a_centred_line_over_columns() -> None:
    """A centred line whose blank lies over the gutter is read across both columns."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (160, 760), "渡口与大桥之间", size=22)
        write(canvas, (172, 690), "北坡河边茶馆账　何晓舟、季长安记")
        columns(canvas, LEFT, RIGHT, top=668)

    assert ["渡口与大桥之间", "北坡河边茶馆账 何晓舟、季长安记", LEFT, RIGHT] == texts(read(draw))


def test_the_title_in_the_head_of_further_pages() -> None:
    """A running head that repeats the title, or names a journal, is left out of a page alone."""
    heads = ("", "何晓舟：渡口账本", "北坡学报（社会科学版）")

    def page(canvas: Canvas, at: int) -> None:
        write(canvas, (230, 800), heads[at], size=9)
        write(canvas, (200, 760), "渡口账本" if at == 0 else "", size=20)
        write(canvas, (60, 700), *lines((LEFT, RIGHT, WIDE)[at], 36))

    pages = [lambda canvas, at=at: page(canvas, at) for at in range(3)]

    assert ["渡口账本", LEFT, RIGHT, WIDE] == [
        block.text for block in read(*pages).blocks if not block.is_furniture
    ]


def test_the_number_of_a_source_has_no_blank() -> None:
    """The distance of a bracket makes no blank between it and the number of a source."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), "账本在县馆[2")
        width = canvas.stringWidth("账本在县馆[2", FONT, 12)
        write(canvas, (60 + width + 8, 700), "]，今天还能看到。")

    assert ["账本在县馆[2]，今天还能看到。"] == texts(read(draw))


def test_a_header_above_columns() -> None:
    """A header above two columns stands neither between them nor in the way of their lines."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 800), "渡口研究", size=9)
        write(canvas, (500, 800), "第3卷第2期", size=9)
        across(canvas, LEFT, RIGHT, top=700)

    assert ["渡口研究 第3卷第2期", LEFT, RIGHT] == texts(read(draw))


def test_a_line_that_juts_out() -> None:
    """Lines are joined although one of the page reaches farther to the right."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), *lines(LEFT + RIGHT, 20))
        write(
            canvas, (60, 400), "图1　渡口在上游，茶馆在下游，中间是新修的大桥，摄于通车那天的早上"
        )

    assert LEFT + RIGHT == texts(read(draw))[0]


def test_a_table_of_contents_is_left_out() -> None:
    """The lines of a table of contents, with leaders and page numbers, are not text."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 780), "目　录", "第一章 码头" + "." * 40 + " 1", "后记 …………… 15")
        write(canvas, (60, 600), *lines(LEFT, 36))

    assert [LEFT] == texts(read(draw))


@pytest.mark.parametrize("number", ["1" + "0" * 30, "-1" + "0" * 38, "1" + "0" * 400])
def test_places_without_bounds(number: str) -> None:
    """Glyphs of absurd sizes and places are left out, and the text beside them is read."""

    def draw(canvas: Canvas) -> None:
        for matrix in (f"1 0 0 1 {number} 0", f"{number} 0 0 {number} 0 0", f"0 {number} 1 1 0 0"):
            canvas._code.append(f"BT /F1 12 Tf {matrix} Tm (far) Tj ET")
        write(canvas, (60, 700), *lines(LEFT, 36))

    assert LEFT in texts(read(draw))


@pytest.mark.parametrize(
    ("operators", "words"),
    [
        (b"1 1 m 2 2 l S\n" * 2_000_000, "unpacks"),
        (b"BT /F1 1 Tf 9 9 Td (a) Tj ET\n" * 60_000, "more on its pages"),
    ],
)
def test_pages_that_hold_too_much(operators: bytes, words: str) -> None:
    """A page over which PDFium would take minutes, or all memory, is refused before."""
    with pytest.raises(UnreadableError, match=words):
        read_pdf(packed_pdf(operators), 100_000)


def test_contents_without_leaders() -> None:
    """A table of contents whose page numbers stand at the right edge is left out."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (260, 780), "目　录", size=18)
        for at, (text, number) in enumerate((("第一章　渡口", "1"), ("第二章　茶馆", "iv"))):
            write(canvas, (60, 740 - 20 * at), text)
            write(canvas, (500, 740 - 20 * at), number)
        write(canvas, (60, 640), *lines(LEFT, 36))

    assert [LEFT] == texts(read(draw))


def test_contents_over_several_pages() -> None:
    """A table of contents without dots is left out to its end, on further pages as well."""

    def page(canvas: Canvas, *rows: tuple[str, str]) -> None:
        for at, (text, number) in enumerate(rows):
            write(canvas, (60, 740 - 20 * at), text)
            write(canvas, (500, 740 - 20 * at), number)

    def second(canvas: Canvas) -> None:
        page(
            canvas,
            ("第三章　一个很长的题目，长到", ""),
            ("要写成两行", "30"),
            ("第四章　后来", "41"),
        )
        write(canvas, (60, 600), *lines(LEFT, 36))

    document = read(
        lambda canvas: page(canvas, ("目录", ""), ("第一章　渡口", "1"), ("第二章　茶馆", "12")),
        second,
    )

    assert [LEFT] == texts(document)


def test_a_paragraph_that_is_set_in_on_both_sides() -> None:
    """An abstract whose edges are set in on both sides is one paragraph beside wider ones."""
    abstract = "摘要：" + WIDE

    def draw(canvas: Canvas) -> None:
        write(canvas, (96, 760), *lines(abstract, 32))
        write(canvas, (60, 690), *lines(LEFT, 38))
        write(canvas, (60, 620), *lines(RIGHT, 38))

    assert [abstract, LEFT, RIGHT] == texts(read(draw))


def test_an_outline_on_a_slide() -> None:
    """A list of the headings that follow it is left out, as it says nothing else."""

    def page(canvas: Canvas, heading: str, *items: str) -> None:
        canvas.setPageSize((960, 540))
        write(canvas, (60, 470), heading, size=32)
        for at, item in enumerate(items):
            write(canvas, (60, 400 - 40 * at), item, size=20)

    document = read(
        lambda canvas: page(canvas, "目录", "两件好事", "一件坏事"),
        lambda canvas: page(canvas, "两件好事", "早船五点开，晚船九点停", "茶馆不关门"),
        lambda canvas: page(canvas, "一件坏事", "走大桥要一个半钟头"),
    )

    assert [
        "两件好事", "早船五点开，晚船九点停", "茶馆不关门", "一件坏事", "走大桥要一个半钟头",
    ] == texts(document)  # fmt: skip


def test_items_of_a_slide() -> None:
    """The lines of a slide are items, equally long or not."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((960, 540))
        for at, item in enumerate(("渡口的茶馆不关门", "早船每天五点就开", "晚船停在九点以后")):
            write(canvas, (60, 400 - 40 * at), item, size=20)

    assert ["渡口的茶馆不关门", "早船每天五点就开", "晚船停在九点以后"] == texts(read(draw))


def test_the_last_slide_is_no_title() -> None:
    """Thanks on the last page do not keep the largest line of the first from being the title."""

    def page(canvas: Canvas, large: str, text: str) -> None:
        write(canvas, (200, 760), large, size=30)
        write(canvas, (60, 700), *lines(text, 36))

    document = read(
        lambda canvas: page(canvas, "渡口账本", LEFT),
        lambda canvas: page(canvas, "谢谢大家", RIGHT),
    )

    assert "渡口账本" == document.metadata["title"]


@pytest.mark.parametrize(
    "number",
    [
        "45",
        "· 45 ·",
        "第45页 共60页",
        "45 / 60",
        "Page 45 of 60",
        "P. 45",
        "（45）",
        "[45]",
        "【45】",
        "★45",
        "第四十五页",
        "— IV —",
        "A-3",
        "４５",
    ],
)
def test_numbers_of_pages(number: str) -> None:
    """The number of a single page is left out in any form, and a figure in the text is not."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), *lines(LEFT, 36), "　　45人")
        write(canvas, (280, 30), number, size=9)

    assert [LEFT, "45人"] == texts(read(draw))


def test_a_chapter_in_the_head_of_a_page() -> None:
    """A running head that repeats a heading is left out, and the paragraph goes on."""
    parts = lines(LEFT + RIGHT, 36)

    def first(canvas: Canvas) -> None:
        write(canvas, (200, 760), "第一章　渡口", size=18)
        write(canvas, (60, 700), *parts[:2])

    def second(canvas: Canvas) -> None:
        write(canvas, (260, 800), "第一章 渡口", size=9)
        write(canvas, (60, 700), *parts[2:])

    document = read(first, second)

    assert ["第一章 渡口", LEFT + RIGHT] == [
        one.text for one in document.blocks if not one.is_furniture
    ]


def test_a_mark_that_begins_a_line() -> None:
    """A mark of a note for which there was no room stands with the sentence above it."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), LEFT[:36], LEFT[36:])
        write(canvas, (60, 669), "①", size=7)
        write(canvas, (60, 60), "① 第一册，第九页。", size=9)

    (block,) = read(draw).blocks

    assert (f"{LEFT}[①]", ("[①] 第一册，第九页。",)) == (block.text, block.notes)


def test_last_lines_beside_each_other() -> None:
    """Paragraphs that end at the same height in three columns are no row of a table."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate((LEFT, RIGHT, RIGHT + LEFT)):
            written = *lines(text[:49], 12), *lines(text[49:65], 12)
            write(canvas, (40 + 170 * number, 700), *written)

    assert [
        part for text in (LEFT, RIGHT, RIGHT + LEFT) for part in (text[:49], text[49:65])
    ] == texts(read(draw))


def test_a_heading_above_a_table_below_columns() -> None:
    """The heading of a table below two columns stands with the table, not in the left column."""

    def draw(canvas: Canvas) -> None:
        columns(canvas, LEFT, RIGHT)
        write(canvas, (60, 480), "主要的数", size=16)
        for row, cells in enumerate((("年份", "船次", "茶客"), ("1998", "4120", "三万"))):
            for at, cell in enumerate(cells):
                write(canvas, (60 + 180 * at, 450 - 18 * row), cell, size=10)

    assert [LEFT, RIGHT, "主要的数", "年份 | 船次 | 茶客\n1998 | 4120 | 三万"] == texts(read(draw))


def test_columns_of_a_few_lines_that_are_not_level() -> None:
    """Two columns of three lines each are told from a table, as their lines are not level."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (60, 700), *lines(LEFT[:46]))
        write(canvas, (290, 709), "那碗茶。", "　　" + RIGHT[:14], RIGHT[14:20] + "。")

    assert [LEFT[:46] + "那碗茶。", RIGHT[:20] + "。"] == texts(read(draw))


@pytest.mark.parametrize("number", ["{}", "- {} -", "第 {} 页"])
def test_scanned_pages_with_numbers(number: str) -> None:
    """Pages of pictures on which a program printed numbers have no text."""

    def page(canvas: Canvas, at: int) -> None:
        canvas.rect(60, 60, 400, 600, fill=1)
        write(canvas, (290, 30), number.format(at), size=9)

    with pytest.raises(UnreadableError, match="only pictures"):
        read(*(lambda canvas, at=at: page(canvas, at) for at in (1, 2, 3)))
