"""Answers as readers see them: quotations, sources, cards, abstentions."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from bot.views.answers import MAX_OPEN
from tests.bot.scenes.conftest import OpenScene, Scene
from tests.bot.scenes.shown import addresses, parts, quotations
from tests.bot.scenes.tapping import follow, labels

QUESTION = "金融科技为什么要成为基础设施？"
CODES = ["zh-hans", "zh-hant", "en"]

AUTHOR = {"zh-hans": "作者：林一", "zh-hant": "作者：林一", "en": "Author: 林一"}
NO_AUTHOR = {
    "zh-hans": "文中没有写明作者。",
    "zh-hant": "文中沒有寫明作者。",
    "en": "The article does not name its author.",
}
DATE = {"zh-hans": "日期：2021-12-28", "zh-hant": "日期：2021-12-28", "en": "Date: 2021-12-28"}
NO_DATE = {
    "zh-hans": "文中没有写明发表日期。",
    "zh-hant": "文中沒有寫明發表日期。",
    "en": "The article does not say when it appeared.",
}
PARTS = {"zh-hans": "分为这几部分：", "zh-hant": "分為這幾部分：", "en": "Its parts:"}


@pytest.fixture
def orchard(tmp_path: Path) -> Path:
    """A collection of two articles, of which one has no metadata."""
    folder = tmp_path / "orchard"
    folder.mkdir()
    (folder / "apple.md").write_text(
        "---\ntitle: 苹果的故事\nauthor: 林一\ndate: 2021-12-28\nurl: https://example.org/apple\n---\n"
        "## 种下苹果树\n\n苹果树种在山坡上，春天开出白色的花。\n\n"
        "## 收获的季节\n\n秋天的苹果又红又甜，村民们一起采摘。\n",
        "utf-8",
    )
    (folder / "pear.md").write_text(
        "---\ntitle: 梨子的故事\n---\n梨树长在河边，雨水多的年份果实更大。\n", "utf-8"
    )
    return folder


async def test_the_best_quotation_comes_first_and_open(scene: Scene) -> None:
    """The first quotation is open, further ones are collapsed, and each has a link."""
    answer = await scene.ask(scene.client(), QUESTION)

    assert 1 == len(parts(answer, "blockquote"))
    assert 2 == len(parts(answer, "expandable_blockquote"))
    assert answer.text.startswith(parts(answer, "blockquote")[0])
    assert len(parts(answer, "blockquote")[0]) <= MAX_OPEN
    assert 3 == answer.text.count("在这里接着读")


async def test_two_screens_of_a_phone(scene: Scene) -> None:
    """The visible part of an answer has at most 800 characters."""
    answer = await scene.ask(scene.client(), QUESTION)

    folded = sum(max(0, len(one) - 60) for one in parts(answer, "expandable_blockquote"))
    assert len(answer.text) - folded <= 800
    assert [] == parts(answer, "url")


async def test_the_same_article_is_named_once(scene: Scene) -> None:
    """A further quotation of the same article names its section instead."""
    answer = await scene.ask(scene.client(), QUESTION)

    assert 1 == answer.text.count("金融科技的归宿是基础设施（摘要）")
    assert 2 == answer.text.count("同一篇 › ")


async def test_a_link_to_the_very_words(open_scene: OpenScene, orchard: Path) -> None:
    """The link of an article with a URL points to the first quoted clause."""
    async with open_scene(orchard) as scene:
        answer = await scene.ask(scene.client(), "秋天的苹果怎么样？")

    assert f"https://example.org/apple#:~:text={quote('秋天的苹果又红又甜')}" in addresses(answer)


@pytest.mark.parametrize("code", CODES)
async def test_who_wrote_it(open_scene: OpenScene, orchard: Path, code: str) -> None:
    """A question about the author gets the name, or that there is none."""
    async with open_scene(orchard) as scene:
        ann = scene.client("Ann", code)
        named = await scene.ask(ann, "《苹果的故事》这篇文章的作者是谁？")
        unnamed = await scene.ask(ann, "《梨子的故事》这篇文章的作者是谁？")

    assert AUTHOR[code] in parts(named, "bold")
    assert NO_AUTHOR[code] in unnamed.text
    assert [] == quotations(named) + quotations(unnamed)


@pytest.mark.parametrize("code", CODES)
async def test_when_it_appeared(open_scene: OpenScene, orchard: Path, code: str) -> None:
    """A question about the date gets it, or that there is none."""
    async with open_scene(orchard) as scene:
        ann = scene.client("Ann", code)
        dated = await scene.ask(ann, "《苹果的故事》这篇文章是什么时候发表的？")
        undated = await scene.ask(ann, "《梨子的故事》这篇文章是什么时候发表的？")

    assert DATE[code] in parts(dated, "bold")
    assert NO_DATE[code] in undated.text


async def test_what_it_is_called(open_scene: OpenScene, orchard: Path) -> None:
    """A question about the title gets it."""
    async with open_scene(orchard) as scene:
        answer = await scene.ask(scene.client(), "讲苹果的那篇文章标题是什么？")

    assert "苹果的故事" in parts(answer, "bold")


async def test_the_newest_shows_its_date(open_scene: OpenScene, orchard: Path) -> None:
    """A question for the newest article, or for those of a year, shows title and date."""
    async with open_scene(orchard) as scene:
        ann = scene.client()
        newest = await scene.ask(ann, "哪篇最新？")
        of_year = await scene.ask(ann, "2021年以后写的文章")

    assert "苹果的故事" in parts(newest, "bold")
    assert "2021-12-28" in newest.text
    assert "1. 苹果的故事 · 2021-12-28" in of_year.text.splitlines()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("zh-hans", "没有哪篇文章的日期与此相符。"),
        ("zh-hant", "沒有哪篇文章的日期與此相符。"),
        ("en", "No article has such a date."),
    ],
)
async def test_no_article_of_a_year(
    open_scene: OpenScene, orchard: Path, code: str, reason: str
) -> None:
    """A question for articles of a year without any says so, and lists what there is."""
    async with open_scene(orchard) as scene:
        answer = await scene.ask(scene.client("Ann", code), "2019年的文章")

    assert reason == answer.text.splitlines()[0]
    assert "1. 苹果的故事 · 2021-12-28" in answer.text.splitlines()
    assert [] == quotations(answer)


@pytest.mark.parametrize("code", CODES)
async def test_what_it_is_about(open_scene: OpenScene, orchard: Path, code: str) -> None:
    """A question about the content gets the opening of the article and its headings."""
    async with open_scene(orchard) as scene:
        answer = await scene.ask(scene.client("Ann", code), "《苹果的故事》这篇文章讲了什么？")

    assert "苹果树种在山坡上，春天开出白色的花。" in quotations(answer)[0]
    assert f"{PARTS[code]}\n· 种下苹果树\n· 收获的季节" in answer.text
    assert "https://example.org/apple" in addresses(answer)


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("zh-hans", "共有 2 篇文章。"),
        ("zh-hant", "共有 2 篇文章。"),
        ("en", "There are 2 articles."),
    ],
)
async def test_how_many_there_are(
    open_scene: OpenScene, orchard: Path, code: str, first: str
) -> None:
    """A question about the number of articles gets it, and a list of links."""
    async with open_scene(orchard) as scene:
        ann = scene.client("Ann", code)
        answer = await scene.ask(ann, "文集里有几篇文章？")
        opened = await follow(scene, ann, addresses(answer)[1])

    assert first == answer.text.splitlines()[0]
    assert ["苹果的故事", "梨子的故事"] == parts(answer, "text_link")
    assert "梨子的故事" in parts(opened, "bold")


async def test_a_long_count_lists_the_first_ones(open_scene: OpenScene, tmp_path: Path) -> None:
    """Of many articles the first ten are listed, with the command that lists all."""
    for number in range(12):
        front = f"---\ntitle: 第{number}篇\n---\n正文在此。"
        (tmp_path / f"{number:02}.md").write_text(front, "utf-8")
    async with open_scene(tmp_path) as scene:
        answer = await scene.ask(scene.client(), "文集里有几篇文章？")

    assert 10 == len(addresses(answer))
    assert answer.text.endswith("全部目录见 /articles。")


@pytest.mark.parametrize(
    ("code", "about", "closest", "others"),
    [
        ("zh-hans", "这里的文章：", "最接近的部分：", "或者看看这些："),
        ("zh-hant", "這裡的文章：", "最接近的部分：", "或者看看這些："),
        ("en", "The articles here:", "What comes closest:", "Or look at one of these:"),
    ],
)
async def test_nothing_found(
    scene: Scene, code: str, about: str, closest: str, others: str
) -> None:
    """An abstention lists the articles, quotes nothing, and offers the closest headings."""
    ann = scene.client("Ann", code)
    unrelated = await scene.ask(ann, "明天上海会下雨吗？")
    answer = await scene.ask(ann, "支付宝的创始人是谁？")
    assert unrelated.text.endswith(others)

    assert [] == quotations(answer)
    assert about in answer.text
    assert answer.text.endswith(closest)
    assert 5 == len(addresses(answer))
    headings = labels(answer)[:-2]
    assert 1 <= len(headings) <= 3
    assert all(label.startswith("› ") for label in headings)

    ann.press(answer, headings[0])
    await scene.settle()
    assert headings[0].rpartition("› ")[-1] in answer.text


async def test_suggestions_name_their_articles(open_scene: OpenScene, orchard: Path) -> None:
    """Headings that say nothing alone are offered with their articles' titles."""
    (orchard / "plum.md").write_text(
        "---\ntitle: 李子的故事\n---\n## 该种哪种\n\n山坡上种红的，河边种黄的。\n\n"
        "## 生虫了怎么办\n\n生虫了就把树枝剪掉，烧掉。\n",
        "utf-8",
    )
    async with open_scene(orchard) as scene:
        answer = await scene.ask(scene.client(), "生虫了怎么办？")
        declined = await scene.ask(scene.client(), "生虫的汽车轮胎多少钱？")

    assert "💬 李子的故事 › 该种哪种" in labels(answer)
    assert "› 李子的故事 › 生虫了怎么办" in labels(declined)


async def test_a_greeting_offers_no_judgement(scene: Scene) -> None:
    """The answer to a greeting has no buttons."""
    assert [] == labels(await scene.ask(scene.client(), "你好"))


CODE = "def boil(litres):\n    return 4 * litres"


@pytest.mark.parametrize("name", ["salt.html", "salt.md"])
async def test_code_in_a_quotation(tmp_path: Path, open_scene: OpenScene, name: str) -> None:
    """Code keeps its lines in a block of its own, between the quoted words around it."""
    texts = {
        "salt.html": "<html><body><h1>熬盐</h1><p>熬盐要烧多少柴，可以这样算：</p>"
        f"<pre>{CODE}</pre><p>一升海水烧四斤柴，雨天还要加一成。</p></body></html>",
        "salt.md": f"# 熬盐\n\n熬盐要烧多少柴，可以这样算：\n\n```python\n{CODE}\n```\n\n"
        "一升海水烧四斤柴，雨天还要加一成。\n",
    }
    folder = tmp_path / "salt"
    folder.mkdir()
    (folder / name).write_text(texts[name], "utf-8")
    async with open_scene(folder) as scene:
        answer = await scene.ask(scene.client(), "熬盐要烧多少柴怎么算？")

    assert [CODE] == parts(answer, "pre")
    assert "熬盐要烧多少柴，可以这样算：" in quotations(answer)
