"""Browsing the collection: lists, search, outlines, passages, deep links."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.policy import Policy
from retrieval.text.script import Display
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses, parts, quotations
from tests.bot.scenes.tapping import follow, labels, tap

QUESTION = "金融科技为什么要成为基础设施？"
TITLE = "金融科技的归宿是基础设施（摘要）"

WORDS = {
    "zh-hans": ("上下文", "目录", "‹ 返回", "共 8 段", "选一部分来读："),
    "zh-hant": ("上下文", "目錄", "‹ 返回", "共 8 段", "選一部分來讀："),
    "en": ("Context", "Outline", "‹ Back", "8 passages", "Tap a part to read it:"),
}


@pytest.mark.parametrize("code", WORDS)
async def test_from_an_answer_into_its_article_and_back(scene: Scene, code: str) -> None:
    """Context shows the passage, the outline the sections, and back the answer."""
    context, outline, back, length, tip = WORDS[code]
    ann = scene.client("Ann", code)
    answer = await scene.ask(ann, QUESTION)
    before, quoted = answer.text, quotations(answer)[0]

    await tap(scene, ann, answer, context)
    assert TITLE in parts(answer, "bold")
    assert quoted == quotations(answer)[0]
    await tap(scene, ann, answer, outline)
    assert length in answer.text
    assert answer.text.endswith(tip)
    await tap(scene, ann, answer, "怎样算去掉了互联网的影子")
    assert "怎样算去掉了互联网的影子" in parts(answer, "bold")
    await tap(scene, ann, answer, back)

    assert before == answer.text
    assert 2 == len(ann.private.visible)


async def test_the_quoted_part_of_a_long_passage(open_scene: OpenScene, tmp_path: Path) -> None:
    """A quotation marks what it leaves out; Context shows all of it, the quoted part in bold."""
    filler = "盐田要晒上两个月才能收盐，天冷了就收不成了。"
    sentence = "金融科技的归宿是基础设施。"
    text = filler * 12 + sentence + filler * 12
    (tmp_path / "salt.md").write_text(f"# 盐田\n\n{text}\n", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, "金融科技的归宿是什么")
        (shown,) = quotations(answer)
        quoted = shown.removeprefix("……").removesuffix("……")
        await tap(scene, ann, answer, "上下文")

        assert shown == f"……{quoted}……"
        assert quoted.startswith(sentence)
        assert quoted in text
        assert text == quotations(answer)[0]
        assert quoted in parts(answer, "bold")


async def test_walking_through_an_article(scene: Scene) -> None:
    """Arrows lead from the first passage to the last and back, each between its neighbours."""
    ann = scene.client()
    corpus = scene.services.library.current.corpus
    article = next(one for one in corpus.articles if one.title == TITLE)
    listing = await scene.ask(ann, "/articles")
    await tap(scene, ann, listing, "2")
    await tap(scene, ann, listing, "为什么要做基础设施")

    read = [quotations(listing)[0]]
    while "›" in labels(listing):
        await tap(scene, ann, listing, "›")
        read.append(quotations(listing)[0])
    assert [passage.text for passage in article.passages] == read
    assert article.passages[-2].text[-40:] in listing.text

    await tap(scene, ann, listing, "‹")
    assert article.passages[-1].text[:40] in listing.text
    await tap(scene, ann, listing, "‹ 返回")
    assert "文集里共有 5 篇文章" in listing.text


@pytest.mark.parametrize(
    ("code", "found", "nothing"),
    [
        ("zh-hans", "与“输血”有关的文章有 1 篇", "没有找到与“qqqq”有关的文章。"),
        ("zh-hant", "與「输血」有關的文章有 1 篇", "沒有找到與「qqqq」有關的文章。"),
        ("en", "1 article on “输血”", "No article found for “qqqq”."),
    ],
)
async def test_searching_articles(
    open_scene: OpenScene, tmp_path: Path, code: str, found: str, nothing: str
) -> None:
    """/articles with a word lists the articles about it, or says that there are none."""
    for name, body in {"a": "供血和输血不同。", "b": "土壤很重要。"}.items():
        (tmp_path / f"{name}.md").write_text(f"---\ntitle: 题{name}\n---\n{body}", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client("Ann", code)
        listing = await scene.ask(ann, "/articles 输血")
        empty = await scene.ask(ann, "/articles qqqq")

    assert found == listing.text.splitlines()[0]
    assert ["题a"] == parts(listing, "bold")
    assert nothing == empty.text
    assert [] == labels(empty)


async def test_a_search_finds_titles_first(open_scene: OpenScene, tmp_path: Path) -> None:
    """Articles found by title, author or headings come before those found by text."""
    for name, front, body in (
        ("a", "title: 别的", "臺灣的土壤，土壤，土壤。"),
        ("b", "title: 土壤之書", "空中楼阁。"),
        ("c", "title: 丙\nauthor: 土壤先生", "空中楼阁站不稳。"),
    ):
        (tmp_path / f"{name}.md").write_text(f"---\n{front}\n---\n{body}", "utf-8")
    async with open_scene(tmp_path) as scene:
        listing = await scene.ask(scene.client(), "/articles 土壤")
        named = await scene.ask(scene.client(), "/articles 土壤之书")

    assert ["土壤之書", "丙", "别的"] == parts(listing, "bold")
    assert "土壤之書" == parts(named, "bold")[0]


async def test_pages_of_a_search(open_scene: OpenScene, tmp_path: Path) -> None:
    """The pages of a search keep its words, and back from an article is its page."""
    for number in range(20):
        title = f"{'单' if number % 2 else '双'}数之{number}"
        (tmp_path / f"{number:02}.md").write_text(f"---\ntitle: {title}\n---\n正文。", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        listing = await scene.ask(ann, "/articles 单数: 之 乎者也" + "长" * 100)
        assert "没有" in listing.text
        listing = await scene.ask(ann, "/articles 单数之")
        await tap(scene, ann, listing, "›")
        second = listing.text
        await tap(scene, ann, listing, "9")
        assert "单数之17" in parts(listing, "bold")
        await tap(scene, ann, listing, "‹ 返回")

    assert second == listing.text
    assert "单数之19" in second
    assert "双" not in second


async def test_links_open_articles_and_passages(scene: Scene) -> None:
    """A link from a list opens an outline, one from a quotation its passage."""
    ann = scene.client()
    listing = await scene.ask(ann, "/articles")
    article = await follow(scene, ann, addresses(listing)[1])
    answer = await scene.ask(ann, QUESTION)
    passage = await follow(scene, ann, addresses(answer)[0])

    assert TITLE in parts(article, "bold")
    assert "进化是什么，不是什么" in labels(article)
    assert "‹ 返回" not in labels(article)
    assert quotations(answer)[0] in quotations(passage)[0]
    assert "目录" in labels(passage)


@pytest.mark.parametrize(
    ("code", "gone"),
    [
        ("zh-hans", "这篇文章已经不在文集里了。"),
        ("zh-hant", "這篇文章已經不在文集裡了。"),
        ("en", "This article is no longer in the collection."),
    ],
)
async def test_a_link_to_an_article_that_has_left(scene: Scene, code: str, gone: str) -> None:
    """A link to an article that was removed says so."""
    answer = await scene.ask(scene.client("Ann", code), "/start a_0123456789ab")

    assert gone == answer.text


async def test_an_article_without_headings(open_scene: OpenScene, tmp_path: Path) -> None:
    """The outline of an article without headings lists the beginnings of its passages."""
    body = "\n\n".join(
        f"第{number}段从这里开始。{'后面还有很多话。' * 60}" for number in range(11)
    )
    (tmp_path / "a.md").write_text(f"---\ntitle: 长文\n---\n{body}", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        listing = await scene.ask(ann, "/articles")
        await tap(scene, ann, listing, "1")
        first = labels(listing)
        await tap(scene, ann, listing, "›")

    assert ["第0段从这里开始。", "第7段从这里开始。", "1 / 2", "›", "‹ 返回"] == [
        first[0],
        *first[7:],
    ]
    assert ["第8段从这里开始。", "第9段从这里开始。", "第10段从这里开始。"] == labels(listing)[:3]


async def test_a_source_stands_beside_reading(open_scene: OpenScene, tmp_path: Path) -> None:
    """The outline and the passages of an article with a URL link to it."""
    url = "https://example.org/a"
    (tmp_path / "a.md").write_text(f"---\ntitle: 题\nurl: {url}\n---\n流量不是目标。", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        listing = await scene.ask(ann, "/articles")
        await tap(scene, ann, listing, "1")
        assert [url] == addresses(listing)
        await tap(scene, ann, listing, "流量不是目标。")

    assert [url] == addresses(listing)
    assert ["目录", "‹ 返回"] == labels(listing)


async def test_headings_stand_above_their_own_passages(
    open_scene: OpenScene, tmp_path: Path
) -> None:
    """In the reading view, each heading is above the passages of its section alone."""
    sections = {f"第{n}节": f"第{n}节的正文从这里开始，讲的是盐田怎样收盐。" for n in "一二三"}
    body = "\n\n".join(f"## {name}\n\n{text}" for name, text in sections.items())
    (tmp_path / "a.md").write_text(f"# 盐田\n\n{body}\n", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        listing = await scene.ask(ann, "/articles")
        await tap(scene, ann, listing, "1")
        await tap(scene, ann, listing, "第二节")

    expected = ["盐田", *(line for pair in sections.items() for line in pair)]
    assert expected == listing.text.split("\n\n")
    assert ["盐田", *sections] == parts(listing, "bold")


async def test_neighbours_are_cut_between_sentences(open_scene: OpenScene, tmp_path: Path) -> None:
    """Of a long passage before or after, whole sentences are shown, and a mark for the others."""
    sentence = "盐田要晒上两个月才能收盐，天冷了就收不成了。"
    long = sentence * 20
    (tmp_path / "a.md").write_text(
        f"# 盐田\n\n## 一\n\n{long}\n\n## 二\n\n这一节只有一句话，说的是收盐以后的事情。\n\n"
        f"## 三\n\n{'这一句话很长，' * 40}完。{long}\n",
        "utf-8",
    )
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        listing = await scene.ask(ann, "/articles")
        await tap(scene, ann, listing, "1")
        assert quotations(listing)[0] == sentence * 7 + "……"
        await tap(scene, ann, listing, "二")

    _, _, before, _, _, _, after = listing.text.split("\n\n")
    assert "……" + sentence * 7 == before
    assert "这一句话很长，" * 40 + "完。……" == after


async def test_rows_of_a_table_stand_below_its_head(open_scene: OpenScene, tmp_path: Path) -> None:
    """What is quoted of a table says what its columns are, in the reader's characters."""
    filler = "盐田要晒上两个月才能收盐，天冷了就收不成了。" * 6
    rows = "\n".join(f"| 第{number}种鱼 | {filler} | 无 |" for number in range(2))
    table = f"| 鱼类 | 晒法 | 备注 |\n|---|---|---|\n{rows}\n| 带鱼 | 晒三天就收。 | 无 |\n"
    (tmp_path / "salt.md").write_text(f"# 盐田\n\n{table}", "utf-8")
    async with open_scene(tmp_path) as scene:
        ann = scene.client()
        await scene.services.policies.keep(ann.person.id, Policy(display=Display.TRADITIONAL))
        (shown, *_) = quotations(await scene.ask(ann, "带鱼怎么晒"))

    assert shown.startswith("魚類 | 曬法 | 備註\n……第1種魚 | ")
    assert shown.endswith("\n帶魚 | 曬三天就收。 | 無")


async def test_every_citation_shows_its_section(scene: Scene) -> None:
    """The first citation of an article shows its heading, as the later ones do."""
    answer = await scene.ask(scene.client(), QUESTION)

    assert f"{TITLE} · 孟永辉（引据摘要） · 2021-12-28 › 为什么要做基础设施 · " in answer.text
