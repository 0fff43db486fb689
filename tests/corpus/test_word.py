"""DOCX: what Word shows is what is quoted."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from corpus.document import Document, UnreadableError
from corpus.loading import load
from corpus.readers import read_document
from corpus.readers.word import convert, read_word, with_footnotes
from corpus.readers.word_equations import read_equation
from corpus.readers.word_numerals import numeral
from tests.documents import (
    docx,
    item,
    level,
    ordered,
    paragraph,
    table,
    unzipped,
    zipped,
)


def read_bytes(data: bytes) -> Document:
    """Read a file under a neutral name, without a dictionary, as no text here is damaged."""
    return read_document(data, PurePosixPath("a.txt"), lambda _: 0)


def texts(*body: str, **parts: str) -> list[str]:
    """Return the text of each block of a DOCX with this body."""
    return [block.text for block in read_bytes(docx(*body, **parts)).blocks]


def run(text: str, properties: str = "") -> str:
    """Return the XML of a run."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def p(*content: str, properties: str = "") -> str:
    """Return the XML of a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def complex_field(code: str, shown: str | None = None) -> str:
    """Return the XML of a field, with the text that it shows if there is one."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    result = "" if shown is None else mark.format("separate") + shown
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return mark.format("begin") + instruction + result + mark.format("end")


CHECKBOX = complex_field(" FORMCHECKBOX ").replace(
    '"begin"/>', '"begin"><w:ffData><w:checkBox>{}</w:checkBox></w:ffData></w:fldChar>', 1
)
PROMPT = (
    f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处')}"
    "</w:sdtContent></w:sdt>"
)
BEGIN, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
NESTED = (
    f"{BEGIN}<w:r><w:instrText>EQ \\f(1,</w:instrText></w:r>"
    + complex_field(r"EQ \r(2)")
    + f"<w:r><w:instrText>)</w:instrText></w:r>{END}"
)
RUBY = (
    "<w:r><w:ruby><w:rubyPr/><w:rt>{reading}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (RUBY.format(reading=run("lěi"), base=run("耒")), "耒"),
        (f'<w:fldSimple w:instr=" SEQ 表 ">{run("7")}</w:fldSimple>', "7"),
        (f'<w:dir w:val="rtl">{run("丁")}</w:dir>', "丁"),
        (f'<w:bdo w:val="ltr">{run("丁")}</w:bdo>', "丁"),
        (f'<w:smartTag w:element="date">{run("五月三日")}</w:smartTag>', "五月三日"),
        (f'<w:customXml w:element="a">{run("甲")}</w:customXml>', "甲"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt>", "乙"),
        (f'<w:hyperlink w:anchor="nowhere">{run("链接")}</w:hyperlink>', "链接"),
        (f"<w:newer>{run('将来的标记')}</w:newer>", "将来的标记"),
        (complex_field(" REF a ", run("第二节")), "第二节"),
        (complex_field(r" eq \o\ac(○,3) "), "③"),
        (complex_field(r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(lěi),耒)"), "耒"),
        (NESTED, "1/√2"),
        (complex_field(r"EQ \o\ac(○,3)", run("③")), "③"),
        (r'<w:fldSimple w:instr="EQ \o\ac(○,4)"/>', "④"),
        (CHECKBOX.format("<w:default w:val='0'/><w:checked/>"), "☑"),
        (CHECKBOX.format("<w:default w:val='0'/>"), "☐"),
        (complex_field(' SYMBOL 252 \\f "Wingdings" \\s 10 '), "✓"),
        (f"{run('上行')}<w:r><w:cr/></w:r>{run('下行')}", "上行\n下行"),
        (f"{run('前页')}<w:r><w:br w:type='page'/></w:r>{run('后页')}", "前页\n后页"),
        (f"{run('甲')}<w:r><w:noBreakHyphen/></w:r>{run('乙')}", "甲-乙"),
        (f"{run('甲')}<w:r><w:softHyphen/></w:r>{run('乙')}", "甲乙"),
    ],
)
def test_content_that_is_shown(content: str, expected: str) -> None:
    """Text in any container, and what the code of a field shows, stands in its paragraph."""
    assert [f"先{expected}后"] == texts(p(run("先"), content, run("后")))


@pytest.mark.parametrize(
    "content",
    [
        run("隐", "<w:vanish/>"),
        run("隐", '<w:rStyle w:val="Hidden"/>'),
        run("隐", '<w:rStyle w:val="Derived"/>'),
        run("隐", '<w:sz w:val="2"/>'),
        f'<w:del w:id="1">{run("删")}</w:del>',
        f'<w:moveFrom w:id="1">{run("移")}</w:moveFrom>',
        PROMPT,
        '<w:r><w:commentReference w:id="0"/></w:r>',
        complex_field(' XE "词条" '),
        complex_field(" PRIVATE "),
    ],
)
def test_content_that_is_not_shown(content: str) -> None:
    """Hidden text, deleted text, prompts and codes are not text."""
    styles = (
        '<w:style w:type="character" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Derived"><w:basedOn w:val="Hidden"/></w:style>'
    )

    assert ["先后"] == texts(p(run("先"), content, run("后")), styles=styles)


def test_text_that_is_shown_although_its_style_is_hidden() -> None:
    """A run that is not hidden itself is shown in a hidden style."""
    styles = '<w:style w:type="paragraph" w:styleId="X"><w:rPr><w:vanish/></w:rPr></w:style>'
    shown = run("露", '<w:vanish w:val="0"/>')

    assert ["露"] == texts(p(run("藏"), shown, properties='<w:pStyle w:val="X"/>'), styles=styles)


def test_tracked_changes() -> None:
    """Insertions are read; a paragraph whose mark is deleted goes on in the next one."""
    gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
    body = (
        p(run("渡口"), properties=gone),
        p(f'<w:ins w:id="2">{run("在上游")}</w:ins>', properties=gone),
        p(run("。")),
        p(f'<w:del w:id="3">{run("删去的段落")}</w:del>', properties=gone),
    )

    assert ["渡口在上游。"] == texts(*body)


def test_deleted_rows_and_cells() -> None:
    """A deleted row or cell of a table is neither read nor counted."""
    row = "<w:tr>{}<w:tc>{}{}</w:tc><w:tc>" + paragraph("无") + "</w:tc></w:tr>"
    deleted = '<w:trPr><w:del w:id="1"/></w:trPr>'
    gone = '<w:tcPr><w:cellDel w:id="2"/></w:tcPr>'
    rows = (
        row.format("", "", item("晴")),
        row.format(deleted, "", item("雾")),
        row.format("", gone, item("雪")),
        row.format("", "", item("雨")),
    )

    assert ["1. 晴 | 无\n无\n2. 雨 | 无"] == texts(
        f"<w:tbl>{''.join(rows)}</w:tbl>", numbering=ordered(level("decimal", "%1."))
    )


def test_text_box() -> None:
    """A text box, which is stored in two forms, is read once, behind its paragraph."""
    box = f"<w:txbxContent>{paragraph('框里的话。')}{paragraph('第二句。')}</w:txbxContent>"
    both = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}'
        "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        f"{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    only = f"<w:r><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></w:r>"
    expected = ["正文。", "框里的话。", "第二句。", "下文。"]

    assert expected == texts(p(run("正"), both, run("文。")), paragraph("下文。"))
    assert expected == texts(p(run("正文。"), only), paragraph("下文。"))


def test_initial() -> None:
    """A large first letter in a frame of its own belongs to its paragraph."""
    initial = p(run("长"), properties='<w:framePr w:dropCap="drop" w:lines="2"/>')

    assert ["长江从这里转弯。"] == texts(initial, paragraph("江从这里转弯。"))


def test_headings() -> None:
    """A heading is known by its style, by one that it is based on, or by its outline level."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="论文标题"/>'
        '<w:basedOn w:val="H1"/></w:style><w:style w:type="paragraph" w:styleId="b">'
        '<w:name w:val="章"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    )
    body = (
        paragraph("甲", "H1"),
        paragraph("乙", "a"),
        paragraph("丙", "b"),
        p(run("丁"), properties='<w:outlineLvl w:val="2"/>'),
        p(run("戊"), properties='<w:outlineLvl w:val="9"/>'),
        paragraph("写成标题样式的整段话，" * 12 + "仍是正文。", "H1"),
    )
    blocks = read_bytes(docx(*body, styles=styles)).blocks

    assert [("甲", 1), ("乙", 1), ("丙", 2), ("丁", 3)] == [
        (block.text, block.level) for block in blocks if block.kind == "heading"
    ]
    assert 6 == len(blocks)


def test_title() -> None:
    """The paragraph in the style of titles is the title, whatever the properties state."""
    styles = '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    data = docx(paragraph("湖上的冬天", "T"), paragraph("正文。"), styles=styles, title="模板")

    assert {"title": "湖上的冬天"} == read_bytes(data).metadata


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("decimal", "%1.", "1. "),
        ("decimal", "%1、", "1、"),
        ("decimal", "(%1)", "(1) "),
        ("chineseCounting", "（%1）", "（一）"),
        ("chineseCountingThousand", "%1、", "一、"),
        ("japaneseCounting", "%1、", "一、"),
        ("ideographTraditional", "%1．", "甲．"),
        ("upperRoman", "%1.", "I. "),
        ("lowerLetter", "%1)", "a) "),
        ("decimalEnclosedCircle", "%1", "①"),
        ("decimalZero", "%1", "01 "),
        ("none", "附注：", "附注："),
        ("bullet", "\uf0b7", "• "),
    ],
)
def test_numbers_of_items(form: str, text: str, expected: str) -> None:
    """An item shows the number or bullet that Word shows, once."""
    document = read_bytes(docx(item("枇杷熟了"), numbering=ordered(level(form, text))))

    assert [("item", f"{expected}枇杷熟了")] == [(b.kind, b.text) for b in document.blocks]


def test_numbers_of_articles() -> None:
    """Articles of a law are paragraphs with their numbers, and count through other lists."""
    articles = level("chineseCountingThousand", "第%1条", '<w:suff w:val="space"/>')
    numbering = ordered(articles, level("decimal", "%2."))
    body = (
        item("甲。"),
        item("乙：", 0),
        item("丙；", 1),
        item("丁。", 1),
        item("戊。"),
        item("己。", 1),
    )
    document = read_bytes(docx(*body, numbering=numbering))

    assert ["第一条 甲。", "第二条 乙：", "1. 丙；", "2. 丁。", "第三条 戊。", "1. 己。"] == [
        block.text for block in document.blocks
    ]
    assert ["paragraph", "paragraph", "item"] == [block.kind for block in document.blocks[:3]]


def test_passages_of_a_law(tmp_path: Path) -> None:
    """An article of a law is a passage with its number and items, also in a file named .doc."""
    numbering = ordered(level("chineseCounting", "第%1条"), level("decimal", "%2."))
    body = (
        paragraph("渡船管理办法", "H1"),
        item("渡船每日开行六班，大风和大雾的日子停开，停开的消息写在码头的木牌上。"),
        item("船票分两种，一种当日有效，一种三日有效，价钱如下："),
        item("当日有效的，每张两角，小孩减半。", 1),
        item("三日有效的，每张五角，不减。", 1),
    )
    (tmp_path / "ferry.doc").write_bytes(docx(*body, numbering=numbering))

    (article,) = load(tmp_path, lambda _: 0).corpus.articles

    assert [
        "第一条 渡船每日开行六班，大风和大雾的日子停开，停开的消息写在码头的木牌上。",
        """第二条 船票分两种，一种当日有效，一种三日有效，价钱如下：
1. 当日有效的，每张两角，小孩减半。
2. 三日有效的，每张五角，不减。""",
    ] == [passage.text for passage in article.passages]


def test_numbers_of_several_levels() -> None:
    """A number may include those above it, each in its own form or all in digits."""
    legal = "<w:isLgl/>"
    numbering = ordered(
        level("upperLetter", "%1"),
        level("decimal", "%1.%2"),
        level("lowerRoman", "%1.%2.%3", legal),
    )
    body = (item("甲"), item("乙", 1), item("丙", 1), item("丁", 2), item("戊"), item("己", 1))

    assert ["A 甲", "A.1 乙", "A.2 丙", "1.2.1 丁", "B 戊", "B.1 己"] == texts(
        *body, numbering=numbering
    )


def test_numbers_of_headings() -> None:
    """A heading has the number that its style gives it; an empty paragraph counts unseen."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="C"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="heading 2"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = ordered(
        level("chineseCounting", "第%1章", '<w:pStyle w:val="C"/>'),
        level("decimal", "%2、", '<w:pStyle w:val="S"/>'),
    )
    body = (
        paragraph("总则", "C"),
        paragraph("", "C"),
        paragraph("分则", "C"),
        paragraph("借阅", "S"),
    )
    blocks = read_bytes(docx(*body, styles=styles, numbering=numbering)).blocks

    assert [("第一章 总则", 1), ("第三章 分则", 1), ("1、借阅", 2)] == [
        (block.text, block.level) for block in blocks
    ]


def test_where_numbers_begin() -> None:
    """A list begins where it states, begins anew where it says so, and ends where it is left."""
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="7"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    )
    numbering = ordered(level("decimal", "%1、", '<w:start w:val="3"/>')) + again
    body = (
        item("甲"),
        item("乙"),
        item("丙", 0, "2"),
        item("丁", 0, "2"),
        item("戊", 0, "3"),
        item("己", 0, "0"),
    )

    assert ["3、甲", "4、乙", "7、丙", "8、丁", "9、戊", "己"] == texts(*body, numbering=numbering)


def test_number_after_an_override() -> None:
    """A deeper level whose start is overridden begins there each time."""
    override = '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = ordered(level("decimal", "%1、"), level("decimal", "%2）"), settings=override)
    body = (item("甲"), item("乙", 1), item("丙"), item("丁", 1))

    assert ["1、甲", "5）乙", "2、丙", "5）丁"] == texts(*body, numbering=numbering)


def test_list_in_a_style_of_lists() -> None:
    """A list may be defined in a style, which names the number of another list."""
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    linked = ordered(level("decimal", "%1、")).replace(
        "</w:abstractNum>",
        '</w:abstractNum><w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="L"/>'
        "</w:abstractNum>",
    )
    numbering = linked + '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'

    assert ["1、甲"] == texts(item("甲", 0, "2"), numbering=numbering, styles=styles)


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ('<w:suff w:val="nothing"/>', "1.甲"),
        ('<w:suff w:val="space"/>', "1. 甲"),
        ("<w:rPr><w:vanish/></w:rPr>", "甲"),
    ],
)
def test_space_after_numbers(rest: str, expected: str) -> None:
    """What follows a number is as the list says; a hidden number is not read."""
    assert [expected] == texts(item("甲"), numbering=ordered(level("decimal", "%1.", rest)))


def test_text_too_long_for_a_number() -> None:
    """A text that would lengthen each paragraph of a list many times over is not repeated."""
    assert ["甲"] == texts(item("甲"), numbering=ordered(level("decimal", "附" * 50 + "%1")))


def test_levels_that_never_begin_again() -> None:
    """Sections that are numbered through all chapters are not begun anew by a chapter."""
    through = level("decimal", "第%2节", '<w:lvlRestart w:val="0"/>')
    numbering = ordered(level("decimal", "第%1章"), through)
    body = (item("甲"), item("乙", 1), item("丙"), item("丁", 1))

    assert ["第1章 甲", "第1节 乙", "第2章 丙", "第2节 丁"] == texts(*body, numbering=numbering)


@pytest.mark.parametrize(
    ("number", "form", "expected"),
    [
        (10, "chineseCountingThousand", "十"),
        (15, "chineseCounting", "十五"),
        (21, "taiwaneseCounting", "二十一"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1002, "japaneseCounting", "一千零二"),
        (10_015, "taiwaneseCountingThousand", "一萬零一十五"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (20, "ideographDigital", "二〇"),
        (10, "ideographTraditional", "癸"),
        (11, "ideographTraditional", "11"),
        (28, "lowerLetter", "bb"),
        (1994, "lowerRoman", "mcmxciv"),
        (50, "decimalEnclosedCircle", "㊿"),
        (51, "decimalEnclosedCircle", "51"),
        (10**9, "upperLetter", "1000000000"),
        (0, "chineseCounting", "0"),
        (3, "unheardOf", "3"),
    ],
)
def test_numerals(number: int, form: str, expected: str) -> None:
    """A number is written in Word's form of it; where that ends, in digits."""
    assert expected == numeral(number, form)


def test_lists_in_tables() -> None:
    """A cell of several paragraphs or items is one line of its row."""
    cell = "".join((item("晴"), item("雨")))
    grid = table([("天气", "@"), ("备注", "无")]).replace(paragraph("@"), cell)

    for form, expected in (("decimal", "1、晴 2、雨"), ("bullet", "• 晴 • 雨")):
        assert [f"天气 | {expected}\n备注 | 无"] == texts(
            grid, numbering=ordered(level(form, "%1、"))
        )


def test_items_within_items() -> None:
    """An item of a deeper level is indented below the one before it."""
    numbering = ordered(level("decimal", "%1."), level("bullet", "o"), level("lowerLetter", "%3)"))
    body = (item("船票"), item("大人两元", 1), item("来回四元", 2), item("开船"), item("六点", 1))
    blocks = read_bytes(docx(*body, numbering=numbering)).blocks

    assert ["1. 船票", "• 大人两元", "a) 来回四元", "2. 开船", "• 六点"] == [
        b.text for b in blocks
    ]
    assert [0, 1, 2, 0, 1] == [block.level for block in blocks]


CONTENTS = (
    '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    f"</w:sdtPr><w:sdtContent>{paragraph('目录')}{paragraph('渡口 3')}</w:sdtContent></w:sdt>"
)
STYLED = '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'


@pytest.mark.parametrize(
    "contents",
    [
        CONTENTS,
        paragraph("目 录") + paragraph("渡口 3", "t1"),
        paragraph("目录")
        + p(complex_field(' TOC \\o "1-3" ', run("渡口 3") + "</w:p><w:p>" + run("码头 12"))),
        p(run("渡口"), complex_field(" PAGEREF _Toc123 \\h ", run("3"))),
        paragraph("目录")
        + paragraph("渡口……………3")
        + p(run("码头"), "<w:r><w:tab/></w:r>", run("12")),
    ],
)
def test_tables_of_contents(contents: str) -> None:
    """A table of contents is left out, with its heading, however it is made."""
    assert ["渡口在上游。"] == texts(contents, paragraph("渡口在上游。"), styles=STYLED)


def test_lines_that_only_look_like_contents() -> None:
    """A list with numbers at the ends of its lines is read, unless it is headed as contents."""
    menu = (paragraph("菜单"), paragraph("牛肉面……18"), paragraph("清汤面……9"))

    assert ["菜单", "牛肉面……18", "清汤面……9"] == texts(*menu)


def test_an_open_field_hides_nothing() -> None:
    """A table of contents that never ends, and a stray end, leave all text in its place."""
    begun = complex_field(" TOC ", run("渡口 3")).rpartition("<w:r>")[0]
    stray = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'

    assert ["尾。", "渡口 3", "在上游。"] == texts(
        p(stray, run("尾。")), p(begun), paragraph("在上游。")
    )


def formula(content: str) -> str:
    """Return the XML of a formula; "name(" opens an element of it, ")" closes it."""
    return f"<m:oMath>{content}</m:oMath>"


def m(name: str, *content: str) -> str:
    """Return the XML of an element of a formula."""
    return f"<m:{name}>{''.join(content)}</m:{name}>"


def x(text: str) -> str:
    """Return the XML of a text in a formula."""
    return m("r", m("t", text))


def attributes(name: str, **values: str) -> str:
    """Return the XML of the properties of an element of a formula."""
    return m(f"{name}Pr", *(f'<m:{key} m:val="{value}"/>' for key, value in values.items()))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (x("E=m") + m("sSup", m("e", x("c")), m("sup", x("2"))), "E=mc^{2}"),
        (m("sSub", m("e", x("x")), m("sub", x("i"))), "x_{i}"),
        (m("sSubSup", m("e", x("x")), m("sub", x("i")), m("sup", x("2"))), "x_{i}^{2}"),
        (m("f", m("num", x("净利润")), m("den", x("销售额"))), r"\frac{净利润}{销售额}"),
        (m("f", attributes("f", type="lin"), m("num", x("a")), m("den", x("b"))), "a/b"),
        (m("rad", attributes("rad", degHide="1"), m("deg"), m("e", x("x"))), r"\sqrt{x}"),
        (m("rad", m("deg", x("3")), m("e", x("8"))), r"\sqrt[3]{8}"),
        (
            m(
                "nary",
                attributes("nary", chr="∑"),
                m("sub", x("i=1")),
                m("sup", x("n")),
                m("e", x("i")),
            ),
            r"\sum_{i=1}^{n}i",
        ),
        (m("nary", m("sub", x("0")), m("sup", x("1")), m("e", x("f"))), r"\int_{0}^{1}f"),
        (m("d", m("e", x("a+b"))), "(a+b)"),
        (m("d", attributes("d", begChr="[", endChr="]"), m("e", x("a"))), "[a]"),
        (
            m(
                "d",
                m(
                    "e",
                    m(
                        "m",
                        m("mr", m("e", x("a")), m("e", x("b"))),
                        m("mr", m("e", x("c")), m("e", x("d"))),
                    ),
                ),
            ),
            r"\begin{pmatrix}a & b \\ c & d\end{pmatrix}",
        ),
        (
            m(
                "d",
                attributes("d", begChr="{", endChr=""),
                m("e", m("eqArr", m("e", x("1")), m("e", x("0")))),
            ),
            r"\begin{cases}1 \\ 0\end{cases}",
        ),
        (
            m(
                "func",
                m("fName", m("limLow", m("e", x("lim")), m("lim", x("n→∞")))),
                m("e", x("a")),
            ),
            r"\lim_{n→∞} a",
        ),
        (m("acc", attributes("acc", chr="⃗"), m("e", x("𝑣"))), r"\vec{v}"),
        (m("bar", attributes("bar", pos="top"), m("e", x("x"))), r"\overline{x}"),
        (x("5%"), r"5\%"),
    ],
)
def test_formulas(content: str, expected: str) -> None:
    """A formula is TeX between dollar signs, in its place in the sentence."""
    assert [f"由${expected}$可知"] == texts(p(run("由"), formula(content), run("可知")))


def test_formulas_below_each_other() -> None:
    """Formulas in a paragraph of their own are a line each."""
    lines = m("oMathPara", formula(x("a=1")), formula(x("b=2")))

    assert ["$a=1$\n$b=2$"] == texts(p(lines))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (r"\o\ac(◯,12)", "⑫"),
        (r"\o\ac(○,一)", "㊀"),
        (r"\o\ac(□,5)", "5"),
        (r'\* jc2 \* "Font:宋体" \o\ad(\s\up 9(pīn),拼)', "拼"),
        (r"\o(\s\up 5(上海),\s\do 2(公司))", "上海公司"),
        (r"\f(a+b,2)", "(a+b)/2"),
        (r"\r(3,x)", "∛x"),
        (r"\b\lc\[\rc\](a\,b)", "[a,b]"),
        (r"\i\su(i=1,n,x)", "∑_i=1^nx"),
        (r"10\s\up8(8)", "10^8"),
        (r"x\s\do4(1)", "x_1"),
        (r"\a(x+y=1;x-y=3)", "x+y=1 x-y=3"),
        (r"\x(重点)", "重点"),
        ("\\f(" * 200, "f(f("),
        ("\\", ""),
    ],
)
def test_equation_codes(code: str, expected: str) -> None:
    """The code of an EQ field gives the characters that Word draws; readings are left out."""
    signs = {"superscript": "^", "subscript": "_", "": ""}
    shown = "".join(signs[piece.place] + piece.text for piece in read_equation(code))

    assert expected in shown if code.startswith("\\f(\\f") else expected == shown


def test_raised_text_stays_raised() -> None:
    """A superscript by format or by style is one in the HTML, and struck text is marked."""
    styles = (
        '<w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/>'
        "</w:rPr></w:style>"
    )
    content = (
        run("8", '<w:vertAlign w:val="superscript"/>'),
        run("9", '<w:rStyle w:val="Up"/>'),
        run("2", '<w:vertAlign w:val="subscript"/>'),
        run("删", "<w:dstrike/>"),
        run("去", "<w:strike/>"),
    )

    assert "<p>10<sup>89</sup><sub>2</sub><s>删去</s></p>" == page(
        docx(p(run("10"), *content), styles=styles)
    )


NOTES = (
    '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    '<w:footnote w:id="4"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>据县志。</w:t></w:r></w:p>'
    "</w:footnote>"
)


def page(data: bytes) -> str:
    """Return the HTML that is made of a DOCX."""
    return convert(data, 10**6).html


def test_footnotes() -> None:
    """Notes are footnotes of a page, numbered in order, with a reference in their sentence."""
    reference = (
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{}Reference w:id="{}"/></w:r>'
    )
    endnotes = f'<w:endnote w:id="4">{paragraph("据口述。")}</w:endnote>'
    body = p(
        run("建于明代"),
        reference.format("footnote", 4),
        run("，毁于火"),
        reference.format("endnote", 4),
    )

    assert (
        '<p>建于明代<sup><a href="#fn1">1</a></sup>，毁于火<sup><a href="#fn2">2</a></sup></p>'
        '<section class="footnotes"><ol><li id="fn1"><p>据县志。</p></li>'
        '<li id="fn2"><p>据口述。</p></li></ol></section>'
    ) == page(docx(body, footnotes=NOTES, endnotes=endnotes))


def test_page_without_notes_stays() -> None:
    """Without notes, nothing is added to a page."""
    assert "<p>甲</p>" == with_footnotes("<p>甲</p>")


@pytest.mark.parametrize("name", ["9", "0"])
def test_reference_to_no_note(name: str) -> None:
    """A reference to a note that does not exist, or is a line, is left out."""
    reference = f'<w:r><w:footnoteReference w:id="{name}"/></w:r>'

    assert ["正文。"] == texts(p(run("正文。"), reference), footnotes=NOTES)


def test_lost_text_is_told() -> None:
    """What cannot be read is a warning each kind, with its number and a way out."""
    embedded = '<w:r><w:object><o:OLEObject ProgID="{}"/></w:object></w:r>'
    chart = (
        '<w:r><w:drawing><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/'
        'drawingml/2006/chart"/></a:graphic></w:drawing></w:r>'
    )
    symbol = '<w:r><w:sym w:font="某字库" w:char="F021"/><w:sym w:font="某字库"/></w:r>'
    equation = embedded.format("Equation.DSMT4")
    body = p(run("正文。"), equation, equation, embedded.format("Excel.Sheet.12"), chart, symbol)

    told = " / ".join(str(text) for _, text in read_bytes(docx(body)).warnings)

    assert told.count(" / ") == 3
    for words in ("2 formulas", "1 embedded object,", "1 chart ", "1 character "):
        assert words in told


def test_nothing_lost_nothing_told() -> None:
    """Unknown styles, pictures and settings are no loss of text."""
    picture = "<w:r><w:drawing/><w:pict/></w:r><w:proofErr/><w:lastRenderedPageBreak/>"

    assert () == read_bytes(docx(paragraph("正文。", "undefined"), p(picture))).warnings


def test_every_part_counts_whatever_its_name() -> None:
    """A document that a relationship leads to is measured, also under another suffix."""
    files = unzipped(docx(p(run("长" * 4000))))
    files["word/text.bin"] = files.pop("word/document.xml")
    files["_rels/.rels"] = files["_rels/.rels"].replace("word/document.xml", "word/text.bin")
    packed = zipped(files)

    assert 1 == len(read_word(packed, 4000).blocks)
    with pytest.raises(UnreadableError, match="BOT_MAX_CHARACTERS"):
        read_word(packed, 1000)


def test_strict_format() -> None:
    """The strict format, whose namespaces are others, is read like the usual one."""
    numbering = ordered(level("chineseCounting", "%1、"))
    body = (item("甲"), p(run("由"), formula(x("a")), run("乙", "<w:vanish/>")))
    files = unzipped(docx(*body, numbering=numbering))
    strict = {
        name: text.replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/math",
            "http://purl.oclc.org/ooxml/officeDocument/math",
        )
        .replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, text in files.items()
    }

    assert ["一、甲", "由$a$"] == [block.text for block in read_bytes(zipped(strict)).blocks]


def test_parts_under_other_names() -> None:
    """The document is the part that the package names, whatever it is called."""
    files = unzipped(docx(paragraph("正文。"), numbering=ordered(level("decimal", "%1"))))
    moved = {
        name.replace("document.xml", "document2.xml"): text.replace(
            'Target="word/document.xml"', 'Target="/word/document2.xml"'
        )
        for name, text in files.items()
    }

    assert ["正文。"] == [block.text for block in read_bytes(zipped(moved)).blocks]


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (COMPOUND, "save it as DOCX"),
        (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "save its text as DOCX"),
        (zipped({"[Content_Types].xml": "", "other.xml": ""}), "no Word document"),
    ],
)
def test_other_formats_under_the_name_of_a_docx(data: bytes, words: str) -> None:
    """An old, locked or other file of Office is refused with a way out."""
    with pytest.raises(UnreadableError, match=words):
        read_bytes(data)


@pytest.mark.parametrize(
    "broken",
    [
        item("甲", 0, "9"),
        item("甲", 99),
        p(run("甲"), properties="<w:numPr/>"),
        p(run("甲", '<w:sz w:val="x"/>'), properties='<w:outlineLvl w:val="x"/>'),
        p(run("甲"), "<w:r><w:fldChar/><w:instrText>EQ</w:instrText></w:r>"),
        p(run("甲"), "<mc:AlternateContent/>", m("oMath"), "<w:hyperlink/>"),
    ],
)
def test_malformed_markup_costs_no_text(broken: str) -> None:
    """Markup that refers to nothing or says nothing leaves the text readable."""
    assert ["甲"] == texts(broken, numbering=ordered(level("decimal", "")))
