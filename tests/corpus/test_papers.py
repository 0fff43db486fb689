"""Papers and official documents: authors are known, and only the text is quoted."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from corpus.document import Block, Document
from corpus.loading import load
from corpus.readers.citations import without_sources
from corpus.readers.marks import enclosed
from corpus.readers.papers import is_field, read_paper
from corpus.readers.pdf import read_pdf
from corpus.readers.word import read_word
from corpus.readers.written_notes import with_written_notes
from tests.documents import docx, drawn_pdf, paragraph, write

TEXT = "渡船停航以后，茶馆的生意先淡后旺，老人出门的次数却少了三成，这是问卷里最清楚的一个数。"
OTHER = "保留早晚两班渡船，一年花费不到六十万元，却能让不会开车的人照旧过河，去赶集，去看病。"
ABSTRACT = "摘　要：本文走访了三十家茶馆，记下了渡口在大桥通车前后的样子，以及人们怎样过河。"


def blocks(*texts: str) -> list[Block]:
    """Return a heading with the first text, and paragraphs with the others."""
    return [Block("heading" if at == 0 else "paragraph", one) for at, one in enumerate(texts)]


def read(*texts: str) -> Document:
    """Read a paper whose first text is its title."""
    paper = read_paper(blocks(*texts), texts[0], len(texts))
    return Document(paper.blocks, paper.metadata)


def quoted(document: Document) -> list[str]:
    """Return the texts that may be quoted."""
    return [block.text for block in document.blocks if not block.is_furniture]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["王建国¹，李雷²", "（1. 北坡大学 经济学院，北坡 100000；2. 南岭银行，南岭 510000）"],
            "王建国、李雷",
        ),
        (["王 建 国", "（北坡大学 文学院，北坡 100000）"], "王建国"),
        (["李　雷　　欧阳小燕", "北坡县志办公室，北坡 100000"], "李雷、欧阳小燕"),
        (["李 雷 王 芳", "E-mail: lilei@example.cn"], "李雷、王芳"),
        (
            ["王建国1,2，李雷2*", "1 北坡大学经济学院", "2 南岭财经学院", "lilei@example.cn"],
            "王建国、李雷",
        ),
        (["王建国（北坡大学 经济学院）"], "王建国"),
        (["北坡大学　王建国　李雷"], "王建国、李雷"),
        (["王建国①　李雷②", "（①北坡大学；②南岭学院）"], "王建国、李雷"),
        (
            [f"王建国{enclosed('1')}，李雷{enclosed('2*')}", "（1.北坡大学；2.南岭学院）"],
            "王建国、李雷",
        ),
        (["王建国", "北坡大学经济学院", "李雷", "南岭银行研究部"], "王建国、李雷"),
        (["——北坡县的二十年", "王建国，李雷"], "王建国、李雷"),
        (["北坡大学渡口研究课题组"], "北坡大学渡口研究课题组"),
        (["王建國、李麗雯", "（北坡大學 經濟學系）"], "王建國、李麗雯"),
        (["阿依古丽·买买提，王建国", "（北坡大学）"], None),
        (["何晓舟", "——"], None),
        (["北坡日报　记者 王建国　通讯员 李雷", "2020-06-18"], "王建国"),
        (["本报记者 王建国 李雷", "北坡日报社"], "王建国、李雷"),
        (["王建国", "Ann Lee", "2020-06-18"], "王建国、Ann Lee"),
        (["◎ 王建国", "北坡大学经济学院"], "王建国"),
        (["□ 王建国　李雷"], "王建国、李雷"),
        (["本刊记者／王建国", "北坡日报社"], "王建国"),
        (["北坡大学教授　王建国"], "王建国"),
        (["白领 蓝领的两种渡河法"], None),
        (["走进图书馆", "经济与金融"], None),
    ],
)
def test_authors_below_the_title(lines: Sequence[str], expected: str | None) -> None:
    """Names below the title are the authors, however they are set; other lines are text."""
    document = read("渡口与茶馆", *lines, ABSTRACT, TEXT)

    assert expected == document.metadata.get("author")
    left = [line for line in lines if expected is None or line.startswith("——")]
    assert ["渡口与茶馆", *left, ABSTRACT, TEXT] == quoted(document)


def test_authors_in_english() -> None:
    """English names and places of work below an English title are left out, its abstract stays."""
    title, abstract = "Ferries and Teahouses", "Abstract: A ferry town after its bridge was built."
    names = ["WANG Jianguo¹, LI Lei² and OUYANG Xiaoyan^(1,2)"]
    places = ["(1. School of Economics, Beipo University, Beipo 100000;", "China)"]
    chinese = ["渡口与茶馆", "王建国，李雷，欧阳小燕", "（北坡大学）", ABSTRACT]

    both = read(*chinese, title, *names, *places, abstract, TEXT)
    alone = read(title, *names, *places, abstract)

    assert ["渡口与茶馆", ABSTRACT, title, abstract, TEXT] == quoted(both)
    assert "王建国、李雷、欧阳小燕" == both.metadata["author"]
    assert "WANG Jianguo、LI Lei、OUYANG Xiaoyan" == alone.metadata["author"]


def test_a_day_below_the_authors() -> None:
    """A day between authors and text is kept beside the text, where the date is looked for."""
    document = read("渡口与茶馆", "王建国，李雷", "2019年3月5日", TEXT)

    assert ["2019年3月5日"] == [one.text for one in document.blocks if one.is_furniture]


@pytest.mark.parametrize(
    "line",
    [
        "收稿日期：2019-03-04；修回日期：2019-04-18",
        "[收稿日期] 2019-03-04",
        "基金项目：北坡省社科规划项目“小城交通”（2018BP0123）。",
        "【基金项目】国家社会科学基金项目",
        "作者简介：王建国（1980—），男，北坡人，教授，研究方向为区域经济。",
        "*通讯作者：李雷，讲师",
        "中图分类号：F512.7　文献标志码：A　文章编号：1000-0001（2019）03-0012-09",
        "中图分类号 F512.7 文献标识码 A",
        "DOI：10.12345/j.issn.1000-0001.2019.03.002",
        "关键词：渡口；大桥；小城",
        "Key words: ferry; bridge",
        "引用格式：王建国．渡口与茶馆[J]．北坡学报，2019．",
        "Received: 2019-03-04",
        "收稿日期：2019-03-04　作者簡介：王建國",
    ],
)
def test_fields_of_a_paper(line: str) -> None:
    """Statements about a paper are not quoted, on its first page and at its end."""
    assert ["渡口与茶馆", TEXT, OTHER] == quoted(read("渡口与茶馆", line, TEXT, OTHER))
    far = read_paper(blocks("渡口与茶馆", TEXT, OTHER, line), "渡口与茶馆", 1)
    assert ["渡口与茶馆", TEXT, OTHER] == [block.text for block in far.blocks]


@pytest.mark.parametrize(
    "line",
    [
        "基金经理们最怕的，是读者只看去年的收益。",
        "作者：我写这本书用了十年。",
        "研究：河流怎样改道",
        "关键词是什么，谁也说不清楚。",
        "收稿的人早已退休",
        "引文格式各家不同，读者不必在意。",
    ],
)
def test_lines_that_only_look_like_fields(line: str) -> None:
    """A line of the text that begins with such a word is text."""
    assert not is_field(line)


def test_author_of_a_bio() -> None:
    """A bio names the author, and a field the day, if no names stand below the title."""
    bio = "作者简介：王建国（1980—），男，北坡大学教授。"

    document = read("渡口与茶馆", ABSTRACT, bio, "网络首发日期：2019-05-06", TEXT)

    assert {"author": "王建国", "date": "2019-05-06"} == document.metadata


SOURCES = (
    "[1] 王建国．渡口的黄昏[M]．北坡：北坡出版社，2001：12-15．",
    "[2] SMITH J. Bridges and towns[J]. Journal of Transport, 2012, 8(2): 101-118.",
    "周大川：《桥与城》，北坡：北坡出版社，2005年。",
)


@pytest.mark.parametrize(
    "heading",
    [
        "参考文献",
        "参考文献：",
        "【参考文献】",
        "六、参考文献",
        "参 考 文 献",
        "主要参考文献",
        "References",
        "參考文獻",
        "引用文献",
    ],
)
def test_lists_of_sources(heading: str) -> None:
    """A list of sources is no text; what follows it is."""
    document = read("渡口与茶馆", TEXT, heading, *SOURCES, "附录　问卷", OTHER)

    assert ["渡口与茶馆", TEXT, "附录　问卷", OTHER] == quoted(document)


@pytest.mark.parametrize(
    "sources",
    [
        (
            "王芳，1999，我在渡口的日子，北坡文艺第3期。",
            "李雷、王芳（2003）这座桥的来历，北坡学报。",
        ),
        ("1. 县志办档案。", "2. 县志办. 北坡县志. 北坡出版社, 2003."),
    ],
)
def test_sources_that_end_with_a_full_stop(sources: Sequence[str]) -> None:
    """A source may sound like a sentence: year and place tell it, or the one below it."""
    assert ["渡口与茶馆", TEXT] == quoted(read("渡口与茶馆", TEXT, "参考文献", *sources))


def test_a_source_behind_the_heading() -> None:
    """A list that begins on the line of its heading is no text either."""
    lists = (f"参考文献：{SOURCES[0]}", *SOURCES[1:])

    assert ["渡口与茶馆", TEXT] == quoted(read("渡口与茶馆", TEXT, *lists))


@pytest.mark.parametrize(
    "texts",
    [
        (
            "参考文献",
            "写法各家不同，学生最怕的是标点，老师最怕的是抄错页码，编辑最怕的是两者都错。",
            OTHER,
        ),
        (
            "注释",
            "这一章讲怎样给古书作注，先讲字，再讲事，最后才讲意思，次序不能乱，一步也不能省。",
            OTHER,
        ),
        ("资料来源：作者根据问卷整理。", OTHER),
        ("推荐书目", *SOURCES),
    ],
)
def test_headings_without_a_list(texts: Sequence[str]) -> None:
    """Prose below such a heading, and lists under other headings, are text."""
    assert ["渡口与茶馆", *texts] == quoted(read("渡口与茶馆", *texts))


def test_a_text_of_sources() -> None:
    """A document that is a list of sources keeps it."""
    assert ["渡口书目", "参考文献", *SOURCES] == quoted(read("渡口书目", "参考文献", *SOURCES))


@pytest.mark.parametrize("mark", ["①", "[1]", enclosed("1"), enclosed("①"), enclosed("[1]")])
def test_notes_at_the_end(mark: str) -> None:
    """A note from the end stands with the paragraph that refers to it."""
    number = "①" if "①" in mark else "1"
    label = "①" if "①" in mark else "[1]"
    note = "独自居住，指家里没有其他成年人同住，不论子女是否在本县。"
    given = blocks("渡口", f"独自居住的老人{mark}占了四成。", TEXT, "注释：", f"{label} {note}")

    found = without_sources(given)

    assert ["渡口", f"独自居住的老人[{number}]占了四成。", TEXT] == [one.text for one in found]
    assert ((), (f"[{number}] {note}",), ()) == tuple(one.notes for one in found)


def test_items_in_circles_refer_to_no_note() -> None:
    """A number that stands twice in a text is that of an item, and no note is put there."""
    items = "带①票、②伞，上船前再看①。"

    assert items == without_sources(blocks("渡口", items, TEXT, OTHER, "注释", "① 船票。"))[1].text


@pytest.mark.parametrize(
    "number", ["北政办发〔2021〕15号", "北政办发[2021] 第15号", "（北政〔2021〕3号）"]
)
def test_official_documents(number: str) -> None:
    """The title of an official document is below its number, on one line or on several."""
    document = read(
        *("北坡县人民政府文件", "特急", number, "关于保留部分渡船班次", "有关事项的通知"),
        *("各乡镇人民政府：", TEXT, OTHER, "（此件公开发布）"),
    )

    assert "关于保留部分渡船班次有关事项的通知" == document.metadata["title"]
    assert [document.metadata["title"], "各乡镇人民政府：", TEXT, OTHER] == quoted(document)


def test_the_signature_of_a_document_that_sends_another() -> None:
    """Office and day above the document that is sent along are its author and its date."""
    rules = ("渡船班次管理办法", "第一条　为了方便群众过河，制定本办法。")
    document = read(
        *("北政发〔2021〕3号", "关于印发管理办法的通知", "各部门：", TEXT),
        *("北坡县人民政府", "2021年6月18日", *rules, "抄送：县委办公室。"),
    )

    assert ["关于印发管理办法的通知", "各部门：", TEXT, *rules] == quoted(document)
    assert "北坡县人民政府" == document.metadata["author"]
    assert "2021年6月18日" == document.metadata["date"]


def test_a_number_in_the_text_makes_no_official_document() -> None:
    """A report that begins with prose and names a document further down keeps its lines."""
    texts = ("渡口与茶馆", TEXT, OTHER, "北政办发〔2021〕15号", "关于渡船的通知", OTHER)

    assert [*texts] == quoted(read(*texts))


def test_a_paper_as_pdf() -> None:
    """Authors, places of work, fields and sources of a PDF are no passages."""

    def draw(canvas: Canvas) -> None:
        write(canvas, (200, 780), "渡口与茶馆", size=20)
        write(canvas, (220, 745), "王建国")
        write(canvas, (256, 750), "1", size=7)
        write(canvas, (260, 745), "，李　雷")
        write(canvas, (150, 720), "（北坡大学 经济学院，北坡 100000）", size=10)
        write(canvas, (60, 690), ABSTRACT, "关键词：渡口；茶馆", size=10)
        write(canvas, (60, 640), *("　　" + TEXT[:34], TEXT[34:]))
        write(canvas, (60, 560), "参考文献", size=14)
        write(canvas, (60, 530), *SOURCES[:2], size=9)
        write(canvas, (60, 60), "收稿日期：2019-03-04", size=9)

    document = read_pdf(drawn_pdf(draw), 10_000)

    assert ["渡口与茶馆", ABSTRACT.replace("　", ""), TEXT] == quoted(document)
    assert "王建国、李雷" == document.metadata["author"]


def test_a_paper_as_docx() -> None:
    """Authors, fields, sources and notes typed at the end of a DOCX are no passages."""
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>{}</w:t></w:r>"
    names = (
        f"<w:p><w:r><w:t>王建国</w:t></w:r>{raised.format('1')}<w:r><w:t>，李雷</w:t></w:r>"
        f"{raised.format('2')}</w:p>"
    )
    noted = (
        f"<w:p><w:r><w:t>{TEXT}</w:t></w:r>{raised.format('[')}{raised.format('1')}"
        f"{raised.format(']')}</w:p>"
    )
    document = read_word(
        docx(
            paragraph("渡口与茶馆", "H1"),
            names,
            paragraph("（1.北坡大学；2.南岭学院）"),
            paragraph("收稿日期：2019-03-04"),
            noted,
            paragraph(OTHER),
            paragraph("注释"),
            paragraph("[1] 问卷共一千二百份。"),
        ),
        10_000,
    )

    assert ["渡口与茶馆", f"{TEXT}[1]", OTHER] == quoted(document)
    assert ("[1] 问卷共一千二百份。",) == document.blocks[1].notes
    assert "王建国、李雷" == document.metadata["author"]


def test_a_field_in_a_footnote_of_a_docx() -> None:
    """A footnote that names a fund is left out with its mark; other footnotes stay."""
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(text)}</w:footnote>'
        for number, text in ((2, "基金项目：北坡省社科规划项目。"), (3, "问卷共一千二百份。"))
    )
    body = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r>{reference.format(2)}{reference.format(3)}</w:p>"

    document = read_word(docx(paragraph("渡口", "H1"), body, footnotes=notes), 10_000)

    assert (f"{TEXT}[2]", ("[2] 问卷共一千二百份。",)) == (
        document.blocks[1].text,
        document.blocks[1].notes,
    )


def test_a_paragraph_that_is_only_the_mark_of_a_field() -> None:
    """Nothing is left of a paragraph that only refers to a footnote which names a fund."""
    mark = Block("paragraph", "[1]", notes=("[1] 基金项目：北坡省社科规划项目。",))

    paper = read_paper([*blocks("渡口", TEXT), mark], "渡口", 3)

    assert ["渡口", TEXT] == [block.text for block in paper.blocks]


@pytest.mark.parametrize("filler", ["\u3000", "（", "[", "①", "1", "王建国，", "\ufdd0", "A "])
def test_hostile_lines_cost_little(filler: str) -> None:
    """Lines of one repeated character, however long, are looked at once."""
    texts = [
        "渡口",
        "王建国，李雷",
        "参考文献" + filler * 20_000 + "。",
        "①" + filler * 20_000,
        TEXT,
    ]

    assert TEXT in quoted(read(*texts))


def test_a_document_of_one_field(tmp_path: Path) -> None:
    """A document of nothing but a field has no text, and keeps no other file from being read."""
    (tmp_path / "a.docx").write_bytes(docx(paragraph("关键词：渡船")))
    (tmp_path / "b.txt").write_text(f"渡口\n{TEXT}", "utf-8")

    found = load(tmp_path, lambda _: 0)
    assert ["b.txt"] == [article.path for article in found.corpus.articles]
    assert "no text" in str(found.problems[0].message)


def test_short_sentences_behind_a_list() -> None:
    """A sentence that cites nothing ends a list of sources, however short it is."""
    behind = ("第二天我又去了一次渡口，船还在。", "人不在了。")
    texts = ["渡口", TEXT, OTHER, "参考资料", *SOURCES, *behind]

    assert ["渡口", TEXT, OTHER, *behind] == quoted(read(*texts))


def test_notes_without_a_mark_in_the_text() -> None:
    """A list of notes to which no mark refers is text: the notes of a recipe, say."""
    texts = ["糖水", TEXT, OTHER, "注", "1. 火要小。", "2. 糖要多。", "上桌之前撒一把葱花。"]

    assert texts == quoted(read(*texts))


@pytest.mark.parametrize("filler", ["• {}a①", "【{}①", "①\n【{}a"])
def test_long_white_space_costs_little(filler: str) -> None:
    """White space is looked at once; ten thousand blanks took seconds before."""
    start = time.process_time()
    with_written_notes(blocks("渡口", filler.format(" " * 20_000), TEXT))

    assert time.process_time() - start < 2
