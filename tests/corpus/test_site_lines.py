"""What sites write around and into an article is no text of it, and its look-alikes are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corpus.loading import load
from corpus.model import Article

FIRST = "晒谷场的尽头有一间磨面的小屋，驴子绕着石磨走了一辈子，地上踏出一圈发亮的土。"
SECOND = "磨面的老人耳朵不好，来人只管把口袋放下，他掂一掂分量，便知道要磨几遍。"
THIRD = "通电以后石磨换成了机器，半袋麦子一会儿就磨完，老人反倒不知道该坐在哪里了。"
TITLE = "磨面的小屋"
PARAGRAPHS = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def article_of(folder: Path, markup: str, name: str = "a.html") -> Article:
    """Return the article of one file."""
    (folder / name).write_text(markup, "utf-8")
    (article,) = load(folder, lambda _: 0).corpus.articles
    return article


def page_of(*lines: str, title: str = TITLE, heading: str = TITLE) -> str:
    """Return a page with these lines behind its first paragraph."""
    within = "".join(f"<p>{line}</p>" for line in lines)
    heading = f"<h1>{heading}</h1>" if heading else ""
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><article>{heading}"
        f"<p>{FIRST}</p>{within}<p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
    )


def text_of(article: Article) -> str:
    """Return the headings and the text of an article, without breaks."""
    parts = dict.fromkeys(part for one in article.passages for part in (*one.heading, one.text))
    return "".join(parts).replace("\n", "")


WITHIN = (
    "炒股就看老磨坊分析师研报，专业，及时，陪您看清每一次起落！",
    "海量资讯、精准解读，尽在磨坊财经APP",
    "点击查看更多",
    "点击进入专题",
    "更多精彩内容，请下载磨坊新闻客户端",
)


@pytest.mark.parametrize("line", WITHIN)
def test_an_advertisement_within_an_article(tmp_path: Path, line: str) -> None:
    """A line in which a portal advertises is neither text nor a heading, wherever it stands."""
    assert text_of(article_of(tmp_path, page_of(line))) == FIRST + SECOND + THIRD


def test_the_same_words_in_a_sentence(tmp_path: Path) -> None:
    """A sentence with the words of an advertisement is text."""
    line = "炒股就看今天的脸色，磨坊主人这样说，旁边的人都笑。"

    assert line in text_of(article_of(tmp_path, page_of(line)))


BELOW = (
    ("fb﹕老磨坊", "IG：oldmill"),
    ("電郵：mill@example.org", "Facebook: facebook.com/oldmill"),
    ("[開眼看山村]",),
    ("撰文：周明遠", "編輯：李小禾", "fb：老磨坊"),
    ("相關新聞", "山路加寬 車隊進村", "水輪重修 遊人圍觀"),
)


@pytest.mark.parametrize("lines", BELOW, ids=lambda lines: lines[0])
def test_what_papers_of_hong_kong_write_below(tmp_path: Path, lines: tuple[str, ...]) -> None:
    """Accounts, columns, people and other news below an article are no text of it."""
    markup = page_of().replace("</article>", "".join(f"<p>{line}</p>" for line in lines))

    assert text_of(article_of(tmp_path, markup)) == FIRST + SECOND + THIRD


WARNINGS = ("这篇影评可能有剧透", "这篇书评可能有关键情节透露", "這篇影評可能有劇透")


@pytest.mark.parametrize("line", WARNINGS)
def test_the_warning_above_a_review(tmp_path: Path, line: str) -> None:
    """The line that warns of what a review tells is neither text nor a heading."""
    markup = page_of().replace("<p>", f"<p>{line}</p><p>", 1)

    assert text_of(article_of(tmp_path, markup)) == FIRST + SECOND + THIRD


HATNOTES = (
    "关于同名的小说，请见“磨面的小屋 (小说)”。",
    "主条目：石磨的历史",
    "此条目没有列出任何参考或来源。(2019年5月6日)",
    "本页面最后修订于2021年3月4日 (星期四) 08:15。",
)


@pytest.mark.parametrize("line", HATNOTES)
def test_notices_of_an_encyclopedia(tmp_path: Path, line: str) -> None:
    """What an encyclopedia says about its page, and of pages like it, is no text."""
    assert text_of(article_of(tmp_path, page_of(line))) == FIRST + SECOND + THIRD


@pytest.mark.parametrize("mark", ["[来源请求]", "[來源請求]", "[需要更好来源]"])
def test_marks_for_the_editors_of_an_encyclopedia(tmp_path: Path, mark: str) -> None:
    """A mark that asks for a source is not quoted; the same mark in quotes is."""
    quoted = f"页边有人写下“{mark}”几个字，他看了半天，也没有弄明白那是写给谁的话。"
    article = article_of(tmp_path, page_of(f"石磨转一圈要喝半盏茶。{mark}{quoted}{mark}"))

    assert f"石磨转一圈要喝半盏茶。{quoted}" in text_of(article)
    assert text_of(article).count(mark) == 1


def test_boxes_of_an_encyclopedia(tmp_path: Path) -> None:
    """Boxes of notices and of other pages are no text, and the last change dates the page."""
    notice = "<table class='metadata ambox'><tr><td>需要清理。</td><td>请协助。</td></tr></table>"
    others = "<table class='navbox'><tr><th>农具</th><td>石磨 · 水轮 · 碾子</td></tr></table>"
    page = page_of().replace("<h1>", f"{notice}<h1>").replace("</article>", f"{others}</article>")
    page += "<footer><li>本页面最后修订于2021年3月4日 (星期四) 08:15。</li></footer>"
    article = article_of(tmp_path, page)

    assert text_of(article) == FIRST + SECOND + THIRD
    assert article.date == date(2021, 3, 4)


REVIEWS = {
    f"{TITLE}（石磨 第一季）影评": "",
    f"{TITLE}（石磨）书评 - 豆瓣": TITLE,
    f"{TITLE}（石磨）剧评": TITLE,
    f"{TITLE} @ 山村札記 :: 痞客邦 ::": "",
    f"{TITLE} @ 山村札記 :: 隨意窩 Xuite日誌": "",
}


@pytest.mark.parametrize("stated", REVIEWS, ids=lambda stated: stated[-12:])
def test_titles_of_reviews_and_posts(tmp_path: Path, stated: str) -> None:
    """The work that a review is about, and the blog and its host, are no parts of a title."""
    page = page_of(title=stated, heading=REVIEWS[stated])

    assert article_of(tmp_path, page).title == TITLE


POSTS = (
    (
        "<h2 class='date-header'><span>2012年5月6日 星期日</span></h2><div class='post hentry'>"
        "<h3 class='post-title entry-title'>{}</h3><div class='post-body'>{}</div></div>"
    ),
    (
        "<h2 class='date-header'>Sunday, May 6, 2012</h2><div class=post>"
        "<h3 class='post-title'><a href='/a.html'>{}</a></h3><div class='post-body'>{}</div></div>"
    ),
)


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("title", ["山村札記", f"山村札記: {TITLE}"])
def test_a_post_below_the_name_of_its_blog(tmp_path: Path, title: str, post: str) -> None:
    """The heading and the day of the only post are those of the article."""
    labels = "<p class='post-footer'>標籤： 石磨, 山村</p>"
    head = f"<head><title>{title}</title></head>"
    page = f"<!doctype html><html>{head}<h1>山村札記</h1>{post.format(TITLE, PARAGRAPHS)}{labels}"
    article = article_of(tmp_path, page)

    assert article.title == TITLE
    assert article.date == date(2012, 5, 6)
    assert text_of(article) == FIRST + SECOND + THIRD


def test_the_title_of_another_post(tmp_path: Path) -> None:
    """The heading of a post in a list beside the article is not its title."""
    aside = "<ul><li><h3 class='entry-title'>水轮与驴子</h3></li></ul>"
    page = page_of(title=f"{TITLE} - 山村札記").replace("</article>", f"</article>{aside}")

    assert article_of(tmp_path, page).title == TITLE


BOXES = (
    (
        "<li class=publish><span class=month>May</span> <span class=date>12</span>"
        " <span class=day>Sun</span> <span class=year>2019</span> <span>10:30</span></li>"
    ),
    "<div><div class=month>May</div><div class=date>12</div><div>Sun</div><div>2019</div></div>",
    "<p>May 12 Sun 2019 10:30</p>",
    "<p>12 May, Sunday 2019</p>",
)


@pytest.mark.parametrize("boxes", BOXES)
def test_a_day_in_boxes(tmp_path: Path, boxes: str) -> None:
    """Month, day and year in boxes of their own are the day of a post."""
    article = article_of(tmp_path, page_of().replace("<h1>", f"<ul>{boxes}</ul><h1>"))

    assert article.date == date(2019, 5, 12)
    assert text_of(article) == FIRST + SECOND + THIRD


ATTACHMENTS = (
    "<p>附件：<a href=a.doc>1.农具名录.doc</a></p><p><a href=b.doc>2.保护办法.doc</a></p>",
    "<p>附件：</p><p>1. <a href=a.doc>农具名录.doc</a></p>",
    "<p>相关附件</p><p><a href=a.doc>附件1：农具名录</a></p>",
    "<p>附件1：<a href=a.doc>农具名录</a></p><p>附件2：<a href=b.pdf>保护办法（样式）</a></p>",
)


@pytest.mark.parametrize("links", ATTACHMENTS)
def test_links_to_attachments(tmp_path: Path, links: str) -> None:
    """Links to the attachments of a document, and their label, are no text."""
    page = page_of().replace("</article>", f"{links}</article>")

    assert text_of(article_of(tmp_path, page)) == FIRST + SECOND + THIRD


def test_a_list_of_attachments(tmp_path: Path) -> None:
    """The names of attachments are text where they are no links."""
    page = page_of().replace("</article>", "<p>附件：1. 农具名录</p><p>2. 保护办法</p></article>")

    assert text_of(article_of(tmp_path, page)).endswith("附件：1. 农具名录2. 保护办法")


LABELS = ("本期赞助", "广告", "【赞助】", "本期由某某茶行赞助播出")
AD = "某某茶行新到一批春茶，输入优惠码可以打八折，全场包邮，售完为止。"
LETTER = (
    f"<h2>磨坊</h2><p>{FIRST}</p><p>{SECOND}</p>",
    "<h3>{}</h3>" + f"<p>{AD}</p>",
    f"<h2>来信</h2><p>{THIRD}</p>",
)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("is_whole", [True, False])
def test_the_section_of_a_sponsor(tmp_path: Path, label: str, *, is_whole: bool) -> None:
    """Sections of a newsletter are read, in one table or in several, but for a sponsor's."""
    rows = "".join(f"<tr><td>{one.format(label)}</td></tr>" for one in LETTER)
    rows = rows if is_whole else rows.replace("</tr><tr>", "</tr></table><table><tr>")
    page = f"<!doctype html><html><head><title>{TITLE}</title></head><table>{rows}</table>"

    assert text_of(article_of(tmp_path, page)) == f"磨坊{FIRST}{SECOND}来信{THIRD}"


def test_a_section_about_advertisements(tmp_path: Path) -> None:
    """A section of an article with the heading 广告 is text."""
    page = page_of().replace("</article>", f"<h2>广告</h2><p>{AD}</p></article>")

    assert text_of(article_of(tmp_path, page)).endswith(f"广告{AD}")


def test_labels_of_one_character_behind_a_name(tmp_path: Path) -> None:
    """The last character of a name is no label, although it is one with that of the next field."""
    page = page_of().replace("</article>", "<p>文：周學文　圖：李小禾</p></article>")

    assert article_of(tmp_path, page).author == "周學文"


LICENCES = (
    (
        "> 本文作者：李小禾\n> 本文链接：<https://example.org/mill/>\n"
        "> 版权声明：本博客所有文章除特别声明外，均采用 BY-NC-SA 许可协议。"
    ),
    (
        "> **文章作者:** 李小禾\n> **文章链接:** https://example.org/mill/\n"
        "> **版权声明:** 除特别声明外，均采用 CC BY 4.0 许可协议。转载请注明来自山村！"
    ),
    (
        "- 本文作者：李小禾\n- 本文链接：<https://example.org/mill/>\n"
        "- 版权声明：本文采用 CC BY 4.0 许可协议，转载请注明出处。"
    ),
)


@pytest.mark.parametrize("box", LICENCES)
def test_the_box_with_the_licence_of_a_blog(tmp_path: Path, box: str) -> None:
    """The box below a post in Markdown is no text, and names its author and its address."""
    text = f"# {TITLE}\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n{box}\n"
    article = article_of(tmp_path, text, "a.md")

    assert text_of(article) == FIRST + SECOND + THIRD
    assert (article.author, article.url) == ("李小禾", "https://example.org/mill/")


ABOVE = ("<h3>{}</h3>", "<h4>{}</h4>", "<p class=introtitle>{}</p>")


@pytest.mark.parametrize("above", ABOVE)
def test_a_line_above_the_title(tmp_path: Path, above: str) -> None:
    """What a paper prints above the title and below it is kept; the title is no section."""
    line, subtitle = "某某县农具调查", "<h2>石磨转了一百年</h2>"
    page = (
        page_of().replace("<h1>", f"{above.format(line)}<h1>").replace("</h1>", f"</h1>{subtitle}")
    )
    article = article_of(tmp_path, page)

    assert article.title == TITLE
    assert TITLE not in {part for one in article.passages for part in one.heading}
    assert "石磨转了一百年" in article.passages[-1].heading
