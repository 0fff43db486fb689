"""Text of the author that looks like what stands around an article is kept, and names nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article
from retrieval.text.analysis import Analyzer
from tests.documents import docx, paragraph

TITLE = "桥头的豆腐坊"
TEXT = (
    "豆腐坊的灯每天三点就亮了，推磨的声音隔着两条巷子也能听见，街上的人都说那是钟。",
    "后来有了电磨，一个钟头磨完一天的豆子，师傅还是三点起来，坐在门口等天亮。",
    "我问他等什么，他说等第一个来买豆浆的人，那个人总是会来的，下雨天也一样。",
)


def read(folder: Path, analyzer: Analyzer, *lines: str, form: str = "txt") -> Article:
    """Return the article of lines, each a paragraph, the first of which is the title."""
    if form == "docx":
        body = docx(paragraph(lines[0], "H1"), *map(paragraph, lines[1:]))
        (folder / "a.docx").write_bytes(body)
    elif form == "html":
        written = "".join(f"<p>{line}</p>" for line in lines[1:])
        page = f"<html><body><article><h1>{lines[0]}</h1>{written}</article></body></html>"
        (folder / "a.html").write_text(page, "utf-8")
    else:
        (folder / "a.txt").write_text("\n\n".join(lines), "utf-8")
    (article,) = load(folder, analyzer.frequency).corpus.articles
    return article


def texts(article: Article) -> list[str]:
    """Return the lines of an article's headings and passages."""
    found = [*article.headings, *(passage.text for passage in article.passages)]
    return "\n".join(found).split("\n")


def check(folder: Path, analyzer: Analyzer, lines: tuple[str, ...], form: str) -> None:
    """Assert that the lines below a title are all read as text, and that there is no author."""
    article = read(folder, analyzer, TITLE, *lines, form=form)

    assert article.author is None
    assert sorted(lines) == sorted(texts(article))


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize(
    "line",
    [
        *("原创 河流", "整理 房间", "翻译 练习", "记者 生涯", "作者 之死", "原创 音乐"),
        *("文字 游戏", "整理 方法", "编译 原理"),
    ],
)
def test_a_word_behind_a_role(tmp_path: Path, analyzer: Analyzer, line: str, form: str) -> None:
    """A word that is no name, behind a role without a colon, is a line of the text."""
    check(tmp_path, analyzer, (line, *TEXT), form)


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("作者 周明远", "周明远"),
        ("原创 何以安", "何以安"),
        ("本报记者 周明远", "周明远"),
        ("原创 桥头笔记 2019-05-06", "桥头笔记"),
    ],
)
def test_a_name_behind_a_role(
    tmp_path: Path, analyzer: Analyzer, line: str, author: str, form: str
) -> None:
    """A name behind a role without a colon is that of the author, as is an account with a day."""
    article = read(tmp_path, analyzer, TITLE, line, *TEXT, form=form)

    assert (author, [*TEXT]) == (article.author, texts(article))


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize(
    "lines",
    [
        ("周明远 何小红 张建国 刘芳",),
        ("周明远、何小红、张建国、刘芳、赵强",),
        ("周明远 何小红", "张建国 刘芳"),
        ("周明远", "何小红", "张建国"),
        ("第一组", "周明远 何小红 张建国", "第二组", "刘芳 赵强 孙丽"),
        ("周明远 何小红 张建国", "那年我们在桥头中学的操场上照了相。"),
    ],
)
def test_lists_of_names(
    tmp_path: Path, analyzer: Analyzer, lines: tuple[str, ...], form: str
) -> None:
    """A class or a cast below the title is text, and its people are no authors."""
    check(tmp_path, analyzer, (*lines, *TEXT), form)


@pytest.mark.parametrize(
    "behind", ["（桥头大学 历史系，桥头 100000）", "桥头大学历史系", f"摘要：{TEXT[0]}"]
)
def test_authors_on_two_lines(tmp_path: Path, analyzer: Analyzer, behind: str) -> None:
    """Names on two lines are authors where they work below them, or the abstract stands there."""
    lines = ("周明远　何小红", "张建国　刘芳", behind, *TEXT[1:])
    article = read(tmp_path, analyzer, TITLE, *lines, form="docx")

    assert "周明远、何小红、张建国、刘芳" == article.author


@pytest.mark.parametrize(
    "lines",
    [
        ("参考资料", "1. 带上借书证，到柜台登记。", "2. 三十天内归还，每人五本。"),
        ("二、参考资料", "（1）先看书名，再看目录。", "（2）看不懂的先放下。"),
        ("文献", "老人说那家出版社早就没有了，书还在，翻到第3页就能看见他的名字。"),
        ("文献", "出版社的编辑1998年，也就是桥通的那年，把那张纸拿走了。"),
        ("引文", "《豆腐谱》是他抄的，印了3000册，一册也没有卖出去。"),
        ("二、注", "1. 在书边写下自己的话，隔年再看。", "三、记"),
    ],
)
def test_headings_that_lists_of_sources_have(
    tmp_path: Path, analyzer: Analyzer, lines: tuple[str, ...]
) -> None:
    """Sentences below a heading such as 参考资料 are text, numbered ones as well."""
    check(tmp_path, analyzer, (TEXT[0], *lines, TEXT[1]), "docx")


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：这四个字他印了三十年，从来没有人问过他是谁。",
        "关键词 2019年，这个词第一次写进县里的报告。",
        "收稿日期：他把这四个字写在信封上，又划掉了。",
        "引用本文：请把这句话抄在本子上，然后忘掉它。",
        "校对：我做这一行，眼睛坏得很快。",
        "Accepted 3 years later, the plan had already been forgotten by those who wrote it.",
        "Citation: 4 lines that nobody in the village had ever read to the end.",
    ],
)
@pytest.mark.parametrize("place", [0, 1, 3])
def test_sentences_behind_a_label_of_papers(
    tmp_path: Path, analyzer: Analyzer, line: str, place: int
) -> None:
    """A sentence behind a label such as 责任编辑 is text of a DOCX, wherever it stands."""
    check(tmp_path, analyzer, (*TEXT[:place], line, *TEXT[place:]), "docx")


LAST = (
    "（本文作者是我的朋友，去年冬天搬走了，稿子是我替他抄的。）",
    "（作者是个左撇子，写字的时候总碰到旁边的人。）",
    "（作者为了写这一段，在桥头住了三个月。）",
    "市场有风险，他比谁都清楚，可那年春天他还是把房子抵了出去。",
    "风险提示：我不是医生，我的话只当故事听。",
    "3人喜欢",
    "点击查看答案",
    "点下方链接查看谜底和答案",
    "链接：https://example.org/doufu",
    "参加单位：县交通局、县水利局",
    "牵头部门：县交通局",
    "主办单位：某某县豆腐行业联合会",
    "技术支持：老王和他的徒弟",
    "口述：周明远",
    "主讲人：周明远",
    "写于2019年5月6日，桥通车的那一天。",
    "2019年5月6日写信给他",
    "2019年5月6日于老屋的灯下",
)


@pytest.mark.parametrize("form", ["txt", "html"])
@pytest.mark.parametrize("line", LAST)
def test_the_last_line(tmp_path: Path, analyzer: Analyzer, line: str, form: str) -> None:
    """The last line of a text is the author's unless it can only be the site's."""
    check(tmp_path, analyzer, (*TEXT, line), form)


@pytest.mark.parametrize("form", ["txt", "docx"])
@pytest.mark.parametrize(
    "line",
    [
        *("参加单位：县交通局、县水利局", "牵头部门：县交通局", "上级单位：县交通局"),
        *("口述：周明远", "主讲人：周明远", "讲述者：周明远"),
    ],
)
def test_minutes_and_those_who_speak(
    tmp_path: Path, analyzer: Analyzer, line: str, form: str
) -> None:
    """Those who took part, and whoever told what is written, stand in the text."""
    check(tmp_path, analyzer, (line, *TEXT), form)


def test_who_writes_down_what_is_told(tmp_path: Path, analyzer: Analyzer) -> None:
    """Beside whoever tells something, the one who wrote it is the author."""
    article = read(tmp_path, analyzer, TITLE, "口述：何以安　整理：周明远", *TEXT)

    assert "周明远" == article.author


@pytest.mark.parametrize("line", ["写于2019年5月6日", "2019年5月6日写于桥头"])
def test_a_day_of_writing(tmp_path: Path, analyzer: Analyzer, line: str) -> None:
    """A last line that says no more than when and where a text was written is its date."""
    article = read(tmp_path, analyzer, TITLE, *TEXT, line)

    assert (date(2019, 5, 6), [*TEXT]) == (article.date, texts(article))


@pytest.mark.parametrize("form", ["txt", "html", "docx"])
@pytest.mark.parametrize("mark", ["完", "（完）", "—— END ——"])
def test_the_end_of_one_of_several_stories(
    tmp_path: Path, analyzer: Analyzer, mark: str, form: str
) -> None:
    """A mark of the end between stories ends none but its own."""
    lines = (TEXT[0], mark, "第二个故事", TEXT[1], mark, "第三个故事", TEXT[2], mark)
    article = read(tmp_path, analyzer, TITLE, *lines, form=form)

    assert {line for line in lines if line != mark} == {*texts(article)}


@pytest.mark.parametrize("heading", ["全部评论", "精彩留言", "网友评论"])
def test_a_heading_of_comments_in_a_text(tmp_path: Path, analyzer: Analyzer, heading: str) -> None:
    """A heading such as 全部评论 above the longer part of a text is one of its own."""
    check(tmp_path, analyzer, (TEXT[0], heading, *TEXT[1:]), "txt")


def test_comments_below_a_text(tmp_path: Path, analyzer: Analyzer) -> None:
    """Comments are furniture, however many they are, where they are no paragraphs of prose."""
    comments = [part for at in range(40) for part in (f"读者{at}", "写得真好", f"{at}楼")]
    article = read(tmp_path, analyzer, TITLE, *TEXT, "全部评论", *comments)

    assert [*TEXT] == texts(article)


def test_long_comments_below_a_text(tmp_path: Path, analyzer: Analyzer) -> None:
    """Comments of whole sentences are known by the names and days beside them."""
    comments = [part for at in range(1, 9) for part in (f"读者{at}", TEXT[2], f"2019-05-0{at}")]
    lines = ("2018-03-04", *TEXT[:2], "全部评论", *comments)
    article = read(tmp_path, analyzer, TITLE, *lines, form="html")

    assert (date(2018, 3, 4), [*TEXT[:2]]) == (article.date, texts(article))


@pytest.mark.parametrize("form", ["txt", "html", "docx"])
@pytest.mark.parametrize("asker", ["记者", "作者", "编辑"])
def test_turns_of_an_interview(tmp_path: Path, analyzer: Analyzer, asker: str, form: str) -> None:
    """Short questions of an interview are text, also where one could be a name."""
    asked = (f"{asker}：后来呢", f"{asker}：安全", f"{asker}：您为什么回来", f"{asker}：谢谢")
    lines = (asked[0], f"何以安：{TEXT[0]}", *asked[1:3], f"何以安：{TEXT[1]}", asked[3])
    check(tmp_path, analyzer, lines, form)


EVENTS = {
    "alone": ("2001年5月6日", TEXT[0], "2002年6月7日", TEXT[1], "2003年7月8日", TEXT[2]),
    "in digits": ("2001-05-06", TEXT[0], "2002-06-07", TEXT[1], "2003-07-08", TEXT[2]),
    "in a list": ("• 2001年5月6日", f"• {TEXT[0]}", "• 2002年6月7日", f"• {TEXT[1]}"),
    "with words": ("1958年5月6日　豆腐坊开张", "1976年6月7日　换了电磨", TEXT[0], TEXT[1]),
    "in Chinese": ("二〇〇一年五月六日", TEXT[0], "二〇〇二年六月七日", TEXT[1]),
}


@pytest.mark.parametrize("form", ["txt", "html", "docx"])
@pytest.mark.parametrize("events", EVENTS.values(), ids=EVENTS)
def test_a_chronology(
    tmp_path: Path, analyzer: Analyzer, events: tuple[str, ...], form: str
) -> None:
    """Days that head events are text, and none of them is the day of publication."""
    article = read(tmp_path, analyzer, TITLE, *events, form=form)

    assert (None, sorted(events)) == (article.date, sorted(texts(article)))


def test_the_day_above_and_below_a_text(tmp_path: Path, analyzer: Analyzer) -> None:
    """One day above a text and one below it head nothing, and are not quoted."""
    article = read(tmp_path, analyzer, TITLE, "2019-05-06", *TEXT, "2019年5月4日")

    assert (date(2019, 5, 6), [*TEXT]) == (article.date, texts(article))


def test_days_on_lines_of_paragraphs(tmp_path: Path, analyzer: Analyzer) -> None:
    """Days head events also where a line break stands between them."""
    days = ("2001年5月6日", "2002年6月7日")
    lines = [f"{day}<br>{line}" for day, line in zip(days, TEXT, strict=False)]
    article = read(tmp_path, analyzer, TITLE, *lines, form="html")

    assert (None, {*days, *TEXT[:2]}) == (article.date, {*texts(article)})


def test_days_of_comments(tmp_path: Path, analyzer: Analyzer) -> None:
    """Days below the names of those who comment are no events, and that of the text is known."""
    comments = [part for at in (5, 6, 7) for part in (f"读者{at}", f"2019-05-0{at}", TEXT[2])]
    lines = ("2018-03-04", *TEXT[:2], *comments)
    article = read(tmp_path, analyzer, TITLE, *lines, form="html")

    assert date(2018, 3, 4) == article.date
