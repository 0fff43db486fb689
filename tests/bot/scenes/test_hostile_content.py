"""Articles and questions with markup, emoji, right-to-left text and very long titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.scenes.conftest import OpenScene
from tests.bot.scenes.shown import quotations
from tests.bot.scenes.tapping import labels, next_page, open_more, tap

TITLES = [
    "长" * 300,
    "<b>流量</b> & <script>alert(1)</script>",
    "\u202eمرحبا流量\u202c",
    "🐜🏳️‍🌈👨‍👩‍👧‍👦" * 40,
    "@admin https://e.com/a。更多 /reset #流量",
]
HEADINGS = [
    "<i>流量</i>从哪里来？",
    "🐜" * 60,
    "مرحبا 流量 العالم",
    "&amp;lt;流量&gt;",
    "`*_[x](y)_*`",
]
BODY = (
    "流量&lt;b&gt;{0}&lt;/b&gt;来自𠀀土壤🐜，\u202eשלום\u202c & "
    "见https://e.com/a。更多@admin /reset 流量{0}。"
)


@pytest.fixture
def nasty(tmp_path: Path) -> Path:
    """A collection of five articles, each with five headings."""
    folder = tmp_path / "nasty"
    folder.mkdir()
    for number, title in enumerate(TITLES):
        url = f"https://example.org/{'%E7%94%B2' * (90 * number)}?a=1&b='<2>'#{'甲' * number}"
        front = f"---\ntitle: {title!r}\nauthor: {'名' * 90!r}\nurl: {url!r}\n---\n"
        sections = (
            f"## {heading}\n\n{BODY.format('甲乙丙丁戊'[place] * (7 + number)) * 3}"
            for place, heading in enumerate(HEADINGS)
        )
        (folder / f"{number}.md").write_text(front + "\n\n".join(sections), "utf-8")
    return folder


@pytest.mark.parametrize("code", ["zh-hans", "zh-hant", "en"])
async def test_everything_can_be_shown(open_scene: OpenScene, nasty: Path, code: str) -> None:
    """Lists, outlines, passages and answers are sent, with all of their buttons."""
    async with open_scene(nasty) as scene:
        ann = scene.client("Ann", code)
        listing = await scene.ask(ann, "/articles")
        for number in "12345":
            await tap(scene, ann, listing, number)
            first = labels(listing)[0]
            await tap(scene, ann, listing, first)
            while "›" in labels(listing):
                assert quotations(listing)
                await tap(scene, ann, listing, "›")
            await tap(scene, ann, listing, labels(listing)[-1])
        answer = await scene.ask(ann, "流量从哪里来？")
        await tap(scene, ann, answer, next_page(answer))
        await open_more(scene, ann, answer)

    assert "<b>" in quotations(answer)[0]


@pytest.mark.parametrize(
    "question",
    [
        "流量" * 2048,
        "<b>流量</b>" * 300,
        "🐜" * 4000 + "流量",
        "\u202e流量来自\u202c哪里 مرحبا",
        "流量\x00\x01\x02\ufffe",
        "流量\n\n\n\n来自" * 200,
    ],
)
async def test_any_question_can_be_answered(
    open_scene: OpenScene, nasty: Path, question: str
) -> None:
    """Any question gets an answer with buttons that Telegram accepts."""
    async with open_scene(nasty) as scene:
        ann = scene.client()
        answer = await scene.ask(ann, question)

    assert answer.text
    assert "👍" in labels(answer)


async def test_any_search_can_be_answered(open_scene: OpenScene, nasty: Path) -> None:
    """Any search of articles gets an answer."""
    async with open_scene(nasty) as scene:
        ann = scene.client()
        for words in ("<b>", "🐜" * 500, "\u202e", "流量:来自", "&lt;", "x" * 4000, "%s{0}"):
            assert (await scene.ask(ann, f"/articles {words}")).text
