"""Any folder is loaded into a corpus and a list of problems."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from corpus.days import latest_day
from corpus.loading import LoadResult, MissingFolderError, load
from corpus.model import Corpus


def load_folder(folder: Path) -> LoadResult:
    """Load without a dictionary, as no text here is damaged."""
    return load(folder, lambda _: 0)


def test_an_empty_folder_is_an_empty_corpus(tmp_path: Path) -> None:
    """An empty folder gives an empty corpus without problems."""
    assert LoadResult(Corpus(), ()) == load_folder(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """The error for a missing folder names it."""
    with pytest.raises(MissingFolderError, match="nowhere"):
        load_folder(tmp_path / "nowhere")


def test_plain_text_gets_title_byline_and_headings(tmp_path: Path) -> None:
    """In plain text the first line is the title; short lines are the author and headings."""
    (tmp_path / "a.txt").write_text(
        "一篇文章的题目\n王小明\n导语在此。\n图.png\n本文来自某网,作者:王小明,撰稿人。\n"
        "第一节\n第一节的正文在这里,一句话说完,不再多说。\n正文还有一段,也是一句话说完,不多说。\n第二节\n第二节的正文在这里。\nTHEEND\n最新评论(3)\n好！",
        "utf-8",
    )

    (article,) = load_folder(tmp_path).corpus.articles

    assert ("一篇文章的题目", "王小明") == (article.title, article.author)
    assert ("第一节", "第二节") == article.headings
    assert [
        "导语在此。",
        "第一节的正文在这里,一句话说完,不再多说。",
        "正文还有一段,也是一句话说完,不多说。",
        "第二节的正文在这里。",
    ] == [passage.text for passage in article.passages]
    assert [(), ("第一节",), ("第一节",), ("第二节",)] == [p.heading for p in article.passages]


def test_heading_path_follows_levels(tmp_path: Path) -> None:
    """A passage has every heading above it; a higher heading ends the lower ones."""
    (tmp_path / "a.md").write_text(
        "---\ntitle: 题\n---\n## 一\n\n### 甲\n\n文。\n\n## 二\n\n字。\n", "utf-8"
    )

    (article,) = load_folder(tmp_path).corpus.articles

    assert [("一", "甲"), ("二",)] == [passage.heading for passage in article.passages]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-12-28", date(2021, 12, 28)),
        ("2021-12-28 08:30:00", date(2021, 12, 28)),
        ("Tue, 28 Dec 2021 00:00:00 GMT", date(2021, 12, 28)),
        ("2021年3月5日", date(2021, 3, 5)),
        ("'2021/3/5'", date(2021, 3, 5)),
        ("去年夏天", None),
        ("2021-13-45", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(tmp_path: Path, written: str, expected: date | None) -> None:
    """Common notations of a date are read; anything else gives no date."""
    (tmp_path / "a.md").write_text(f"---\ntitle: 题\ndate: {written}\n---\n正文。\n", "utf-8")

    (article,) = load_folder(tmp_path).corpus.articles

    assert expected == article.date


@pytest.mark.parametrize("stated", ["date: {}", "date: 2021-12-28"])
def test_a_day_in_the_future(tmp_path: Path, stated: str) -> None:
    """A day that has come nowhere yet gives a warning, whoever states it, until it comes."""
    future, latest = latest_day() + timedelta(days=2), latest_day()
    for name, day in (("a.md", future), ("b.md", latest)):
        text = f"---\ntitle: 题{name}\n{stated.format(day)}\n---\n潮水退了，{name} 留在沙滩上。"
        (tmp_path / name).write_text(text, "utf-8")
    if "{" not in stated:
        entry = f'[[source]]\nmatch = "a.md"\ndate = {future}\n'
        (tmp_path / "sources.toml").write_text(entry, "utf-8")
    first = load_folder(tmp_path)
    again = load(tmp_path, lambda _: 0, known=first.catalogue)

    for loaded in (first, again):
        assert [("warning", "a.md")] == [(one.severity, one.path) for one in loaded.problems]
        assert str(future) in str(loaded.problems[0].message)
        assert () == loaded.catalogue["a.md"].file.problems


def test_metadata_of_front_matter(tmp_path: Path) -> None:
    """Title, author, link and id are read from the front matter; an invalid link is ignored."""
    (tmp_path / "a.md").write_text(
        "---\nid: x\ntitle: 题\nauthor: [甲, 乙]\nlink: https://example.org/a\n---\n文。", "utf-8"
    )
    (tmp_path / "b.md").write_text("---\ntitle: 题\nurl: javascript:alert(1)\n---\n文。", "utf-8")

    first, second = load_folder(tmp_path).corpus.articles

    assert ("x", "题", "甲、乙", "https://example.org/a") == (
        first.id,
        first.title,
        first.author,
        first.url,
    )
    assert ("b", None) == (second.id, second.url)


def test_the_platform_is_not_the_author(tmp_path: Path) -> None:
    """If the author field names the platform and a bio the writer, the writer is the author."""
    (tmp_path / "a.md").write_text(
        "---\ntitle: 题\nauthor: 某某网\n---\n正文。\n\n王小明，微信公众号：abc，某某网专栏作家。",
        "utf-8",
    )

    (article,) = load_folder(tmp_path).corpus.articles

    assert ("王小明", ["正文。"]) == (article.author, [p.text for p in article.passages])


def test_equal_ids_are_numbered(tmp_path: Path) -> None:
    """Files of the same name in two folders are two articles with different ids."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text("同样的一段话。", "utf-8")

    corpus = load_folder(tmp_path).corpus

    assert ["same", "same-2"] == [article.id for article in corpus.articles]
    assert 2 == len(corpus)
    assert corpus.article("same-2") is corpus.article_of(corpus.articles[1].passages[0])


def test_an_introduction_is_joined_to_the_next_paragraph(tmp_path: Path) -> None:
    """A question, a lead-in or a few words are joined to the next paragraph of the section."""
    text = "平台把服务做到了用户看不见的地方,这才是它的价值。"
    (tmp_path / "a.md").write_text(
        f"导语。\n\n## 一\n\n它改变了什么？\n\n{text}\n\n其中有三点：\n\n## 二\n\n{text}", "utf-8"
    )

    (article,) = load_folder(tmp_path).corpus.articles

    assert ["导语。", f"它改变了什么？\n{text}", "其中有三点：", text] == [
        passage.text for passage in article.passages
    ]


def test_passage_ids_outlive_edits_elsewhere(tmp_path: Path) -> None:
    """A passage keeps its id when others change; equal texts have different ids."""
    file = tmp_path / "a.txt"
    first, second, new = ("甲" * 20 + "。", "乙" * 20 + "。", "新" * 20 + "。")
    file.write_text(f"题目\n{first}\n{first}\n{second}", "utf-8")
    before = [passage.id for passage in load_folder(tmp_path).corpus.passages]
    file.write_text(f"题目\n{new}\n{first}\n{first}\n{second}", "utf-8")
    after = [passage.id for passage in load_folder(tmp_path).corpus.passages]

    assert before == after[1:]
    assert 4 == len(set(after))


def test_long_paragraphs_are_split_at_sentences(tmp_path: Path) -> None:
    """No passage has more than 600 characters; it ends at the end of a sentence if possible."""
    (tmp_path / "a.txt").write_text(
        "题目\n" + "这句话有十个字，对吧。" * 100 + "啊" * 1300, "utf-8"
    )

    texts = [passage.text for passage in load_folder(tmp_path).corpus.passages]

    assert "这句话有十个字，对吧。" * 100 + "啊" * 1300 == "".join(texts)
    assert max(map(len, texts)) <= 600
    assert texts[0].endswith("对吧。")


def test_progress_is_reported(tmp_path: Path) -> None:
    """Progress is reported after each file, with the total."""
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("文。", "utf-8")
    reported: list[tuple[int, int | None]] = []

    load(tmp_path, lambda _: 0, lambda done, total: reported.append((done, total)))

    assert [(1, 2), (2, 2)] == reported


def test_the_seeds_are_read_completely(seeds: LoadResult) -> None:
    """All paragraphs of the seed articles are read, with author and date, without furniture."""
    articles = seeds.corpus.articles

    assert () == seeds.problems
    assert [19, 23, 28, 22, 56] == [len(article.passages) for article in articles]
    assert ["孟永辉", "孟永辉", "孟永辉", None, "孟永輝"] == [a.author for a in articles]
    assert [date(2021, 12, 28), date(2022, 8, 24), date(2021, 11, 3), None, None] == [
        article.date for article in articles
    ]
    assert [4, 4, 0, 5, 4] == [len(article.headings) for article in articles]
    quoted = "".join(passage.text for passage in seeds.corpus.passages)
    for furniture in (
        "menglaoshi",
        "Unsplash",
        "打赏",
        ".png",
        "THEEND",
        "搜狐",
        "暫無",
        "最新評",
    ):
        assert furniture not in quoted


def test_the_packaged_collection(digests: LoadResult) -> None:
    """The package has five articles of 600 to 1,200 characters, with sections and an author."""
    assert () == digests.problems
    assert 5 == len(digests.corpus.articles)
    for article in digests.corpus.articles:
        written = sum(map(len, article.headings)) + sum(len(p.text) for p in article.passages)
        assert 600 <= written <= 1200
        assert len(article.headings) >= 4
        assert article.author


@pytest.mark.parametrize(
    ("name", "items"),
    [
        ("a.txt", "1. 工具书\n2. 善本"),
        ("a.txt", "（一）工具书；\n（二）善本。"),
        ("a.txt", "• 工具书\n• 善本"),
        ("a.md", "\n1. 工具书\n2. 善本"),
        ("a.md", "1. 工具书\n   1. 善本"),
        ("a.md", "- 工具书\n- 善本\n"),
    ],
)
def test_an_article_of_a_law_after_a_list(tmp_path: Path, name: str, items: str) -> None:
    """The next article of a law is a passage of its own, whatever list the one before has."""
    before = "第三条 会员每次可以借三本，到期要还。下列书不外借："
    after = ("第四条 超期的每天收一角钱。", "第五条 略。")
    title = "# 办法" if name == "a.md" else "办法"
    (tmp_path / name).write_text("\n".join((title, before, items, *after)), "utf-8")
    (article,) = load(tmp_path, lambda _: 0).corpus.articles
    first, *others = (passage.text for passage in article.passages)

    assert list(after) == others
    assert (first.startswith(before), "善本" in first, ()) == (True, True, article.headings)


def test_numbered_headings_are_no_list(tmp_path: Path) -> None:
    """Numbered lines with paragraphs between them are headings."""
    prose = "会员每次可以借三本，到期要还，超期的每天收一角钱，工具书和善本不外借。"
    text = f"办法\n1. 借书\n{prose}\n2. 还书\n{prose}\n三、其他\n{prose}"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (article,) = load(tmp_path, lambda _: 0).corpus.articles

    assert ("1. 借书", "2. 还书", "三、其他") == article.headings
